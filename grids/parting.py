"""Dividing one area (分割范围) by a line or by polygons, without losing or doubling ground. Pure."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from governance.errors import Invalid
from grids.geo import FileRefused, open_source, read_areas, square_metres
from grids.geo.crs import crs_named

PAIR = re.compile(r"(-?\d+(?:\.\d+)?)[\s,]+(-?\d+(?:\.\d+)?)")
LINE = re.compile(r"\s*(LINESTRING)?[\s(]*[-\d.\s,;]+\)?\s*", re.IGNORECASE)
LINE_FILE_CAP = 1 << 20
TOLERANCE_M2 = 1.0
LEAST = 2


@dataclass(frozen=True, slots=True)
class Parting:
    """What divides, in degrees: a line, or polygons of which each keeps its part, with the codes the file has for them."""

    line: LineString | None = None
    polygons: tuple[BaseGeometry, ...] = ()
    codes: tuple[str, ...] = ()


def parting_of(text: str, *, crs: str | None = None) -> Parting:
    """What divides, from the words of a command: `lon lat, lon lat, ...`, or a file of one line or of polygons.

    `crs` as for any file; in a text the first number is x. Refuses Invalid or FileRefused, each with its reason.
    """
    path = Path(text)
    if LINE.fullmatch(text) and not path.is_file():
        return Parting(line=_line([(float(x), float(y)) for x, y in PAIR.findall(text)], crs))
    if not path.is_file():
        raise FileRefused("no_such_file", _("文件不存在或无法读取：%(path)s") % {"path": path.name})
    points = _line_in(path)
    if points is not None:
        return Parting(line=_line(points, crs))
    reading = read_areas(source=open_source(path=path, crs=crs), code_required=False)
    if reading.refused:
        first = reading.refused[0]
        raise Invalid(_("第 %(number)d 个要素：%(why)s") % {"number": first.number, "why": first.fault.text})
    codes = tuple(row.code for row in reading.rows)
    return Parting(polygons=tuple(row.geometry for row in reading.rows), codes=codes if all(codes) else ())


def parted(area: MultiPolygon, *, by: Parting) -> list[MultiPolygon]:
    """The parts of the area, at least two; together they are exactly the area and they do not overlap.

    By a line: from north to south, then west to east. By polygons: in their order; what they leave over up to a square
    metre goes to its neighbour. Refuses Invalid, with square metres, when the line does not cross or the polygons do
    not fit.
    """
    parts = _by_line(area, by.line) if by.line is not None else _by_polygons(area, by.polygons)
    if len(parts) < LEAST:
        raise Invalid(_("没有把网格分开：至少要分成两部分。"))
    return parts


def _line(points: Sequence[tuple[float, float]], crs: str | None) -> LineString:
    if len(points) < LEAST:
        raise Invalid(_("分割线至少要有两个点，例如 114.34 22.69, 114.35 22.70。"))
    line = LineString(points)
    return line if crs is None else shapely.transform(line, crs_named(crs).conversion())


def _line_in(path: Path) -> list[tuple[float, float]] | None:
    """The points of a small GeoJSON file that holds one line; None when it holds anything else."""
    try:
        held = json.loads(path.read_bytes()) if path.stat().st_size <= LINE_FILE_CAP else None
        for name in ("features", "geometry"):
            if isinstance(held, dict) and name in held:
                held = held[name][0]["geometry"] if name == "features" and len(held[name]) == 1 else held[name]
        if isinstance(held, dict) and held.get("type") == "LineString":
            return [(float(point[0]), float(point[1])) for point in held["coordinates"]]
    except (ValueError, TypeError, KeyError, IndexError, OSError, RecursionError):
        return None
    return None


def _by_line(area: MultiPolygon, line: LineString) -> list[MultiPolygon]:
    if len(area.geoms) > 1:
        raise Invalid(_("网格由多块组成，请用多边形文件划分。"))
    if not line.is_valid or line.length == 0:
        raise Invalid(_("分割线至少要有两个不同的点。"))
    pieces = [_polygons(piece) for piece in split(area.geoms[0], line).geoms]
    return sorted(pieces, key=_reading_order)


def _reading_order(shape: BaseGeometry) -> tuple[float, float]:
    point = shape.representative_point()
    return -point.y, point.x


def _by_polygons(area: MultiPolygon, polygons: Sequence[BaseGeometry]) -> list[MultiPolygon]:
    rest: BaseGeometry = area
    parts: list[BaseGeometry] = []
    for number, polygon in enumerate(polygons, start=1):
        taken = shapely.intersection(area, polygon)
        part = shapely.intersection(rest, polygon)
        lost = square_metres(taken) - square_metres(part)
        if lost > TOLERANCE_M2:
            raise Invalid(_("第 %(number)d 个多边形与前面的重叠 %(size).1f 平方米。") % {"number": number, "size": lost})
        if square_metres(part) <= TOLERANCE_M2:
            raise Invalid(_("第 %(number)d 个多边形不在网格内。") % {"number": number})
        parts.append(part)
        rest = shapely.difference(rest, polygon)
    left = square_metres(rest)
    if left > TOLERANCE_M2:
        raise Invalid(_("网格有 %(size).1f 平方米不在任何多边形内。") % {"size": left})
    return [_polygons(part) for part in _given_away(rest, parts)]


def _given_away(rest: BaseGeometry, parts: Sequence[BaseGeometry]) -> Iterator[BaseGeometry]:
    """Each crumb of the rest to the part it touches first."""
    crumbs = [crumb for crumb in shapely.get_parts(rest) if crumb.area > 0]
    for part in parts:
        mine = [crumb for crumb in crumbs if crumb.intersects(part)]
        crumbs = [crumb for crumb in crumbs if crumb not in mine]
        yield shapely.union_all([part, *mine]) if mine else part


def _polygons(shape: BaseGeometry) -> MultiPolygon:
    return MultiPolygon([piece for piece in _flat(shape) if isinstance(piece, Polygon)])


def _flat(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for piece in shapely.get_parts(shape):
        yield from _flat(piece) if hasattr(piece, "geoms") else (piece,)
