"""A table with a header (带表头的表格): columns by name in any order, each row with its line."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from governance.errors import Invalid
from incidents.tables.lines import Lines
from incidents.tables.records import records

DELIMITERS = (",", "\t", ";")
CONTROL = frozenset(map(chr, range(32))) | {"\x7f"}


class TableRefused(Invalid):
    """The whole file is not taken. Codes: no_file, not_a_table, columns_missing, columns_twice."""

    def __init__(self, code: str, message: str | Promise, **extra: Any) -> None:
        super().__init__(message, **extra)
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a line by column name, without blanks around them; or why the line cannot be read."""

    line: int
    values: Mapping[str, str]
    fault: str = ""


class Table:
    """A file with a known header. `rows()` goes through it once, each time from its beginning."""

    def __init__(self, path: Path, names: Sequence[str], delimiter: str) -> None:
        self.names = tuple(names)
        self._path = path
        self._delimiter = delimiter
        self._lines = Lines(path)

    @property
    def done(self) -> float:
        """Which part of the file was read, from 0 to 1."""
        return self._lines.read / self._lines.size if self._lines.size else 1.0

    def rows(self) -> Iterator[Row]:
        """Every line below the header but blank ones."""
        found = records(self._lines, delimiter=self._delimiter)
        next(found, None)
        for record in found:
            if record.fault:
                yield Row(record.line, {}, record.fault)
            elif any(cell.strip() for cell in record.cells):
                yield self._row(record.line, record.cells)

    def _row(self, line: int, cells: Sequence[str]) -> Row:
        width = len(self.names)
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            return Row(line, {}, _("有 %(found)d 列，表头有 %(width)d 列。") % {"found": len(cells), "width": width})
        values = {name: cell.strip() for name, cell in zip(self.names, cells, strict=False)}
        for name, value in values.items():
            if not CONTROL.isdisjoint(value) and not CONTROL.isdisjoint(value.replace("\n", "").replace("\t", "")):
                return Row(line, {}, _("%(column)s 含有控制字符。") % {"column": name})
        return Row(line, values)


def open_table(path: Path, *, required: Collection[str]) -> Table:
    """Open a CSV (comma, tab or semicolon; see `encoding_of`). Column names are compared without case, blanks and width.

    A required column may have several spellings, as "name|minor_name". Refuses (TableRefused) what is no text table and
    one whose header lacks a required column, naming those missing.
    """
    try:
        begin = _first_bytes(path)
    except OSError as error:
        raise TableRefused("no_file", _("文件不存在或无法读取：%(path)s") % {"path": path.name}) from error
    if begin.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableRefused("not_a_table", _("这是 Excel 或压缩文件，请另存为 CSV。"))
    first = next((line.text for line in Lines(path)), None) or ""
    delimiter = max(DELIMITERS, key=first.count)
    header = next(records(Lines(path), delimiter=delimiter), None)
    names = [column(cell) for cell in header.cells] if header else []
    while names and not names[-1]:
        names.pop()
    missing = [name for name in required if not any(column(spelling) in names for spelling in name.split("|"))]
    if missing:
        raise TableRefused("columns_missing", _("表头缺少列：%(names)s") % {"names": "、".join(missing)}, missing=missing)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise TableRefused("columns_twice", _("表头有重复的列：%(names)s") % {"names": "、".join(twice)}, twice=twice)
    return Table(path, names, delimiter)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def column(cell: str) -> str:
    """A column's name as it is compared: lower case, half width, without blanks around it."""
    return unicodedata.normalize("NFKC", cell).strip().lower()
