"""What a file is, by its first bytes and never by its name or what the client says (文件类型)."""

import re
from enum import StrEnum

MEGAPIXEL = 1_000_000
_FTYP = slice(4, 8)
_BRANDS_UNTIL = 64


class Kind(StrEnum):
    """The four kinds of photo that are taken; the value is the decoder's name."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"

    @property
    def most_pixels(self) -> int:
        """The limit read from the header, before anything is decoded.

        WebP is lower: its decoder holds three copies of the canvas, and no camera writes it.
        """
        return 16 * MEGAPIXEL if self is Kind.WEBP else 40 * MEGAPIXEL


_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_HEIF_BRANDS = frozenset({b"mif1", b"msf1"})
_OTHER_KINDS = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"%PDF", b"PK\3\4", b"RIFF", b"\0\0\1\0", b"8BPS", b"\xff\x0a", b"<?xml")
_SVG = re.compile(rb"\s{0,64}(?:<!--[^>]{0,200}-->\s{0,64})?<svg[\s>]", re.IGNORECASE)


def kind_of(data: bytes) -> Kind | None:
    """The kind of photo, or None."""
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[_FTYP] == b"ftyp" and _is_heic(data):
        return Kind.HEIC
    return None


def is_other_kind(data: bytes) -> bool:
    """Whether this is a picture, film or document of a kind that is not taken, rather than no such thing at all."""
    return data.startswith(_OTHER_KINDS) or data[_FTYP] == b"ftyp" or _SVG.match(data[:400]) is not None


def _is_heic(data: bytes) -> bool:
    size = min(int.from_bytes(data[:4], "big"), _BRANDS_UNTIL, len(data))
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, size - 3, 4))}
    return bool(brands & _HEIC_BRANDS) or (bool(brands & _HEIF_BRANDS) and b"avif" not in brands)
