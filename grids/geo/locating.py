"""Which grid a point is in (定位到网格), from an index in memory. The tie rule of the whole system is written here.

**Tie rule (边界归属规则).** A grid holds its own border (`covers`). A point on a border that two or more grids share
belongs to the grid with the lowest code. PostGIS gives the same answer with
`ST_Covers(outline, point) ORDER BY code COLLATE "C" LIMIT 1`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

import numpy as np
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from grids.geo.measure import metres_per_degree
from grids.geo.position import known_position, plausible


class Kind(StrEnum):
    """How a point lies to the grids."""

    INSIDE = "inside"  # one grid holds it
    BORDER = "border"  # two or more hold it; the lowest code wins
    OUTSIDE = "outside"  # a position, but in no grid
    NOWHERE = "nowhere"  # no position at all: absent, NaN, zero island, beyond the ranges of degrees


@dataclass(frozen=True, slots=True)
class Located:
    """The answer for one point: `code` is "" outside and nowhere; `others` are the further grids on a border."""

    kind: Kind
    code: str = ""
    others: tuple[str, ...] = ()


OUTSIDE = Located(Kind.OUTSIDE)
NOWHERE = Located(Kind.NOWHERE)


class Locator:
    """An index over published grids, built once and then only read; safe to share between threads.

    `cells` are (code, geometry) with WKB or EWKB bytes, or shapely geometries, in longitude/latitude (SRID 4326). The grids
    may be of any number; an empty locator answers OUTSIDE.
    """

    def __init__(self, *, cells: Iterable[tuple[str, bytes | memoryview | BaseGeometry]]) -> None:
        ordered = sorted(cells, key=lambda cell: cell[0])  # so that the lowest index is the lowest code
        self._codes = [code for code, _shape in ordered]
        self._shapes = np.array([_shape_of(shape) for _code, shape in ordered], dtype=object)
        self._tree = shapely.STRtree(self._shapes)
        self._inside = [Located(Kind.INSIDE, code) for code in self._codes]
        shapely.prepare(self._shapes)
        west, south, east, north = shapely.bounds(self._shapes).reshape(-1, 4).T
        # asking once at a point within its bounds builds each inner index now, before threads share it
        shapely.intersects_xy(self._shapes, (west + east) / 2, (south + north) / 2)

    def __len__(self) -> int:
        return len(self._codes)

    def locate(self, *, lon: float | None, lat: float | None) -> Located:
        """Where one point lies, in storage degrees. Every input has an answer, none raises."""
        known = known_position(lon=lon, lat=lat)
        if known is None or not plausible(lon=known[0], lat=known[1]):
            return NOWHERE
        x, y = known
        near = self._tree.query(Point(x, y))
        return self._answer([index for index in near.tolist() if shapely.intersects_xy(self._shapes[index], x, y)])

    def locate_many(self, *, points: Sequence[tuple[float | None, float | None]]) -> list[Located]:
        """The same for many points (lon, lat) at once, in their order; several times faster per point."""
        usable = [
            index
            for index, (lon, lat) in enumerate(points)
            if (known := known_position(lon=lon, lat=lat)) and plausible(lon=known[0], lat=known[1])
        ]
        answers = [NOWHERE] * len(points)
        pairs = np.array([points[index] for index in usable], dtype=float).reshape(-1, 2)
        which, near = self._tree.query(shapely.points(pairs))
        held = shapely.intersects_xy(self._shapes[near], pairs[which, 0], pairs[which, 1])
        holders: list[list[int]] = [[] for _index in usable]
        for point, cell in zip(which[held].tolist(), near[held].tolist(), strict=True):
            holders[point].append(cell)
        for index, found in zip(usable, holders, strict=True):
            answers[index] = self._answer(found)
        return answers

    def touched(self, *, lon: float, lat: float, radius_m: float) -> tuple[str, ...]:
        """The codes of all grids that a circle of `radius_m` metres touches, lowest first.

        Distances are taken in the plane at the point, right to a millimetre per kilometre of radius; borders count.
        """
        if not (isfinite(radius_m) and radius_m >= 0):
            raise ValueError(f"not a radius in metres: {radius_m!r}")
        east, north = metres_per_degree(lat=lat)
        reach_east, reach_north = radius_m / east, radius_m / north
        box = shapely.box(lon - reach_east, lat - reach_north, lon + reach_east, lat + reach_north)
        near = self._tree.query(box)
        flat = shapely.transform(self._shapes[near], lambda pairs: (pairs - (lon, lat)) * (east, north))
        touching = near[shapely.dwithin(flat, Point(0, 0), radius_m)]
        return tuple(self._codes[index] for index in sorted(touching.tolist()))

    def crosses(self, *, lon: float, lat: float, radius_m: float) -> bool:
        """Whether the accuracy circle touches more than one grid, so that none may be assigned by itself."""
        return len(self.touched(lon=lon, lat=lat, radius_m=radius_m)) > 1

    def _answer(self, holders: list[int]) -> Located:
        """The tie rule: `holders` are indexes of the grids that hold the point, and indexes follow codes."""
        if not holders:
            return OUTSIDE
        if len(holders) == 1:
            return self._inside[holders[0]]
        lowest, *others = sorted(holders)
        return Located(Kind.BORDER, self._codes[lowest], tuple(self._codes[index] for index in others))


def _shape_of(shape: bytes | memoryview | BaseGeometry) -> BaseGeometry:
    return shape if isinstance(shape, BaseGeometry) else shapely.from_wkb(bytes(shape))
