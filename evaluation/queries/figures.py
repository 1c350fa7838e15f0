"""Figures (考核数字): passages counted by stage and marks for a subject and a period, from the kept sums where they suffice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from evaluation.indicators.measures import Group
from evaluation.periods import Period, today
from governance.codes import EVERYWHERE, Level

SUMS = """
SELECT {key}, stage, marks, sum(count)::bigint, sum(seconds)::bigint FROM evaluation_daysum
WHERE day >= %(first)s AND day < %(known)s AND {where} GROUP BY 1, 2, 3
"""
ROWS = """
SELECT {key}, stage, marks, sum(count)::bigint, sum(seconds)::bigint FROM evaluation_passage
WHERE day >= %(rows_from)s AND day < %(rows_until)s AND at <= %(at)s AND {where} GROUP BY 1, 2, 3
"""
OF_THE_GRID = "((stage IN ('verify', 'check') AND marks & 1 = 0) OR (stage = 'accept' AND marks & 32 = 32))"
"""What a grid's workers left undone is nobody's in particular: it counts for whoever holds the grid. So do the cases filed there."""


@dataclass(frozen=True, slots=True)
class Subject:
    """About whom: an area, or a unit or person within the areas. `grids` are those for whose undone tasks a person answers."""

    areas: tuple[str, ...]
    unit_id: int | None = None
    person_id: int | None = None
    grids: tuple[str, ...] = ()

    @property
    def by_sums(self) -> bool:
        """Whether the sums by day, street and unit know it."""
        return self.person_id is None and all(len(code) <= Level.STREET for code in self.areas)


def groups_of(*, subject: Subject, period: Period, at: datetime) -> list[Group]:
    """The passages of a subject in a period up to now."""
    return grouped(subject=subject, period=period, at=at, key="''::text")[""]


def groups_by_area(*, subject: Subject, period: Period, at: datetime, digits: int) -> dict[str, list[Group]]:
    """The same for each area of a level inside the subject's."""
    wide = digits <= Level.STREET
    return grouped(subject=subject, period=period, at=at, key=f"left({{code}}, {int(digits)})", sums=wide)


def groups_by_unit(*, subject: Subject, period: Period, at: datetime) -> dict[int, list[Group]]:
    """The same for each unit; passages without a unit are left out."""
    found = grouped(subject=subject, period=period, at=at, key="coalesce(unit_id, 0)")
    return {unit: groups for unit, groups in found.items() if unit}


def groups_by_person(*, subject: Subject, period: Period, at: datetime) -> dict[int, list[Group]]:
    """The same for each person who did something."""
    found = grouped(subject=subject, period=period, at=at, key="coalesce(person_id, 0)", sums=False)
    return {person: groups for person, groups in found.items() if person}


def groups_by_day(*, subject: Subject, period: Period, at: datetime) -> dict[date, list[Group]]:
    """The same for each day."""
    return grouped(subject=subject, period=period, at=at, key="day")


def grouped(*, subject: Subject, period: Period, at: datetime, key: str, sums: bool = True) -> dict[Any, list[Group]]:
    """Counts by the key and by stage and marks. Days before today come from the sums, today from the passages themselves."""
    known = min(today(at), period.beyond) if sums and subject.by_sums else period.first
    values: dict[str, Any] = {
        "first": period.first,
        "known": known,
        "rows_from": max(known, period.first),
        "rows_until": min(period.beyond, today(at) + timedelta(days=1)),  # a passage's day is that of its moment
        "at": at,
    }
    found: dict[Any, list[Group]] = defaultdict(list)
    for statement, column in ((SUMS, "street"), (ROWS, "code")):
        if (statement is SUMS and known <= period.first) or (statement is ROWS and values["rows_from"] >= values["rows_until"]):
            continue
        where, more = condition(subject, column)
        with connection.cursor() as cursor:
            cursor.execute(statement.format(key=key.format(code=column), where=where), values | more)
            for one, stage, marks, count, seconds in cursor.fetchall():
                if count:
                    found[one].append(Group(stage, marks, count, seconds))
    return found


def condition(subject: Subject, column: str) -> tuple[str, dict[str, Any]]:
    """The subject as SQL with its values, never text of a user in the statement."""
    where, values = area_condition(subject.areas, column)
    if subject.unit_id is not None:
        where, values = f"{where} AND unit_id = %(unit)s", values | {"unit": subject.unit_id}
    if subject.person_id is not None:
        left, of_grids = area_condition(subject.grids, column, prefix="grid")
        where = f"{where} AND (person_id = %(person)s OR ({OF_THE_GRID} AND {left}))"
        values |= {"person": subject.person_id} | of_grids
    return where, values


def area_condition(areas: Sequence[str], column: str, *, prefix: str = "area") -> tuple[str, dict[str, Any]]:
    """Whether the code lies in one of the areas: ranges of a column in collation C."""
    if EVERYWHERE in areas:
        return "true", {}
    terms, values = [], dict[str, Any]()
    for number, code in enumerate(areas):
        terms.append(f"({column} >= %({prefix}{number})s AND {column} < %({prefix}{number}_end)s)")
        values |= {f"{prefix}{number}": code, f"{prefix}{number}_end": code + ":"}
    return f"({' OR '.join(terms)})" if terms else "false", values
