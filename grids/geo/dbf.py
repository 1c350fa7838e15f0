"""The text encoding of a dBase table without a .cpg file (属性表编码): Chinese shapefiles often lack one."""

import codecs
import struct
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from grids.geo.refusals import FileRefused

HEADER, DESCRIPTOR, LAST = 32, 32, 0x0D


def dbf_encoding(path: Path) -> str:
    """UTF-8 if every text fits it, else GB18030; refuses a table with neither. Texts cut off inside a character pass."""
    try:
        texts = set(_texts(path.read_bytes()))
    except (struct.error, IndexError):
        raise FileRefused("broken_file", _("属性表 .dbf 已损坏。")) from None
    for name in ("UTF-8", "GB18030"):
        if all(_fits(text, name) for text in texts):
            return name
    raise FileRefused("broken_file", _("文件编码不是 UTF-8 或 GB18030。"))


def _texts(table: bytes) -> Iterator[bytes]:
    """The column names and the values of the text columns."""
    start, width = struct.unpack_from("<HH", table, 8)
    spans, at = [], 1  # a record starts with its deletion mark
    for place in range(HEADER, start - 1, DESCRIPTOR):
        descriptor = table[place : place + DESCRIPTOR]
        if len(descriptor) < DESCRIPTOR or descriptor[0] == LAST:
            break
        yield descriptor[:11].split(b"\0")[0]
        if descriptor[11:12] == b"C":
            spans.append((at, at + descriptor[16]))
        at += descriptor[16]
    for record in range(start, len(table) - max(width, 1) + 1, max(width, 1)):
        for first, last in spans:
            yield table[record + first : record + last].rstrip(b" \0")


def _fits(text: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(text)
    except UnicodeDecodeError:
        return False
    return True
