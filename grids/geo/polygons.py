"""What is wrong with a polygon, and its one normal form (多边形检查)."""

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from grids.geo.measure import square_metres
from grids.geo.refusals import Fault, Reason

SRID = 4326  # longitude/latitude in degrees; CGCS2000 (EPSG:4490) is treated as equal
FLATNESS = 1e-9  # area of the hull over squared girth: below this it is points on a line that rounding has moved apart
LEAST_AREA = 0.01  # m2


def shape_fault(geometry: BaseGeometry | None) -> Fault | None:
    """Why the geometry cannot be an area, in the numbers of its own file; None when it can.

    Names the place as GEOS does: Self-intersection[x y]. Looks at the shape only, in the plane of the file.
    """
    if geometry is None or geometry.is_empty:
        return Fault(Reason.EMPTY, _("没有图形。"))
    if geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        return Fault(Reason.NOT_POLYGON, _("不是多边形，而是 %(kind)s。") % {"kind": geometry.geom_type})
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        return Fault(Reason.BAD_COORDINATES, _("坐标不是有限数值。"))
    if any(_flat(part) for part in shapely.get_parts(geometry)):
        return _collinear(geometry)
    if geometry.is_valid:
        return None
    said = shapely.is_valid_reason(geometry)
    text = _("多边形无效：%(said)s") % {"said": said}
    return Fault(Reason.INVALID, text, place=_place_in(said), preview=_repair_preview(geometry))


def stored_fault(geometry: BaseGeometry) -> Fault | None:
    """The same question after conversion to degrees, where an area in square metres can be told too."""
    fault = shape_fault(geometry)
    if fault is None and any(square_metres(part) < LEAST_AREA for part in shapely.get_parts(geometry)):
        return _collinear(geometry)
    return fault


def normal_form(geometry: BaseGeometry) -> MultiPolygon:
    """A MultiPolygon, flat, outer rings anticlockwise and holes clockwise (RFC 7946), SRID 4326."""
    flat = shapely.orient_polygons(shapely.force_2d(geometry))
    return shapely.set_srid(MultiPolygon(list(shapely.get_parts(flat))), SRID)


def _flat(part: BaseGeometry) -> bool:
    """Whether all points lie on one line. The hull decides: a symmetric bow-tie has no area either, but is no line."""
    least = FLATNESS * part.length**2
    return bool(part.area <= least and part.convex_hull.area <= least)


def _collinear(geometry: BaseGeometry) -> Fault:
    x, y = shapely.get_coordinates(geometry)[0]
    text = _("各顶点在一条直线上，面积为零，位于 [%(x)s %(y)s]。") % {"x": float(x), "y": float(y)}
    return Fault(Reason.COLLINEAR, text, place=(float(x), float(y)))


def _place_in(said: str) -> tuple[float, float] | None:
    """The coordinates GEOS puts in square brackets after its reason."""
    match said.partition("[")[2].partition("]")[0].split():
        case [x, y, *_height]:
            return float(x), float(y)
    return None


def _repair_preview(geometry: BaseGeometry) -> str:
    """What make_valid would give. Only told, never applied: a bow-tie becomes two areas nobody drew."""
    repaired = shapely.make_valid(geometry)
    parts = [part for part in shapely.get_parts(repaired) if part.geom_type == "Polygon"]
    return _("自动修复会得到 %(count)d 个多边形（%(kind)s），须人工确认。") % {
        "count": len(parts),
        "kind": repaired.geom_type,
    }
