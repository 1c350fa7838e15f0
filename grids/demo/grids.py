"""Demo grids (演示网格): each community's cells numbered and named, and a few exclusive grids inside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, cos, pi, sin
from random import Random

import shapely
from shapely.geometry import MultiPolygon, Polygon

from grids.demo.dice import dice
from grids.demo.district import Community, communities, in_degrees, in_metres
from grids.demo.names import SCHOOLS, Names
from grids.demo.partition import DECIMALS, cells_of
from grids.geo.polygons import normal_form

GENERAL, EXCLUSIVE = "general", "exclusive"
CAMPUSES = (("school", SCHOOLS), ("hospital", ("医院",)), ("park", ("公园",)))
CAMPUS_EVERY = 3  # one community in three has an exclusive grid
ROOM_NEEDED = 190.0  # metres from the middle of a campus to the border of the grid around it
CORNERS = 8


@dataclass(frozen=True, slots=True)
class GridRow:
    """One grid (网格): 15-digit code, kind "general" or "exclusive", area in WGS-84 (SRID 4326).

    `site` tells what an exclusive grid is: school, hospital or park; "" for a general one.
    """

    code: str
    name: str
    kind: str
    community_code: str
    area: MultiPolygon
    site: str = ""


@cache
def _grids(seed: int) -> tuple[GridRow, ...]:
    places = communities()
    cells = cells_of(places, seed=seed)
    names = Names(dice(seed, "sites"))
    return tuple(
        row
        for index, place in enumerate(places)
        for row in _numbered(place, _with_campus(cells[place.code], index, dice(seed, "campus", place.code), names))
    )


def demo_grids(*, seed: int) -> list[GridRow]:
    """All grids of the demo district by code, over 200; together they cover its communities once and wholly.

    They are numbered within the community from north to south in rows, each from west to east.
    """
    return list(_grids(seed))


Site = tuple[Polygon, str, str]  # area, what it is, its name


def _with_campus(cells: Sequence[Polygon], index: int, random: Random, names: Names) -> list[Site]:
    """The cells, and in some communities a campus cut out of the cell with the most room."""
    sites: list[Site] = [(cell, "", "") for cell in cells]
    if index % CAMPUS_EVERY:
        return sites
    what, endings = CAMPUSES[index // CAMPUS_EVERY % len(CAMPUSES)]
    roomy = [number for number, cell in enumerate(cells) if _room(cell) > ROOM_NEEDED]
    if not roomy:
        return sites
    host = random.choice(roomy)
    campus = _campus(cells[host], random)
    around = Polygon(cells[host].exterior, [*cells[host].interiors, campus.exterior])
    sites[host] = (around, "", "")
    return [*sites, (campus, what, names.fresh(endings))]


def _room(cell: Polygon) -> float:
    """Metres from the most inner point of the cell to its border."""
    return float(shapely.length(shapely.maximum_inscribed_circle(in_metres(cell), tolerance=5)))


def _campus(cell: Polygon, random: Random) -> Polygon:
    """A round-cornered block in the middle of the cell, well away from its border."""
    radius = shapely.maximum_inscribed_circle(in_metres(cell), tolerance=5)
    middle = shapely.get_point(radius, 0)
    turn, wide, high = random.uniform(0, pi), random.uniform(110, 140), random.uniform(80, 105)
    corners = []
    for corner in range(CORNERS):
        angle = 2 * pi * (corner + random.uniform(-0.2, 0.2)) / CORNERS
        x, y = wide * cos(angle), high * sin(angle)
        corners.append((middle.x + x * cos(turn) - y * sin(turn), middle.y + x * sin(turn) + y * cos(turn)))
    return in_degrees(Polygon(corners), decimals=DECIMALS)


def _numbered(place: Community, sites: Sequence[Site]) -> list[GridRow]:
    rows = []
    for number, (area, what, name) in enumerate(_in_reading_order(sites), start=1):
        rows.append(
            GridRow(
                code=f"{place.code}{number:03d}",
                name=f"{name}（专属网格）" if what else f"{place.name}第{number}网格",
                kind=EXCLUSIVE if what else GENERAL,
                community_code=place.code,
                area=normal_form(area),
                site=what,
            )
        )
    return rows


def _in_reading_order(sites: Sequence[Site]) -> list[Site]:
    """Rows from north to south, each from west to east: CJ/T 349 numbers cells so."""
    southward = sorted(sites, key=lambda site: -site[0].centroid.y)
    width = ceil(len(southward) ** 0.5)
    rows = [southward[start : start + width] for start in range(0, len(southward), width)]
    return [site for row in rows for site in sorted(row, key=lambda site: site[0].centroid.x)]
