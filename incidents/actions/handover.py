"""Who leaves a post hands it over with its open cases (岗位交接), in one transaction: none is left with nobody."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actions import end_post, grant_post
from governance.access.actions.posts import require_proved
from governance.access.actor import Actor, posts_of
from governance.access.models import Post, User
from governance.access.roles import FIELD, Role
from governance.errors import Invalid
from governance.ledger.record import record
from incidents.actions.move import Change, _move
from incidents.models import Incident
from incidents.queries.colleagues import handles_for
from incidents.workflow import OPEN, WITH_UNIT, State

HELD = frozenset(WITH_UNIT) | {State.SUSPENDED}


def reassign_case(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, handler_id: int) -> Incident:
    """Another handler of the unit goes on with the case (移交承办人); clocks and state stay. Records incident.reassigned."""

    def prepare(incident: Incident) -> Change:
        if handler_id == incident.handler_id or not handles_for(user_id=handler_id, unit_id=incident.unit_id, at=at):
            raise Invalid(fields={"handler": [_("请选择该单位的另一位处置人员。")]})
        return Change(incident.state, {"handler_id": handler_id}, {"handler": handler_id, "from_handler": incident.handler_id})

    return _move(actor=actor, verb="reassign", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def hand_over_post(*, actor: Actor, mover: Actor, post: Post, successor: User, at: datetime) -> int:
    """Give the same post to the successor, move the open cases, end the post. How many cases moved. Records post.handed_over.

    `actor` may grant posts, not for themselves, and proves the second factor first (C5); `mover` moves the cases: the system,
    when a command does it.
    """
    policy.require(actor, "post.grant", successor)
    require_proved(actor, at)
    if successor.pk == post.user_id:
        raise Invalid(fields={"successor": [_("不能交接给本人。")]})
    if not any(
        held.role == post.role and held.unit_id == post.unit_id for held in posts_of(user_ids=[successor.pk], at=at).get(successor.pk, ())
    ):
        grant_post(actor=actor, user=successor, role=post.role, unit=post.unit, code=post.code, at=at, until=post.ends_at)
    moved = [_given(case_id, mover, post, successor, at) for case_id in open_cases(post)]
    end_post(actor=actor, post=post, at=at)
    detail = {"user": post.user_id, "successor": successor.pk, "cases": len(moved)}
    record(actor=actor, verb="post.handed_over", kind="post", object_id=str(post.pk), code=post.code, at=at, detail=detail)
    return len(moved)


def open_cases(post: Post) -> list[UUID]:
    """What its holder has in hand: cases of the unit, or tasks of the grid that were given to this person by name."""
    mine = Incident.objects.filter(code__startswith=post.code).order_by("pk")
    if post.role == Role.HANDLER:
        return list(mine.filter(handler=post.user_id, unit=post.unit_id, state__in=sorted(HELD)).values_list("pk", flat=True))
    if post.role in FIELD:
        return list(mine.filter(worker=post.user_id, state__in=sorted(OPEN)).values_list("pk", flat=True))
    return []


def _given(case_id: UUID, mover: Actor, post: Post, successor: User, at: datetime) -> UUID:
    if post.role == Role.HANDLER:
        reassign_case(actor=mover, incident_id=case_id, version=None, at=at, handler_id=successor.pk)
        return case_id

    def prepare(incident: Incident) -> Change:
        return Change(incident.state, {"worker_id": successor.pk}, {"worker": successor.pk})

    _move(actor=mover, verb="hand_over", incident_id=case_id, version=None, at=at, prepare=prepare)
    return case_id
