"""The way in for photos (照片接收): `clean`, `thumbnail`, `content_hash`. Never a 500: a photo is taken or refused."""

import hashlib
import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from governance.pictures.bare import is_bare
from governance.pictures.darkroom import DARKROOM, Darkroom
from governance.pictures.kinds import is_other_kind, kind_of
from governance.pictures.refusals import PictureRefused

MOST_BYTES = 20 * 1024 * 1024
LONG_SIDE = 2560
THUMBNAIL_SIDE = 320


@dataclass(frozen=True, slots=True)
class Position:
    """Where a photo says it was taken (拍摄位置), WGS-84. To be shown to the sender for consent, never stored unasked."""

    longitude: float
    latitude: float
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A photo as it may be kept: a JPEG of bare pixels, and its SHA-256 (32 bytes).

    `position` and `taken_at` come from the original's EXIF and are in no way part of `jpeg`. `taken_at` is aware;
    a camera that states no offset is taken to be in China.
    """

    jpeg: bytes = field(repr=False)
    width: int
    height: int
    sha256: bytes = field(repr=False)
    position: Position | None = field(default=None, repr=False)
    taken_at: datetime | None = None


def content_hash(data: bytes) -> bytes:
    """SHA-256 of exactly these bytes (内容摘要): of what a phone sent, or of what is kept."""
    return hashlib.sha256(data).digest()


def clean(data: bytes, *, darkroom: Darkroom = DARKROOM) -> CleanPicture:
    """A photo without anything but its pixels, upright, at most 2560 px on its long side.

    Refuses (PictureRefused): too_large over 20 MB, wrong_kind, not_a_picture, too_many_pixels, truncated,
    could_not_process, busy. Takes about as long as decoding does; call it outside a transaction.
    """
    return _developed(data, side=LONG_SIDE, darkroom=darkroom)


def thumbnail(data: bytes, *, side: int = THUMBNAIL_SIDE, darkroom: Darkroom = DARKROOM) -> bytes:
    """A small JPEG of bare pixels with a long side of at most `side`. Refuses as `clean` does."""
    return _developed(data, side=side, darkroom=darkroom).jpeg


def _developed(data: bytes, *, side: int, darkroom: Darkroom) -> CleanPicture:
    if len(data) > MOST_BYTES:
        raise PictureRefused("too_large")
    kind = kind_of(data)
    if kind is None:
        raise PictureRefused("wrong_kind" if is_other_kind(data) else "not_a_picture")
    head, jpeg = darkroom.ask({"kind": kind.value, "side": side}, data)
    if "refused" in head:
        raise PictureRefused(str(head["refused"]))
    try:
        return _read(head, jpeg, side)
    except (KeyError, TypeError, ValueError):
        raise PictureRefused("could_not_process") from None


def _read(head: dict[str, Any], jpeg: bytes, side: int) -> CleanPicture:
    """The child's answer, believed no further than it can be checked."""
    width, height = int(head["width"]), int(head["height"])
    if not (0 < width <= side and 0 < height <= side and is_bare(jpeg)):
        raise ValueError("not what was asked for")
    taken = head["taken_at"]
    return CleanPicture(
        jpeg=jpeg,
        width=width,
        height=height,
        sha256=content_hash(jpeg),
        position=None if head["position"] is None else _position(*head["position"]),
        taken_at=None if taken is None else datetime.fromisoformat(taken),
    )


def _position(longitude: float, latitude: float, accuracy_m: float | None) -> Position:
    numbers = [float(longitude), float(latitude), float(accuracy_m or 0)]
    if not all(math.isfinite(number) for number in numbers) or abs(numbers[0]) > 180 or abs(numbers[1]) > 90:  # noqa: PLR2004 - degrees
        raise ValueError("not a position")
    return Position(numbers[0], numbers[1], numbers[2] if accuracy_m and accuracy_m > 0 else None)
