"""Circles to look into (扫描圆): around each place, the nearest places in their order."""

import numpy as np
from numpy.typing import NDArray

RADIUS_M = 1500.0
MOST_PLACES = 25
METRES_PER_DEGREE = 111_320.0


def neighbours(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each place the indexes of the places around it, itself first, and how far each is in metres; -1 beyond the reach.

    Distances on a plane that touches the earth at the middle of the places: exact to a thousandth within a district.
    """
    east = lon * METRES_PER_DEGREE * np.cos(np.radians(lat.mean()))
    north = lat * METRES_PER_DEGREE
    apart = np.hypot(east[:, None] - east[None, :], north[:, None] - north[None, :])
    count = min(MOST_PLACES, len(lon))
    order = np.argsort(apart, axis=1, kind="stable")[:, :count]
    far = np.take_along_axis(apart, order, axis=1)
    return np.where(far <= RADIUS_M, order, -1), far
