"""Datums of longitude/latitude (坐标基准): WGS-84, CGCS2000, and the two shifted Chinese map systems.

The shift of GCJ-02 and BD-09 is a published formula with fixed constants; it has no EPSG code, so PROJ cannot do
it. CGCS2000 differs from WGS-84 by centimetres and is treated as equal. Degrees throughout; pure and numpy-free.
"""

from collections.abc import Callable
from enum import StrEnum
from math import atan2, cos, hypot, pi, sin, sqrt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.errors import Invalid

Pair = tuple[float, float]

SEMI_MAJOR = 6378245.0  # Krasovsky 1940, metres, as the formula has it
ECCENTRICITY_SQUARED = 0.00669342162296594323
BD_ANGLE = pi * 3000.0 / 180.0
BD_OFFSET = (0.0065, 0.006)
CHINA = (72.004, 0.8293, 137.8347, 55.8271)  # west, south, east, north: outside this box the shift is not applied
SETTLED = 1e-11  # degrees, about a micrometre
ROUNDS = 30


class Datum(StrEnum):
    """What a pair of degrees refers to (坐标基准). Every coordinate that comes in names one."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @property
    def label(self) -> Promise:
        """The name shown to people."""
        return LABELS[self]


LABELS: dict[Datum, Promise] = {
    Datum.WGS84: _("WGS-84（卫星定位）"),
    Datum.CGCS2000: _("CGCS2000（国家大地坐标系）"),
    Datum.GCJ02: _("GCJ-02（高德、腾讯地图）"),
    Datum.BD09: _("BD-09（百度地图）"),
}


class UnknownDatum(Invalid):
    """A coordinate came with no datum, or one that is not in `Datum` (未知坐标基准)."""

    code = "unknown_datum"
    message = _("未知坐标基准：须为 wgs84、cgcs2000、gcj02 或 bd09。")


def datum_named(name: str | None) -> Datum:
    """The datum of that name; UnknownDatum for anything else, None and "" included: a datum is never guessed."""
    try:
        return Datum((name or "").strip().lower())
    except ValueError:
        raise UnknownDatum(datum=name) from None


def to_storage(*, lon: float, lat: float, datum: Datum | str | None) -> Pair:
    """Degrees as they are stored (WGS-84 = CGCS2000, SRID 4326) from degrees in `datum`; refuses an unknown datum.

    The shift is undone by iteration, so that going there and back returns to within a micrometre.
    """
    match datum_named(datum):
        case Datum.GCJ02:
            return gcj02_to_wgs84(lon=lon, lat=lat)
        case Datum.BD09:
            inner_lon, inner_lat = bd09_to_gcj02(lon=lon, lat=lat)
            return gcj02_to_wgs84(lon=inner_lon, lat=inner_lat)
        case _:
            return lon, lat


def from_storage(*, lon: float, lat: float, datum: Datum | str | None) -> Pair:
    """Degrees in `datum`, for drawing on a map that uses it, from stored degrees; refuses an unknown datum."""
    match datum_named(datum):
        case Datum.GCJ02:
            return wgs84_to_gcj02(lon=lon, lat=lat)
        case Datum.BD09:
            inner_lon, inner_lat = wgs84_to_gcj02(lon=lon, lat=lat)
            return gcj02_to_bd09(lon=inner_lon, lat=inner_lat)
        case _:
            return lon, lat


def in_china(*, lon: float, lat: float) -> bool:
    """Whether the shift formula applies: the customary box, which is wider than the country."""
    west, south, east, north = CHINA
    return west <= lon <= east and south <= lat <= north


def wgs84_to_gcj02(*, lon: float, lat: float) -> Pair:
    """GCJ-02 degrees of a WGS-84 point; the same point outside China."""
    if not in_china(lon=lon, lat=lat):
        return lon, lat
    east, north = _shift_metres(lon - 105.0, lat - 35.0)
    flattened = 1 - ECCENTRICITY_SQUARED * sin(lat / 180.0 * pi) ** 2
    metres_per_lat = SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED) / (flattened * sqrt(flattened)) * pi / 180.0
    metres_per_lon = SEMI_MAJOR / sqrt(flattened) * cos(lat / 180.0 * pi) * pi / 180.0
    return lon + east / metres_per_lon, lat + north / metres_per_lat


def gcj02_to_wgs84(*, lon: float, lat: float) -> Pair:
    """WGS-84 degrees of a GCJ-02 point; the same point outside China."""
    return _undone(wgs84_to_gcj02, lon, lat)


def gcj02_to_bd09(*, lon: float, lat: float) -> Pair:
    """BD-09 degrees of a GCJ-02 point; the same point outside China."""
    if not in_china(lon=lon, lat=lat):
        return lon, lat
    length = hypot(lon, lat) + 0.00002 * sin(lat * BD_ANGLE)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * BD_ANGLE)
    return length * cos(angle) + BD_OFFSET[0], length * sin(angle) + BD_OFFSET[1]


def bd09_to_gcj02(*, lon: float, lat: float) -> Pair:
    """GCJ-02 degrees of a BD-09 point; the same point outside China."""
    return _undone(gcj02_to_bd09, lon, lat)


def _undone(forward: Callable[..., Pair], lon: float, lat: float) -> Pair:
    """The point that `forward` carries to (lon, lat), by fixed-point iteration: the shift changes slowly."""
    guess_lon, guess_lat = lon, lat
    for _round in range(ROUNDS):
        there_lon, there_lat = forward(lon=guess_lon, lat=guess_lat)
        miss_lon, miss_lat = lon - there_lon, lat - there_lat
        guess_lon, guess_lat = guess_lon + miss_lon, guess_lat + miss_lat
        if abs(miss_lon) < SETTLED and abs(miss_lat) < SETTLED:
            break
    return guess_lon, guess_lat


def _shift_metres(x: float, y: float) -> Pair:
    """The shift to the east and to the north in metres, at x = lon - 105 and y = lat - 35 degrees."""
    shared = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + shared
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + shared
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y / 30.0 * pi)) * 2.0 / 3.0
    return east, north
