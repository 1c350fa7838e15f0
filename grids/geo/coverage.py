"""Do the grids cover an area once and wholly (覆盖检查)? Pairs that overlap, gaps, and what sticks out, in m2.

Overlay is done on longitude/latitude as stored, so that a shared edge is shared exactly; sizes are ellipsoidal areas of
the results (see `measure`), not areas in some projection. No tolerance is applied to positions, only to sizes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from grids.geo.measure import Floats, metres_per_degree, square_metres

TOLERANCE = 1.0  # m2
HALF = 0.5  # results below half the tolerance by a rough measure are not measured exactly

Cell = tuple[str, BaseGeometry]
Shapes = np.ndarray[Any, np.dtype[np.object_]]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two cells that share ground: their codes in order, how much, and a point in the shared part."""

    first: str
    second: str
    square_metres: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of ground: a gap of no cell (`code` empty), or the part of cell `code` beyond the outer area."""

    code: str
    square_metres: float
    lon: float
    lat: float
    geometry: Polygon


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is wrong, worst first. `sound` when nothing is."""

    overlaps: tuple[Overlap, ...]
    gaps: tuple[Patch, ...]
    beyond: tuple[Patch, ...]

    @property
    def sound(self) -> bool:
        """No overlap, no gap, nothing beyond the outer area."""
        return not (self.overlaps or self.gaps or self.beyond)


Found = TypeVar("Found", Overlap, Patch)


def coverage(*, cells: Sequence[Cell], outer: BaseGeometry | None = None, tolerance_m2: float = TOLERANCE) -> Coverage:
    """The faults of the cells over `tolerance_m2` square metres each. Geometries are valid polygons in degrees (SRID 4326).

    Without `outer` only holes enclosed by cells count as gaps and nothing is beyond.
    """
    codes = [code for code, _geometry in cells]
    shapes = np.array([geometry for _code, geometry in cells], dtype=object)
    whole = shapely.union_all(shapes)
    missing = _holes(whole) if outer is None else [shapely.difference(outer, whole)]
    gaps = [patch for piece in missing for patch in _patches("", piece, tolerance_m2)]
    beyond = [] if outer is None else list(_beyond(codes, shapes, outer, tolerance_m2))
    return Coverage(
        overlaps=_worst_first(_overlaps(codes, shapes, tolerance_m2)),
        gaps=_worst_first(gaps),
        beyond=_worst_first(beyond),
    )


def _overlaps(codes: Sequence[str], shapes: Shapes, tolerance_m2: float) -> Iterator[Overlap]:
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    shared = shapely.intersection(shapes[left], shapes[right])
    for index in np.flatnonzero(_rough(shared) > tolerance_m2 * HALF):
        size = square_metres(shared[index])
        if size > tolerance_m2:
            point = shapely.point_on_surface(shared[index])
            first, second = sorted((codes[left[index]], codes[right[index]]))
            yield Overlap(first, second, size, point.x, point.y)


def _beyond(codes: Sequence[str], shapes: Shapes, outer: BaseGeometry, tolerance_m2: float) -> Iterator[Patch]:
    shapely.prepare(outer)
    crossing = np.flatnonzero(~shapely.covers(outer, shapes))
    for index, rest in zip(crossing, shapely.difference(shapes[crossing], outer), strict=True):
        yield from _patches(codes[int(index)], rest, tolerance_m2)


def _patches(code: str, ground: BaseGeometry, tolerance_m2: float) -> Iterator[Patch]:
    parts = shapely.get_parts(ground)
    for part in parts[_rough(parts) > tolerance_m2 * HALF]:
        size = square_metres(part)
        if part.geom_type == "Polygon" and size > tolerance_m2:
            point = shapely.point_on_surface(part)
            yield Patch(code, size, point.x, point.y, part)


def _holes(whole: BaseGeometry) -> list[BaseGeometry]:
    return [Polygon(hole) for part in shapely.get_parts(whole) for hole in getattr(part, "interiors", ())]


def _rough(geometries: Shapes) -> Floats:
    """Areas in m2 by one scale per geometry, to within a percent: only to leave out what is far too small."""
    bounds = shapely.bounds(geometries).reshape(-1, 4)
    scales = [0.0 if np.isnan(lat) else np.prod(metres_per_degree(lat=lat)) for lat in bounds[:, [1, 3]].mean(axis=1)]
    return np.asarray(shapely.area(geometries) * scales)


def _worst_first(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(sorted(found, key=lambda fault: -fault.square_metres))
