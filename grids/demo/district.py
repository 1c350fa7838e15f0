"""The communities the demo is built on, and a flat frame of metres over the district (演示底图)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from grids.geo import metres_per_degree, open_source, read_areas

FOLDER = Path(__file__).resolve().parent.parent / "data" / "pingshan"
COMMUNITIES = FOLDER / "communities_approximate_wgs84.geojson"
ORIGIN = (114.35, 22.69)  # the middle of the district; metres are true here, and to a thousandth at its edges
SCALE = metres_per_degree(lat=ORIGIN[1])
DISTRICT = "广东省深圳市坪山区"

Shape = TypeVar("Shape", bound=BaseGeometry)


@dataclass(frozen=True, slots=True)
class Community:
    """One community with the name of its street; the outline is approximate, in degrees."""

    code: str
    name: str
    street: str
    outline: Polygon


@cache
def communities() -> tuple[Community, ...]:
    """The communities that have an outline, by code: 23 of the 25."""
    rows = read_areas(source=open_source(path=COMMUNITIES)).rows
    return tuple(
        Community(row.code, row.name, str(row.properties["street_name"]), row.geometry.geoms[0])
        for row in sorted(rows, key=lambda row: row.code)
    )


def in_metres(shape: Shape) -> Shape:
    """A shape in degrees as one in metres east and north of the origin."""
    return shapely.transform(shape, lambda pairs: (pairs - ORIGIN) * SCALE)


def in_degrees(shape: Shape, *, decimals: int) -> Shape:
    """A shape in metres as one in degrees, rounded."""
    return shapely.transform(shape, lambda pairs: (pairs / SCALE + ORIGIN).round(decimals))
