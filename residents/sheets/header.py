"""Finds and reads the header of a table (表头): which column is which field. An unknown column stops the import (F11)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from residents.declaration.excluded import squashed, why_excluded
from residents.declaration.field import Declaration
from residents.declaration.files import rows as data_rows
from residents.sheets.csvfile import Row
from residents.sheets.unreadable import Unreadable

SEARCHED = 20
"""Lines in which the header may stand; titles and group rows above it are passed over."""
TEMPLATE = re.compile(r"模板[:：\s]*([a-z]+-\d+)")
TOTALS = ("合计", "总计", "小计", "共计")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands, what is written there, and the field key of each column (none for a blank one)."""

    line: int
    labels: tuple[str, ...]
    keys: tuple[str | None, ...]


@cache
def aliases() -> dict[str, str]:
    """Other usual names of columns."""
    return {squashed(row["label"]): row["key"] for row in data_rows("aliases.csv")}


def names(declared: Declaration) -> dict[str, str]:
    """Every name that stands for a field: key, Chinese and English label, and the usual others."""
    found = {name: key for name, key in aliases().items() if key in declared.by_key}
    for field in declared.fields:
        for name in (field.label_en, field.label, field.key):
            found[squashed(name)] = field.key
    return found


def find_header(first: list[Row], known: Mapping[str, str], *, required: str, template: str, computed: frozenset[str]) -> Header:
    """The header among the first rows: the one with most known names, among them the required one.

    Unreadable when there is none, when a column is unknown, excluded, computed or there twice, or for another template's file.
    """
    for _line, row in first:
        for cell in row:
            other = TEMPLATE.search(cell)
            if other and other[1] != template:
                raise Unreadable("template_version", columns=[other[1]])
    best: tuple[int, int, list[str]] | None = None
    for line, row in first[:SEARCHED]:
        hits = [known.get(squashed(cell)) for cell in row if cell.strip()]
        if required in hits and (best is None or sum(map(bool, hits)) > best[0]):
            best = (sum(map(bool, hits)), line, row)
    if best is None:
        refuse_excluded([cell for _line, row in first[:2] for cell in row])
        raise Unreadable("header_missing")
    return read_header(best[1], best[2], known, computed)


def read_header(line: int, labels: list[str], known: Mapping[str, str], computed: frozenset[str]) -> Header:
    """The field of each column."""
    keys = [known.get(squashed(label)) if label.strip() else None for label in labels]
    unknown = [label.strip() for label, key in zip(labels, keys, strict=True) if label.strip() and key is None]
    refuse_excluded(unknown)
    if unknown:
        raise Unreadable("column_unknown", line=line, columns=unknown)
    named = [key for key in keys if key]
    twice = sorted({key for key in named if named.count(key) > 1})
    if twice:
        raise Unreadable("column_twice", line=line, columns=twice)
    return Header(line, tuple(labels), tuple(None if key in computed else key for key in keys))


def refuse_excluded(labels: list[str]) -> None:
    """Unreadable when a column is one that may not be collected."""
    found = [f"{label}：{kind.reason}" for label in labels if (kind := why_excluded(label)) is not None]
    if found:
        raise Unreadable("column_excluded", columns=found)


def is_total(row: Sequence[str]) -> bool:
    """Whether a row only sums up the table."""
    first = next((cell.strip() for cell in row if cell.strip()), "")
    return first.startswith(TOTALS)
