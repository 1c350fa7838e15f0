"""Cases on the map (一张图): counters of areas when far, compact rows when near; always the list's scope.

Counters come from the kept tallies, so a far view costs the same with a million cases as with a hundred.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum

from governance.access.actor import Actor, code_in
from governance.codes import Level
from grids import queries as grids
from incidents.models import Incident, Tally
from incidents.queries.counts import sees_by_area_only
from incidents.queries.queue import Bounds, Filters, matching
from incidents.rules import SEES_AREA
from incidents.workflow import OPEN

POINTS = 400
"""Above this many points in view, areas are counted instead: a row takes about 45 bytes and an answer at most 20 KB."""

LEVEL_OF_ZOOM = ((11, Level.STREET), (14, Level.COMMUNITY))


@dataclass(frozen=True, slots=True)
class Counter:
    """An area with its cases: centre in WGS-84 degrees."""

    code: str
    name: str
    lon: float
    lat: float
    count: int


def level_for(zoom: int) -> Level:
    """Which areas carry the counters at a zoom."""
    for top, level in LEVEL_OF_ZOOM:
        if zoom <= top:
            return level
    return Level.GRID


def points(*, actor: Actor, filters: Filters, at: datetime) -> list[Incident] | None:
    """The cases in view, newest first, or None when there are more than POINTS."""
    rows = matching(actor=actor, filters=filters, at=at).filter(point__isnull=False)
    found = list(rows.only("pk", "point", "state", "category_id", "due_at", "received_at", "placing")[: POINTS + 1])
    return None if len(found) > POINTS else found


def counters(*, actor: Actor, filters: Filters, zoom: int, at: datetime) -> list[Counter]:
    """Cases per area in view, by the areas of that zoom."""
    level = level_for(zoom)
    return [
        Counter(code, centre.name, centre.lon, centre.lat, count)
        for code, count in sorted(by_area(actor=actor, level=level, filters=filters, at=at).items())
        if (centre := grids.centre_of(code)) is not None and (filters.bbox is None or _inside(centre.lon, centre.lat, filters.bbox))
    ]


def by_area(*, actor: Actor, level: Level, filters: Filters, at: datetime) -> dict[str, int]:
    """Cases per area code of that level; what lies wider than the level counts at its own code."""
    rows: list[tuple[str, int]]
    if sees_by_area_only(actor) and not _narrow(filters):
        states: Sequence[str] = filters.states or tuple(OPEN)
        scope = Q(code__startswith=filters.code) & code_in("code", actor.scopes(SEES_AREA))
        rows = list(Tally.objects.filter(scope, state__in=states).values_list("code").annotate(total=Sum("count")))
    else:
        seen = matching(actor=actor, filters=filters, at=at).order_by()
        rows = list(seen.values_list("code").annotate(total=Count("pk")))
    found: dict[str, int] = {}
    for code, total in rows:
        if total:
            found[code[:level]] = found.get(code[:level], 0) + total
    return found


def _narrow(filters: Filters) -> bool:
    """Whether a filter asks for more than area and state, which is all that the tallies know."""
    return bool(filters.category_id or filters.unit_id or filters.text or filters.overdue or filters.mine or filters.since or filters.until)


def _inside(lon: float, lat: float, bbox: Bounds) -> bool:
    west, south, east, north = bbox
    return west <= lon <= east and south <= lat <= north
