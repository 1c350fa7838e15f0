"""A leader of grids notes who is away and who stands in (请假代班登记), in whole days of the office."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.actions import grant_leave
from governance.access.actor import Actor
from governance.access.models import Leave
from governance.errors import Invalid, NotFound
from governance.phones import Kept, judged
from incidents.queries.leaves import staff_under

DAY = timedelta(days=1)
AHEAD = timedelta(days=365)
"""No leave is noted further ahead."""


@dataclass(frozen=True, slots=True)
class Away:
    """Whose post, who stands in (nobody: None), from which day until which, both included."""

    post: int
    stand_in: int | None
    since: date
    until: date


@transaction.atomic
def note_leave(*, actor: Actor, away: Away, at: datetime, kept: Kept | None = None) -> Leave:
    """Grant a leave to a worker of the leader's area, from now at the earliest.

    NotFound for a post outside it, Invalid for a stand-in who does not work there and for an end over a year ahead; what
    `grant_leave` refuses is refused too. What a phone `kept` comes once however often it is sent. Records leave.granted.
    """
    actor, _when = judged(kept, actor=actor, at=at)
    staff = {post.pk: post for post in staff_under(actor=actor, at=at)}
    people = {post.user_id: post.user for post in staff.values()}
    if away.post not in staff:
        raise NotFound
    if away.stand_in and away.stand_in not in people:
        raise Invalid(fields={"stand_in": [_("代班人应是本社区的另一位网格员。")]})
    today = timezone.localdate(at)
    if away.until > today + AHEAD:
        raise Invalid(fields={"until": [_("请假应在开始之后结束，最长 90 天。")]})
    since = at if away.since <= today else morning(away.since)
    return grant_leave(
        actor=actor, post=staff[away.post], stand_in=people.get(away.stand_in or 0), since=since,
        until=morning(away.until + DAY), at=at, told_as=kept.id if kept else None,
    )  # fmt: skip


def morning(day: date) -> datetime:
    """The beginning of a day of the office."""
    return timezone.make_aware(datetime.combine(day, time.min))
