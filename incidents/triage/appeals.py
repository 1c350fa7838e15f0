"""Files of citizens' appeals as they are exported (诉求导出文件): read for measuring, never for filing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from incidents.triage.features import UNKNOWN, Known, Past, role_of, stems_of
from incidents.triage.files import UnknownForm, rows_of

DATES, CLOCKS = ("%Y-%m-%d", "%Y%m%d"), ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f")
TIMES = tuple(date + clock for date in DATES for clock in reversed(CLOCKS))
EMPTY = frozenset({"", UNKNOWN, "--", "—", "/", "nan", "null", "none", "n/a", "无"})
"""What files write where they know nothing."""

WHOLE = re.compile(r"(\d+)\.0+")
"""A number that a spreadsheet made of an id: 1805.0."""

COLUMNS: Mapping[str, tuple[str, str]] = {
    "sub": ("SUB_TYPE_ID", "SUB_TYPE_NAME"),
    "main": ("MAIN_TYPE_ID", "MAIN_TYPE_NAME"),
    "kind": ("EVENT_TYPE_ID", "EVENT_TYPE_NAME"),
    "street": ("STREET_ID", "STREET_NAME"),
    "community": ("COMMUNITY_ID", "COMMUNITY_NAME"),
    "source": ("EVENT_SRC_ID", "EVENT_SRC_NAME"),
}
"""Each field with the columns that may tell it, better one first: ids outlive names."""

UNIT_ID, UNIT_NAME = "DISPOSE_UNIT_ID", "DISPOSE_UNIT_NAME"
STREET_NAME, COMMUNITY_NAME, CREATED = "STREET_NAME", "COMMUNITY_NAME", "CREATE_TIME"


@dataclass(frozen=True, slots=True)
class Appeal:
    """A line: what was known, who had it ("" when the line does not say), the unit's name, its place names."""

    known: Known
    unit: str
    unit_name: str
    places: tuple[str, str]
    at: datetime


def read_appeals(path: Path, *, by_name: bool = False) -> list[Appeal]:
    """The lines of a file. The unit is its id (one unit may have carried several names), or its name when asked or when there is no id.

    A line without a readable time takes that of the line before; every line counts, however dirty. UnknownForm when no column
    tells the unit, or none what or where it was.
    """
    rows = [{name.upper(): value for name, value in row.items()} for row in rows_of(path)]
    _expect(path, {name for row in rows for name in row})
    before = datetime.min  # noqa: DTZ901 - exports carry local times without a zone
    appeals = []
    for row in rows:
        before = _time(row) or before
        unit = _cell(row, UNIT_NAME, UNIT_ID) if by_name else _cell(row, UNIT_ID, UNIT_NAME)
        known = Known(**{name: _cell(row, *columns) or UNKNOWN for name, columns in COLUMNS.items()})
        appeals.append(Appeal(known, unit, _cell(row, UNIT_NAME), (_cell(row, STREET_NAME), _cell(row, COMMUNITY_NAME)), before))
    return appeals


def handled(appeals: Sequence[Appeal]) -> list[Past]:
    """Those whose unit is known, as past cases."""
    first = next((appeal.at for appeal in appeals if appeal.at.year > 1), datetime(2000, 1, 1))  # noqa: DTZ001 - as above
    return [Past(appeal.known, appeal.unit, max(appeal.at, first)) for appeal in appeals if appeal.unit]


def roles_in(appeals: Sequence[Appeal]) -> dict[str, str]:
    """The role of each unit, from its latest name without the places that the file names."""
    stems = stems_of(place for appeal in appeals for place in appeal.places)
    return {appeal.unit: role_of(appeal.unit_name, stems) for appeal in appeals if appeal.unit and appeal.unit_name}


def _expect(path: Path, columns: set[str]) -> None:
    if columns.isdisjoint({UNIT_ID, UNIT_NAME}):
        raise UnknownForm(f"{path.name}: needs a column {UNIT_ID} or {UNIT_NAME}")
    if columns.isdisjoint({column for either in COLUMNS.values() for column in either}):
        raise UnknownForm(f"{path.name}: needs columns such as {', '.join(COLUMNS['sub'] + COLUMNS['street'])}")


def _cell(row: Mapping[str, str], *columns: str) -> str:
    """The first of the columns that says something."""
    values = (row.get(column, "") for column in columns)
    return next((WHOLE.sub(r"\1", value) if WHOLE.fullmatch(value) else value for value in values if value.lower() not in EMPTY), "")


def _time(row: Mapping[str, str]) -> datetime | None:
    told = row.get(CREATED, "").replace("/", "-").replace("T", " ")
    for form in TIMES:
        try:
            return datetime.strptime(told, form)  # noqa: DTZ007 - as above
        except ValueError:
            continue
    return None
