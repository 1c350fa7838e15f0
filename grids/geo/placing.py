"""Carrying one geometry of a file to where it is stored (落位), never silently to the wrong place."""

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from grids.geo.crs import Crs
from grids.geo.measure import Floats
from grids.geo.position import EAST_MOST, NORTH_MOST
from grids.geo.refusals import Fault, Reason, RowRefused


class Placing:
    """Converts from the file's system to WGS-84 and asks whether the result can be true.

    `within`, when given, is the outline of the area the file is about. A geometry beyond it, or beyond the ranges of
    degrees, is refused; when it would fit with x and y exchanged, the refusal says so and nothing is exchanged.
    """

    def __init__(self, crs: Crs, *, within: BaseGeometry | None, swap_axes: bool) -> None:
        self._convert = crs.conversion()
        self._within = within
        self._swap_axes = swap_axes
        if within is not None:
            shapely.prepare(within)

    def placed(self, geometry: BaseGeometry) -> BaseGeometry:
        """The geometry in longitude/latitude; heights are left out."""
        placed = self._converted(geometry, exchanged=self._swap_axes)
        if self._fits(placed):
            return placed
        other = self._converted(geometry, exchanged=not self._swap_axes)
        x, y = shapely.get_coordinates(geometry)[0].tolist()
        if self._fits(other):
            text = _("经纬度（或纵横坐标）疑似颠倒：[%(x)s %(y)s] 交换后落在范围内；确认后请按交换坐标轴重新读取。")
            raise RowRefused(Fault(Reason.SWAPPED_AXES, text % {"x": x, "y": y}, place=(x, y)))
        if not _in_range(placed):
            text = _("坐标 [%(x)s %(y)s] 超出坐标系范围，请核对坐标系。")
            raise RowRefused(Fault(Reason.OUT_OF_RANGE, text % {"x": x, "y": y}, place=(x, y)))
        text = _("图形不在本区范围内，位于 [%(x)s %(y)s]。")
        raise RowRefused(Fault(Reason.OUTSIDE_AREA, text % {"x": x, "y": y}, place=(x, y)))

    def _converted(self, geometry: BaseGeometry, *, exchanged: bool) -> BaseGeometry:
        def carry(pairs: Floats) -> Floats:
            return self._convert(pairs[:, ::-1] if exchanged else pairs)

        return shapely.transform(geometry, carry)

    def _fits(self, geometry: BaseGeometry) -> bool:
        return _in_range(geometry) and (self._within is None or bool(shapely.intersects(self._within, geometry)))


def _in_range(geometry: BaseGeometry) -> bool:
    pairs = shapely.get_coordinates(geometry)
    return bool((np.abs(pairs) <= (EAST_MOST, NORTH_MOST)).all())
