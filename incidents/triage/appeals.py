"""Files of citizens' appeals as they are exported (诉求导出文件): read for measuring, never for filing."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from incidents.triage.features import UNKNOWN, Known, Past, role_of, stems_of

TIME = "%Y-%m-%d %H:%M:%S"
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

    A line without a readable time takes that of the line before; every line counts, however dirty.
    """
    before = datetime.min  # noqa: DTZ901 - exports carry local times without a zone
    appeals = []
    for row in _rows(path):
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


def _rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    return list(csv.DictReader(text.splitlines()))


def _cell(row: Mapping[str, str | None], *columns: str) -> str:
    """The first of the columns that says something."""
    values = ((row.get(column) or "").strip() for column in columns)
    return next((value for value in values if value not in {"", UNKNOWN}), "")


def _time(row: Mapping[str, str | None]) -> datetime | None:
    try:
        return datetime.strptime((row.get(CREATED) or "").strip(), TIME)  # noqa: DTZ007 - as above
    except ValueError:
        return None
