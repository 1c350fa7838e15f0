"""Units of the demonstration (演示机构): the district's centre, departments, street offices with their teams, communities."""

import csv
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from governance.access.actions import add_unit
from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Unit
from governance.codes import within
from incidents.actions.demo.measuring import UNITS


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A line of incidents/data/demo_units.csv. `role` is what it does in its area: each street has one of each."""

    name: str
    kind: str
    role: str
    code: str
    parent: str


@cache
def unit_rows() -> tuple[UnitRow, ...]:
    """All lines; a parent stands before its parts."""
    with UNITS.open(encoding="utf-8", newline="") as table:
        return tuple(UnitRow(**row) for row in csv.DictReader(table))


def ensure_units(*, at: datetime) -> dict[str, Unit]:
    """The units by name; those that are not there are made. Records unit.added."""
    found: dict[str, Unit] = {}
    named = Unit.objects.filter(name__in=[row.name for row in unit_rows()]).order_by("pk")
    for row in unit_rows():
        here = [unit for unit in named if unit.name == row.name and any(within(row.code, code) for code in unit.codes)]
        parent = found.get(row.parent)
        found[row.name] = (
            here[0] if here else add_unit(actor=SYSTEM_ACTOR, name=row.name, kind=row.kind, codes=[row.code], at=at, parent=parent)
        )
    return found


def units_by_role() -> dict[tuple[str, str], str]:
    """(role, area code) → name; a unit of the whole district stands under its own name."""
    return {(row.role, row.code): row.name for row in unit_rows()} | {(row.name, row.code): row.name for row in unit_rows()}
