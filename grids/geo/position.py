"""Whether a reported pair is a position at all, and whether its axes were swapped (位置校验)."""

from math import isfinite

from shapely import box, intersects_xy
from shapely.geometry.base import BaseGeometry

from grids.geo.datum import Pair

Bounds = tuple[float, float, float, float]
EAST_MOST, NORTH_MOST = 180, 90  # degrees
ZERO_ISLAND = 0.01  # degrees; a receiver without a fix says 0,0, and there is no land within a kilometre of it


def known_position(*, lon: float | None, lat: float | None) -> Pair | None:
    """The pair, or None when it is no position: absent, NaN, infinite, or at the zero island (0, 0).

    None means "ask for a pin or an address", never an error. A pair beyond the ranges of degrees is given back as it
    is: it may have swapped axes, see `swap_suggestion`, and `plausible` says whether it can be stored.
    """
    if lon is None or lat is None or not (isfinite(lon) and isfinite(lat)):
        return None
    if abs(lon) < ZERO_ISLAND and abs(lat) < ZERO_ISLAND:
        return None
    return lon, lat


def plausible(*, lon: float, lat: float) -> bool:
    """Whether the pair lies within the ranges of longitude and latitude."""
    return abs(lon) <= EAST_MOST and abs(lat) <= NORTH_MOST


def swap_suggestion(*, lon: float, lat: float, within: BaseGeometry | Bounds) -> Pair | None:
    """The pair the other way round, when only that way it lies in the district; else None.

    `within` is the outline of the district or its bounds (west, south, east, north), WGS-84 degrees. This only
    suggests: nobody moves a point without the person who reported it agreeing.
    """
    area = within if isinstance(within, BaseGeometry) else box(*within)
    if intersects_xy(area, lon, lat) or not intersects_xy(area, lat, lon):
        return None
    return lat, lon
