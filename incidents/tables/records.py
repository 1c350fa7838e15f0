"""Lines to cells (拆分单元格): quotes, cells that hold a line break, and a quote that is never closed."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from incidents.tables.lines import Line

MOST_LINES = 40
"""A quoted cell that runs over more lines was never closed."""


@dataclass(frozen=True, slots=True)
class Record:
    """The cells that begin on a line, or why there are none."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""


def records(lines: Iterable[Line], *, delimiter: str) -> Iterator[Record]:
    """One record after the other. A quote without its end refuses the line it stands on; reading goes on with the next."""
    waiting: deque[Line] = deque()
    source = iter(lines)
    while (line := _next(waiting, source)) is not None:
        if line.text is None:
            yield Record(line.number, (), _("有无法识别的字节，或整行过长。"))
        elif not line.text.strip():
            continue
        elif '"' not in line.text:
            yield Record(line.number, tuple(line.text.split(delimiter)))
        else:
            yield _quoted(line, waiting, source, delimiter)


def _next(waiting: deque[Line], source: Iterator[Line]) -> Line | None:
    return waiting.popleft() if waiting else next(source, None)


def _quoted(line: Line, waiting: deque[Line], source: Iterator[Line], delimiter: str) -> Record:
    """A record with quotes, of as many lines as its quotes ask for."""
    taken: list[Line] = []
    text = line.text or ""
    while text.count('"') % 2 and len(taken) < MOST_LINES:
        following = _next(waiting, source)
        if following is None:
            break
        taken.append(following)
        text += "\n" + (following.text or "")
    if not text.count('"') % 2 and all(one.text is not None for one in taken):
        try:
            return Record(line.number, tuple(next(csv.reader([text], delimiter=delimiter, strict=True))))
        except csv.Error:
            pass
    waiting.extendleft(reversed(taken))
    return Record(line.number, (), _("引号不成对。"))
