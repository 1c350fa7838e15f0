"""Which encoding a text file has (编码判定): a strict ladder, no guess. BOM, then UTF-8, then GB18030, each over the whole file (F3)."""

import codecs
from pathlib import Path

from residents.sheets.unreadable import Unreadable

CHUNK = 1 << 20
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LADDER = ("utf-8", "gb18030")
UNMARKED = 0.2
"""More NUL bytes than this in the beginning is UTF-16 without its mark."""


def encoding_of(path: Path) -> str:
    """The encoding in which every byte of the file is valid; Unreadable with the line of the first bad byte."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise Unreadable("empty")
    marked = next((name for bom, name in BOMS if start.startswith(bom)), None)
    if marked is None and start.count(0) > len(start) * UNMARKED:
        raise Unreadable("unmarked_utf16")
    bad = {name: first_bad_line(path, name) for name in ([marked] if marked else LADDER[:1])}
    if not marked and bad["utf-8"] is not None:
        bad["gb18030"] = first_bad_line(path, "gb18030")
    for name, line in bad.items():
        if line is None:
            return name
    raise Unreadable("broken_bytes", line=max(line for line in bad.values() if line is not None))


def first_bad_line(path: Path, encoding: str) -> int | None:
    """The line of the first byte that is not valid, or None when all are. Memory stays flat."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return lines + error.object[: error.start].count(b"\n")
            lines += text.count("\n")
            if not chunk:
                return None
