"""Whether a JPEG is bare (无附加信息): only what pixels need, and nothing after its end."""

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
APP0, SOS = 0xE0, 0xDA
JFIF_LENGTH = 16
# quantisation and Huffman tables, frame headers (baseline, extended, progressive), restart interval
ALLOWED = frozenset({0xDB, 0xC4, 0xC0, 0xC1, 0xC2, 0xDD, SOS})


def is_bare(jpeg: bytes) -> bool:
    """True when every segment is needed for the pixels, the JFIF header has no thumbnail, and the end is the end."""
    if not (jpeg.startswith(SOI) and jpeg.endswith(EOI)):
        return False
    at = 2
    while at + 4 <= len(jpeg):
        mark, code, length = jpeg[at], jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        jfif = code == APP0 and at == len(SOI) and length == JFIF_LENGTH
        if mark != 0xFF or not (jfif or code in ALLOWED):  # noqa: PLR2004 - the marker byte
            return False
        at += 2 + length
        if code == SOS:
            at = _after_scan(jpeg, at)
            if jpeg[at : at + 2] == EOI:
                return at + 2 == len(jpeg)
    return False


def _after_scan(jpeg: bytes, at: int) -> int:
    """Where the coded pixels end: at the first marker that is neither a stuffed zero nor a restart."""
    while True:
        at = jpeg.find(b"\xff", at)
        if at < 0 or at + 1 >= len(jpeg):
            return len(jpeg)
        following = jpeg[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:  # noqa: PLR2004 - RST0 to RST7
            return at
        at += 2
