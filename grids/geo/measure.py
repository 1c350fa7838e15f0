"""Areas and distances on the ellipsoid (面积与距离), without a projection.

An edge is the straight line between two vertices in the longitude/latitude plane, as PostGIS `geometry(4326)` and
every GIS file have it. The area under such an edge is the integral of the authalic function, taken here with three
Gauss points, which is exact to far below a square millimetre for edges up to tens of kilometres. Two polygons that
share an edge share it in this measure too, so slivers are not made by measuring.
"""

from math import cos, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray
from shapely import get_coordinates, get_parts, get_rings
from shapely.geometry.base import BaseGeometry

SEMI_MAJOR = 6378137.0  # WGS-84, metres
FLATTENING = 1 / 298.257223563
ECCENTRICITY = sqrt(FLATTENING * (2 - FLATTENING))
GAUSS = ((0.5 - sqrt(0.15), 5 / 18), (0.5, 8 / 18), (0.5 + sqrt(0.15), 5 / 18))

Floats = NDArray[np.float64]


def square_metres(geometry: BaseGeometry) -> float:
    """The area of a polygon, multipolygon or collection in degrees (SRID 4326), in m2; lines and points count 0."""
    total = 0.0
    for part in get_parts(geometry):
        if part.geom_type in {"MultiPolygon", "GeometryCollection"}:
            total += square_metres(part)
        elif part.geom_type == "Polygon" and not part.is_empty:
            outer, *holes = (abs(_under_ring(get_coordinates(ring))) for ring in get_rings(part))
            total += outer - sum(holes)
    return total


def metres_per_degree(*, lat: float) -> tuple[float, float]:
    """Metres of one degree of longitude and of one degree of latitude on the ellipsoid at that latitude."""
    sine = sin(radians(lat))
    flattened = 1 - (ECCENTRICITY * sine) ** 2
    east = SEMI_MAJOR / sqrt(flattened) * cos(radians(lat))
    north = SEMI_MAJOR * (1 - ECCENTRICITY**2) / (flattened * sqrt(flattened))
    return radians(east), radians(north)


def _under_ring(ring: Floats) -> float:
    """The signed area inside a closed ring: positive when it runs clockwise."""
    middle = _authalic(np.radians(ring[:, 1].mean()))
    lon, lat = np.radians(ring[:, 0]), np.radians(ring[:, 1])
    rise = np.diff(lat)
    height = sum(weight * (_authalic(lat[:-1] + share * rise) - middle) for share, weight in GAUSS)
    return float(SEMI_MAJOR**2 / 2 * np.sum(np.diff(lon) * height))


def _authalic(lat: Floats) -> Floats:
    """Snyder's q (Map Projections, 3-12): twice the area from the equator to `lat`, per radian and squared radius."""
    sine = np.sin(lat)
    scaled = ECCENTRICITY * sine
    logarithm = np.arctanh(scaled) / ECCENTRICITY
    return np.asarray((1 - ECCENTRICITY**2) * (sine / (1 - scaled**2) + logarithm))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two places, each lon, lat in degrees: right to a metre over the few kilometres of a grid."""
    east, north = metres_per_degree(lat=(one[1] + other[1]) / 2)
    return float(sqrt(((one[0] - other[0]) * east) ** 2 + ((one[1] - other[1]) * north) ** 2))
