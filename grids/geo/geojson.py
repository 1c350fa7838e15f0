"""GeoJSON files (RFC 7946), feature by feature. Rings are checked before GEOS would close them silently."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon

from grids.geo.crs import Crs, crs_named
from grids.geo.datum import Datum
from grids.geo.features import Caps, Contents, Feature, counted, unclosed_fault, vertex_fault
from grids.geo.jsonstream import JsonStream, encoding_of
from grids.geo.measure import Floats
from grids.geo.refusals import Fault, FileRefused, Reason, RowRefused

RFC7946 = Crs(name="crs84", datum=Datum.WGS84)
LEAST_POSITIONS = 4


def read_geojson(*, path: Path, caps: Caps) -> Contents:
    """Everything of a FeatureCollection, or of a single Feature or geometry. Refuses what is not GeoJSON."""
    features: list[Feature] = []
    members: dict[str, object] = {}
    with path.open(encoding=encoding_of(path)) as file:
        stream = JsonStream(file, cap=caps.bytes // 2)
        for name in stream.names():
            if name == "features" and stream.starts_list():
                features.extend(counted(_features(stream, start=len(features), caps=caps), caps=caps))
                members[name] = True
            else:
                members[name] = stream.value()
    if "features" not in members:
        lone = members if members.get("type") == "Feature" else {"geometry": members}
        features.extend(counted([_feature(1, lone, caps=caps)], caps=caps))
    if not isinstance(members.get("type"), str):
        raise FileRefused("unknown_format", _("不是 GeoJSON 文件。"))
    silent = "crs" not in members
    return Contents(
        features=tuple(features),
        in_file=None if silent else _crs_of(members["crs"]),
        assumed=RFC7946 if silent else None,
    )


def _crs_of(member: object) -> Crs | None:
    """The system of the old `crs` member; null is "unknown" there, which must then be declared."""
    if member is None:
        return None
    with suppress(KeyError, TypeError):
        return crs_named(str(member["properties"]["name"]))  # type: ignore[index]  # whatever is there, or refused
    raise FileRefused("crs_unknown", _("不认识的坐标系：%(name)s") % {"name": str(member)[:80]})


def _features(stream: JsonStream, *, start: int, caps: Caps) -> Iterator[Feature]:
    for number, item in enumerate(stream.items(), start=start + 1):
        yield _feature(number, item, caps=caps)


def _feature(number: int, item: object, *, caps: Caps) -> Feature:
    """One feature; what is wrong with its geometry becomes its fault."""
    if not isinstance(item, dict):
        return Feature(number, {}, fault=Fault(Reason.NOT_POLYGON, _("不是 GeoJSON 要素。")))
    known = item.get("properties")
    properties: dict[str, object] = dict(known) if isinstance(known, dict) else {}
    if "id" in item:
        properties.setdefault("id", item["id"])
    vertices = 0
    try:
        polygons = _polygons_of(item.get("geometry"))
        vertices = sum(len(ring) for polygon in polygons for ring in polygon)
        if fault := vertex_fault(vertices, caps=caps):
            raise RowRefused(fault)
        parts: list[Polygon] = [_polygon(polygon) for polygon in polygons]
    except RowRefused as refused:
        return Feature(number, properties, fault=refused.fault, vertices=vertices)
    except (TypeError, ValueError, OverflowError):
        return Feature(number, properties, fault=Fault(Reason.BAD_COORDINATES, _("坐标格式有误。")), vertices=vertices)
    return Feature(number, properties, geometry=MultiPolygon(parts), vertices=vertices)


def _polygons_of(geometry: object) -> list[list[list[object]]]:
    """The coordinates as a list of polygons, each a list of rings."""
    if not isinstance(geometry, Mapping) or not geometry.get("coordinates"):
        kind = geometry.get("type") if isinstance(geometry, Mapping) else None
        if kind in {None, "Polygon", "MultiPolygon"}:
            raise RowRefused(Fault(Reason.EMPTY, _("没有图形。")))
        raise RowRefused(Fault(Reason.NOT_POLYGON, _("不是多边形，而是 %(kind)s。") % {"kind": kind}))
    coordinates = geometry["coordinates"]
    match geometry.get("type"):
        case "Polygon":
            return [coordinates]
        case "MultiPolygon":
            return list(coordinates)
        case kind:
            raise RowRefused(Fault(Reason.NOT_POLYGON, _("不是多边形，而是 %(kind)s。") % {"kind": kind}))


def _polygon(rings: list[list[object]]) -> Polygon:
    outer, *holes = (_ring(ring) for ring in rings)
    return Polygon(outer, holes)


def _ring(ring: list[object]) -> Floats:
    """The positions of a ring, heights left out; refuses one that is empty, too short, unclosed or not finite."""
    if not ring:
        raise RowRefused(Fault(Reason.EMPTY, _("没有图形。")))
    positions = [_pair(position) for position in ring]
    pairs = np.array(positions)
    if not np.isfinite(pairs).all():
        raise RowRefused(Fault(Reason.BAD_COORDINATES, _("坐标不是有限数值。")))
    if positions[0] != positions[-1]:
        raise RowRefused(unclosed_fault(positions[0], positions[-1]))
    if len(positions) < LEAST_POSITIONS:
        raise RowRefused(Fault(Reason.COLLINEAR, _("环少于四个点，不成面。"), place=positions[0]))
    return pairs


def _pair(position: object) -> tuple[float, float]:
    match position:
        case [int() | float() as x, int() | float() as y, *_height]:
            return float(x), float(y)
    raise TypeError
