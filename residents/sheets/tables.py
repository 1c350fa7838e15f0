"""Rows of a file as checked columns (列表), whichever way they were read: what is sealed of each row, and what is read together. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from residents.declaration.field import CLASSES
from residents.sheets.columns import Column
from residents.sheets.csvfile import Row


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a file are: those that are checked, and those that only place a row."""

    columns: Sequence[Column]
    places: Sequence[tuple[int, str]]
    width: int


@dataclass(slots=True)
class Table:
    """Some rows, checked column by column; each list has one entry for each row."""

    lines: Sequence[int]
    cells: Callable[[int], Sequence[str]]
    """The texts of a row as they were written."""
    sealed: list[Sequence[bytes]] = field(default_factory=list)
    """For each class the pieces of the row, joined."""
    read: dict[str, Sequence[str]] = field(default_factory=dict)
    places: dict[str, Sequence[str]] = field(default_factory=dict)
    wrong: dict[int, list[tuple[str, str]]] = field(default_factory=dict)


def table_of_rows(layout: Layout, rows: Sequence[Row]) -> Table:
    """The table of rows that were read cell by cell, all of them as wide as the layout."""
    texts = list(zip(*(cells for _line, cells in rows), strict=True))
    found = Table([line for line, _cells in rows], lambda at: rows[at][1])
    pieces: list[list[list[bytes]]] = [[] for _label in CLASSES]
    for column in layout.columns:
        made = column.pieces(texts[column.at])
        if column.place is not None:
            pieces[column.place].append(made)
        if column.read:
            found.read[column.key] = column.values(texts[column.at])
        for at, why in column.faults(texts[column.at]):
            found.wrong.setdefault(at, []).append((column.key, why))
    found.sealed = [list(map(b"".join, zip(*parts, strict=True))) if parts else [b""] * len(rows) for parts in pieces]
    found.places = {key: texts[at] for at, key in layout.places}
    return found
