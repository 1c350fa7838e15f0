"""Checks in at a point (打卡): by the position within the point's radius, or by its QR code."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from governance.phones import as_of, true_time
from grids.actions.patrols.walking import on_duty, own_patrol
from grids.geo import metres, to_storage
from grids.models import CheckIn, Patrol, PatrolPoint

MOST_ACCURACY_M = 50.0
"""A vague position widens the radius by no more than this."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows that somebody was there: a position with its accuracy, or the text of the QR code."""

    lon: float | None = None
    lat: float | None = None
    accuracy_m: float = 0.0
    datum: str = "wgs84"
    mark: UUID | None = None


@transaction.atomic
def check_in(
    *, actor: Actor, check_in_id: UUID, patrol_id: UUID, point_id: UUID, shown: Shown, captured_at: datetime, at: datetime,
    sent_at: datetime | None = None,
) -> tuple[CheckIn, bool]:  # fmt: skip
    """Say that one is at a point, on duty; the same id again is the same check-in.

    Refuses (Invalid) a position outside the radius with the distance, another point's code, a moment off duty; NotFound
    for a point outside one's grids, now and then (B12). Records patrol.checked_in.
    """
    known = CheckIn.objects.filter(pk=check_in_id).first()
    if known is not None:
        if (known.user_id, known.point_id) != (actor.user_id, point_id):
            raise Conflict(_("同一编号已被使用。"))
        return known, False
    when, _skewed = true_time(captured_at=captured_at, sent_at=sent_at, at=at)
    patrol = own_patrol(actor, patrol_id)
    point = PatrolPoint.objects.filter(pk=point_id).first()
    if point is None or not policy.allowed(as_of(actor=actor, moment=when, at=at), "patrol.walk", point.code):
        raise NotFound
    if not on_duty(patrol, when):
        raise Invalid(fields={"patrol": [_("打卡时不在巡查中。")]})
    return kept(actor, check_in_id, patrol, point, shown, when, at), True


def kept(actor: Actor, check_in_id: UUID, patrol: Patrol, point: PatrolPoint, shown: Shown, when: datetime, at: datetime) -> CheckIn:
    """The check-in, once it is shown that somebody was there."""
    by, distance = proved(point, shown)
    made = CheckIn.objects.create(
        id=check_in_id, patrol=patrol, point=point, user_id=actor.user_id or 0, by=by, distance_m=distance, at=when
    )
    detail = {"point": str(point.pk), "by": by}
    record(actor=actor, verb="patrol.checked_in", kind="patrol", object_id=str(patrol.pk), code=point.code, at=at, detail=detail)
    return made


def proved(point: PatrolPoint, shown: Shown) -> tuple[str, float | None]:
    """How it is shown and from how far; Invalid when it is not."""
    if shown.mark is not None:
        if shown.mark != point.mark:
            raise Invalid(fields={"mark": [_("二维码不是这个巡查点的。")]})
        return CheckIn.By.CODE, None
    if shown.lon is None or shown.lat is None:
        raise Invalid(fields={"point": [_("需要定位或扫码。")]})
    lon, lat = to_storage(lon=shown.lon, lat=shown.lat, datum=shown.datum)
    distance = metres((lon, lat), (point.point.x, point.point.y))
    if distance > point.radius_m + min(shown.accuracy_m, MOST_ACCURACY_M):
        raise Invalid(fields={"point": [_("距巡查点 %(far)d 米，超出 %(radius)d 米范围。") % {"far": distance, "radius": point.radius_m}]})
    return CheckIn.By.POSITION, round(distance, 1)
