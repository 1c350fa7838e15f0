"""Plans the points of a grid (巡查点)."""

from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.codes import Level
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from grids.geo import to_storage
from grids.models import PatrolPoint
from grids.queries.locating import locate

NEAREST, FARTHEST = 10, 500


@transaction.atomic
def plan_point(
    *, actor: Actor, point_id: UUID, name: str, lon: float, lat: float, at: datetime, datum: str = "wgs84",
    radius_m: int = 50, every_days: int = 1,
) -> PatrolPoint:  # fmt: skip
    """Set a point to be looked at; its grid is where it lies. The same id and name again is the same point.

    Refuses (Invalid) a point outside every grid, a radius beyond 10-500 m, no name; NotAllowed outside the actor's area.
    Records patrol_point.planned.
    """
    lon, lat = to_storage(lon=lon, lat=lat, datum=datum)
    found = locate(lon=lon, lat=lat)
    if len(found.code) != Level.GRID:
        raise Invalid(fields={"point": [_("这个位置不在任何网格内。")]})
    policy.require(actor, "patrol_point.plan", found.code)
    wrong = {} if name.strip() else {"name": [_("请填写名称。")]}
    wrong |= {} if NEAREST <= radius_m <= FARTHEST and every_days > 0 else {"radius_m": [_("半径应在 10 至 500 米之间，周期至少一天。")]}
    if wrong:
        raise Invalid(fields=wrong)
    known = PatrolPoint.objects.filter(pk=point_id).first()
    if known is not None:
        if (known.name, known.code) != (name.strip()[:64], found.code):
            raise Conflict(_("同一编号已被使用。"))
        return known
    kept = PatrolPoint.objects.create(
        id=point_id, code=found.code, name=name.strip()[:64], point=Point(lon, lat, srid=4326),
        radius_m=radius_m, every_days=every_days, planned_at=at
    )  # fmt: skip
    noted(actor, kept, "patrol_point.planned", at)
    return kept


@transaction.atomic
def end_point(*, actor: Actor, point_id: UUID, at: datetime) -> PatrolPoint:
    """Take a point out of the plan. NotFound for a foreign one. Records patrol_point.ended."""
    point = PatrolPoint.objects.select_for_update().filter(pk=point_id).first()
    if point is None or not policy.allowed(actor, "patrol_point.plan", point.code):
        raise NotFound
    if point.ended_at is None:
        point.ended_at = at
        point.save(update_fields=["ended_at"])
        noted(actor, point, "patrol_point.ended", at)
    return point


def noted(actor: Actor, point: PatrolPoint, verb: str, at: datetime) -> None:
    """One entry about a point."""
    record(actor=actor, verb=verb, kind="patrol_point", object_id=str(point.pk), code=point.code, at=at)
