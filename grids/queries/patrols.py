"""Questions about patrols (巡查查询): what is due, where one walked today, how much of the grid was seen, who is on duty where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Max, QuerySet
from django.utils import timezone

from governance.access.actor import Actor, code_in
from governance.access.roles import FIELD, Role
from governance.prepared import ask
from grids.geo import metres
from grids.models import CheckIn, Patrol, PatrolPoint, TrackPoint
from grids.rules import KEEPERS, LOOKERS

GAP = timedelta(seconds=90)
"""Longer than this between two positions: nobody knows where the worker was, and the line is dashed."""
LONGEST = timedelta(hours=16)
SEEN_M, SNAP = 40, 0.0002
"""What lies within so many metres of the way was seen; positions are thinned to about 20 m first."""
COVERED = """
WITH walked AS (
  SELECT DISTINCT ST_SnapToGrid(t.point, %(snap)s) AS spot FROM grids_trackpoint t, grids_grid g
  WHERE g.code = ANY(%(codes)s) AND g.valid_from IS NOT NULL AND g.valid_to IS NULL
    AND t.at BETWEEN %(since)s AND %(at)s AND t.point && g.area
), seen AS (SELECT ST_Union(ST_Buffer(spot::geography, %(metres)s, 'quad_segs=2')::geometry) AS area FROM walked)
SELECT g.code, coalesce(ST_Area(ST_Intersection(g.area, seen.area)::geography) / ST_Area(g.area::geography), 0)
FROM grids_grid g, seen WHERE g.code = ANY(%(codes)s) AND g.valid_from IS NOT NULL AND g.valid_to IS NULL ORDER BY g.code
"""
WALKED = """
SELECT coalesce(sum(ST_DistanceSphere(point, before)), 0) FROM (
  SELECT t.point, t.at, lag(t.point) OVER way AS before, lag(t.at) OVER way AS earlier
  FROM grids_trackpoint t JOIN grids_patrol p ON p.id = t.patrol_id
  WHERE p.user_id = %(user)s AND t.at BETWEEN %(since)s AND %(at)s WINDOW way AS (PARTITION BY t.patrol_id ORDER BY t.at, t.number)
) steps WHERE extract(epoch FROM at - earlier) <= %(gap)s
"""


class Due(NamedTuple):
    """A point with its last check-in."""

    point: PatrolPoint
    last_at: datetime | None
    due: bool


class Stretch(NamedTuple):
    """A part of a way: lon, lat in turn. A gap joins what is known on both sides and is nobody's way."""

    gap: bool
    line: list[list[float]]


@dataclass(frozen=True, slots=True)
class Walk:
    """What one walked on a day."""

    km: float
    stretches: list[Stretch]


def midnight(at: datetime) -> datetime:
    """The beginning of the office's day."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def points_for(actor: Actor) -> QuerySet[PatrolPoint]:
    """The points of the actor's grids: those for which `patrol.walk` answers yes."""
    return PatrolPoint.objects.filter(code_in("code", actor.scopes(FIELD)), ended_at__isnull=True)


def points_to_print(*, actor: Actor) -> list[PatrolPoint]:
    """The points whose codes the actor may print: of the areas in which `patrol_point.plan` answers yes."""
    found = PatrolPoint.objects.filter(code_in("code", actor.scopes(KEEPERS | {Role.GRID_LEADER})), ended_at__isnull=True)
    return list(found.order_by("code", "name", "id")[:200])


def patrol_plan(*, actor: Actor, at: datetime) -> list[Due]:
    """The points of the actor's grids, each due when its cycle of days has passed since the last check-in of anybody. One query."""
    today = timezone.localdate(at)

    def due(point: PatrolPoint) -> bool:
        last: datetime | None = point.last_at  # type: ignore[attr-defined]
        return last is None or timezone.localdate(last) + timedelta(days=point.every_days) <= today

    found = points_for(actor).annotate(last_at=Max("check_ins__at")).order_by("code", "name", "id")[:200]
    return [Due(point, point.last_at, due(point)) for point in found]


def open_patrol(*, actor: Actor, at: datetime) -> Patrol | None:
    """One's own walk that is under way."""
    if actor.user_id is None:
        return None
    return Patrol.objects.filter(user=actor.user_id, stopped_at__isnull=True, started_at__gt=at - LONGEST).order_by("-started_at").first()


def walk_of(*, user_id: int, at: datetime) -> Walk:
    """Where somebody walked today, with its gaps, and how far without them. For the worker's own eyes."""
    rows = TrackPoint.objects.filter(patrol__user=user_id, at__gte=midnight(at), at__lte=at).order_by("at", "number")
    return walked(list(rows.values_list("patrol_id", "at", "point")))


def walked_km(*, user_id: int, at: datetime) -> float:
    """How far somebody walked today, without the gaps: one number from the database, for a page that shows no way."""
    with connection.cursor() as cursor:
        cursor.execute(WALKED, {"user": user_id, "since": midnight(at), "at": at, "gap": GAP.total_seconds()})
        return round(float(cursor.fetchone()[0]) / 1000, 2)


def walked(rows: list[tuple[UUID, datetime, Any]]) -> Walk:
    """The stretches of positions in their order: one patrol's steady line is whole, a pause in it is a gap, two patrols are apart."""
    stretches: list[Stretch] = []
    length, before = 0.0, None
    for patrol, moment, point in rows:
        here = [round(point.x, 6), round(point.y, 6)]
        if before is None or before[0] != patrol:
            stretches.append(Stretch(gap=False, line=[here]))
        elif moment - before[1] > GAP:
            stretches += [Stretch(gap=True, line=[before[2], here]), Stretch(gap=False, line=[here])]
        else:
            length += metres((before[2][0], before[2][1]), (here[0], here[1]))
            stretches[-1].line.append(here)
        before = (patrol, moment, here)
    return Walk(round(length / 1000, 2), stretches)


def coverage_of(*, codes: list[str], at: datetime) -> dict[str, float]:
    """For each of these grids the share of its area that somebody on duty came near today, 0 to 1."""
    with connection.cursor() as cursor:
        cursor.execute(COVERED, {"codes": codes, "since": midnight(at), "at": at, "snap": SNAP, "metres": SEEN_M})
        return {code: round(share, 3) for code, share in cursor.fetchall()}


class Position(NamedTuple):
    """Where a worker on duty was last, and how old that is."""

    user_id: int
    name: str
    code: str
    lon: float
    lat: float
    accuracy_m: float
    at: datetime
    age_s: int


def last_positions(*, actor: Actor, at: datetime) -> list[Position]:
    """The last position of each worker on duty in the actor's area, newest first; nobody off duty is here. One query.

    For the desk's map: show the age beside the name. A worker whose walk is over, or older than 16 hours, is not on duty.
    """
    found = Patrol.objects.filter(
        code_in("code", actor.scopes(LOOKERS)), stopped_at__isnull=True, started_at__gt=at - LONGEST, last_point__isnull=False
    )
    return [
        Position(
            user_id=one.user_id, name=one.user.display_name, code=one.code, lon=round(one.last_point.x, 6), lat=round(one.last_point.y, 6),
            accuracy_m=one.last_accuracy_m or 0.0, at=one.last_at, age_s=max(0, int((at - one.last_at).total_seconds())),
        )
        for one in found.select_related("user").order_by("-last_at", "id")
        if one.last_point is not None and one.last_at is not None
    ]  # fmt: skip


ON_DUTY = """
SELECT post.unit_id, min(ST_DistanceSphere(walk.last_point, ST_SetSRID(ST_MakePoint(%s, %s), 4326)))
FROM grids_patrol walk JOIN governance_post post ON post.user_id = walk.user_id
WHERE post.unit_id = ANY(%s) AND post.starts_at <= %s AND (post.ends_at IS NULL OR post.ends_at > %s)
  AND walk.stopped_at IS NULL AND walk.last_at > %s AND walk.last_point IS NOT NULL GROUP BY post.unit_id
"""
LIVE = timedelta(minutes=30)
"""A position older than this says nothing about who is near."""


def nearest_on_duty(*, unit_ids: Sequence[int], lon: float, lat: float, at: datetime) -> dict[int, float]:
    """For each of these units with staff on duty, how many metres away the nearest of them is; who that is, is not told."""
    return dict(ask(ON_DUTY, [lon, lat, list(unit_ids), at, at, at - LIVE]))


def days_present(*, user_id: int, since: datetime, at: datetime) -> list[date]:
    """The days on which somebody checked in at a point (到岗): attendance, without a word about minutes."""
    moments = CheckIn.objects.filter(user_id=user_id, at__gte=since, at__lte=at).values_list("at", flat=True)
    return sorted({timezone.localdate(moment) for moment in moments})
