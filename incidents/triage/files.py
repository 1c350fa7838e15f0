"""Files of others as rows of text (外来表格): whatever order the columns have, whichever Chinese encoding, however ragged the lines."""

import csv
import io
import sys
from pathlib import Path

UTF16 = (b"\xff\xfe", b"\xfe\xff")
BROKEN = "\ufffd"
FEW = 10
"""One broken character in so many foreign ones is damage; more is another encoding."""


class UnknownForm(ValueError):
    """The file is of no known form; the text says what is missing."""


def rows_of(path: Path) -> list[dict[str, str]]:
    """The lines under their column names, stripped; a cell that is missing is "". A doubled or nameless column is left out.

    UnknownForm for what is no table; OSError where there is no such file.
    """
    csv.field_size_limit(sys.maxsize)
    text = _text(path.read_bytes()).replace("\x00", "")
    try:
        lines = [line for line in csv.reader(io.StringIO(text, newline="")) if any(map(str.strip, line))]
    except csv.Error as error:
        raise UnknownForm(f"{path.name}: {error}") from error
    if not lines:
        raise UnknownForm(f"{path.name}: is empty")
    names = [name.strip() for name in lines[0]]
    places = {name: names.index(name) for name in names if name}
    return [{name: line[place].strip() if place < len(line) else "" for name, place in places.items()} for line in lines[1:]]


def _text(raw: bytes) -> str:
    """UTF-16 by its mark, else UTF-8 unless too much of it is none, else GB 18030; a broken byte costs its own character only."""
    if raw.startswith(UTF16):
        return raw.decode("utf-16", errors="replace")
    text = raw.decode("utf-8-sig", errors="replace")
    foreign = sum(not letter.isascii() for letter in text)
    return text if text.count(BROKEN) * FEW <= foreign else raw.decode("gb18030", errors="replace")
