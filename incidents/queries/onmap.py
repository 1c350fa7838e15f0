"""Cases on the map (一张图): counters of areas when far, compact rows when near; always the list's scope.

Counters come from the kept tallies, so a far view costs the same with a million cases as with a hundred.
"""

import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.db.models import Count

from governance.access.actor import Actor
from governance.codes import Level, within
from governance.prepared import ask
from grids import queries as grids
from grids.models import Layer
from incidents.queries.counts import elsewhere, narrow, sees_by_area_only
from incidents.queries.queue import Bounds, Filters, matching
from incidents.queries.rows import Row, as_rows, look_up
from incidents.rules import SEES_AREA
from incidents.workflow import OPEN

POINTS = 220
"""Above this many in view, areas are counted instead: a row takes 57 bytes, the titles up to 6 KB, an answer at most 20 KB."""

CASES = 3000
"""So many are looked up for the buildings in view."""

SEED, GOLDEN = 0.0003, 2.399963
"""Degrees between neighbours of a spread heap, and the golden angle."""

TALLIES = """
SELECT left(code, %s), sum(count)::bigint FROM incidents_tally WHERE code LIKE ANY(%s) AND code LIKE %s AND state = ANY(%s)
GROUP BY 1 HAVING sum(count) > 0
"""

LEVEL_OF_ZOOM = ((11, Level.STREET), (14, Level.COMMUNITY))


@dataclass(frozen=True, slots=True)
class Heap:
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


def points(*, actor: Actor, filters: Filters, at: datetime) -> list[Row] | None:
    """The cases in view or None when there are more than POINTS."""
    rows = matching(actor=actor, filters=filters, at=at).filter(point__isnull=False)
    found = look_up(as_rows(rows[: POINTS + 1]))
    if len(found) <= POINTS and not filters.ring:
        found += _spread(_known_by_community(actor, filters, at))
    return None if len(found) > POINTS else found


def by_building(*, actor: Actor, filters: Filters, at: datetime) -> dict[int, int]:
    """Cases per building in view, by the building's id: of those with a point that the actor may see, at most CASES."""
    rows = matching(actor=actor, filters=filters, at=at).filter(point__isnull=False)
    found = look_up(as_rows(rows.order_by("-received_at", "-id")[:CASES]))
    return grids.counted_by_building([(row.lon, row.lat) for row in found if row.lon is not None and row.lat is not None])


def _known_by_community(actor: Actor, filters: Filters, at: datetime) -> list[Row]:
    """Cases without a point whose community's middle is in view; none when no community's is."""
    drawn = grids.edition(Layer.DIVISIONS, Layer.GRIDS)
    bbox = filters.bbox or (-180, -90, 180, 90)
    scopes = [scope for scope in actor.scopes(SEES_AREA) if within(scope, filters.code) or within(filters.code, scope)]
    codes = {one.code for scope in scopes for one in grids.divisions_in(code=max(scope, filters.code, key=len), level=Level.COMMUNITY)}
    seen = [code for code in sorted(codes) if (centre := _centre(code, drawn)) and _inside(centre.lon, centre.lat, bbox)]
    if not seen:
        return []
    rows = matching(actor=actor, filters=replace(filters, bbox=None), at=at).filter(point__isnull=True, community__in=seen)
    return look_up(as_rows(rows.order_by("received_at", "id")[: POINTS + 1]))


def _spread(rows: list[Row]) -> list[Row]:
    """Each case near its community's middle, none on top of another: the seeds of a sunflower, some 30 m apart."""
    drawn, met, found = grids.edition(Layer.DIVISIONS, Layer.GRIDS), Counter[str](), []
    for row in rows:
        code = row.code[: Level.COMMUNITY]
        if (centre := _centre(code, drawn)) is None:
            continue
        number, met[code] = met[code], met[code] + 1
        away, turn = SEED * math.sqrt(number), number * GOLDEN
        found.append(row._replace(lon=centre.lon + away * math.cos(turn), lat=centre.lat + away * math.sin(turn)))
    return found


def counters(*, actor: Actor, filters: Filters, zoom: int, at: datetime) -> list[Heap]:
    """Cases per area in view, by the areas of that zoom."""
    level, drawn = level_for(zoom), grids.edition(Layer.DIVISIONS, Layer.GRIDS)
    return [
        Heap(code, centre.name, centre.lon, centre.lat, count)
        for code, count in sorted(by_area(actor=actor, level=level, filters=filters, at=at).items())
        if (centre := _centre(code, drawn)) is not None and (filters.bbox is None or _inside(centre.lon, centre.lat, filters.bbox))
    ]


@lru_cache(maxsize=20_000)
def _centre(code: str, _edition: str) -> grids.Centre | None:
    """The middle of an area in this edition of the map."""
    return grids.centre_of(code)


def by_area(*, actor: Actor, level: Level, filters: Filters, at: datetime) -> dict[str, int]:
    """Cases per area code of that level; what lies wider than the level counts at its own code."""
    seen = matching(actor=actor, filters=filters, at=at).order_by()
    found: dict[str, int] = {}
    if sees_by_area_only(actor) and not narrow(filters):
        scopes = [f"{scope}%" for scope in actor.scopes(SEES_AREA)]
        found = dict(ask(TALLIES, [int(level), scopes, f"{filters.code}%", list(filters.states or OPEN)]))
        seen = seen.filter(elsewhere(actor), state__in=filters.states or sorted(OPEN))
    for code, total in seen.values_list("code").annotate(total=Count("pk")):
        found[code[:level]] = found.get(code[:level], 0) + total
    return found


def _inside(lon: float, lat: float, bbox: Bounds) -> bool:
    west, south, east, north = bbox
    return west <= lon <= east and south <= lat <= north
