"""The two things read from a photo's own data before that data is dropped: where and when it was taken."""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PIL.Image import Exif

EXIF_IFD, GPS_IFD = 0x8769, 0x8825
LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE, ERROR_M = 1, 2, 3, 4, 31
TAKEN_AT, TAKEN_OFFSET = 0x9003, 0x9011
CHINA = "+08:00"

_OFFSET = re.compile(r"[+-][0-9]{2}:[0-9]{2}")


def position(exif: Exif) -> tuple[float, float, float | None] | None:
    """Longitude, latitude (WGS-84, as the EXIF standard has it) and the error in metres where given.

    None where anything is missing, out of range or not a number; also at 0,0, which is no place but a lost fix.
    """
    gps = exif.get_ifd(GPS_IFD)
    latitude = _angle(gps, LATITUDE, LATITUDE_REF, "S", 90)
    longitude = _angle(gps, LONGITUDE, LONGITUDE_REF, "W", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return longitude, latitude, _number(gps.get(ERROR_M))


def taken_at(exif: Exif) -> str | None:
    """ISO time with its offset; a camera that states none is taken to be in China. None where unreadable."""
    tags = exif.get_ifd(EXIF_IFD)
    offset = _text(tags.get(TAKEN_OFFSET))
    try:
        taken = datetime.strptime(  # noqa: DTZ007 - the offset is a tag of its own, put on below
            _text(tags.get(TAKEN_AT)), "%Y:%m:%d %H:%M:%S"
        )
        stamp = taken.isoformat() + (offset if _OFFSET.fullmatch(offset) else CHINA)
        return datetime.fromisoformat(stamp).isoformat()
    except ValueError:
        return None


def _angle(gps: Mapping[int, Any], tag: int, ref_tag: int, negative: str, most: float) -> float | None:
    parts = gps.get(tag)
    if not isinstance(parts, tuple) or len(parts) != 3:  # noqa: PLR2004 - degrees, minutes, seconds
        return None
    numbers = [_number(part) for part in parts]
    if None in numbers:
        return None
    degrees, minutes, seconds = (number or 0.0 for number in numbers)
    angle = degrees + minutes / 60 + seconds / 3600
    if not 0 <= angle <= most:
        return None
    return -angle if _text(gps.get(ref_tag)).upper() == negative else angle


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return value.strip("\0 ") if isinstance(value, str) else ""
