"""Rows of a CSV file (CSV 读取), with the line each begins at. Memory stays flat, cells and columns are bounded."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from residents.sheets.encoding import encoding_of
from residents.sheets.unreadable import Unreadable

LONGEST_CELL, MOST_COLUMNS = 10_000, 500
DELIMITERS = (",", "\t", ";")

Row = tuple[int, list[str]]


def delimiter_of(path: Path, encoding: str) -> str:
    """Comma, tab or semicolon: whichever the first lines have most of."""
    with path.open(encoding=encoding, newline="") as file:
        start = file.read(8192)
    return max(DELIMITERS, key=lambda sign: (start.count(sign), -DELIMITERS.index(sign)))


def rows(path: Path, encoding: str | None = None) -> Iterator[Row]:
    """Each row that is not blank, as text. Unreadable for broken quoting and cells or rows beyond all bounds."""
    found = encoding or encoding_of(path)
    with path.open(encoding=found, newline="") as file:
        yield from checked_rows(csv.reader(file, delimiter=delimiter_of(path, found), strict=True), 1)


def checked_rows(reader: Any, first: int, *, blank: bool = False) -> Iterator[Row]:
    """The rows of a reader whose first line has that number, blank ones only when asked for; Unreadable as `rows`."""
    csv.field_size_limit(LONGEST_CELL)
    line = first
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise Unreadable("too_many_columns", line=line)
            if blank or any(row):
                yield line, row
            line = first + reader.line_num
    except csv.Error as error:
        raise Unreadable("cell_too_long" if "limit" in str(error) else "csv_broken", line=line) from error
