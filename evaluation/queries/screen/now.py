"""What is open and what is overdue at this moment, by area (在办、超时): the kept counters, and the index of deadlines."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from incidents.workflow import OPEN

TALLIES = """
SELECT left(code, %(digits)s), state, sum(count)::bigint FROM incidents_tally WHERE code LIKE %(within)s AND state = ANY(%(open)s)
GROUP BY 1, 2 HAVING sum(count) > 0
"""
OVERDUE = """
SELECT left(code, %(digits)s), state, count(*) FROM incidents_incident
WHERE state = ANY(%(open)s) AND due_at < %(at)s AND code LIKE %(within)s GROUP BY 1, 2
"""

ByArea = dict[str, dict[str, int]]


@dataclass(slots=True)
class Standing:
    """Open and overdue cases, per area and state."""

    open: ByArea = field(default_factory=dict)
    overdue: ByArea = field(default_factory=dict)


def standing(*, within: str, digits: int, at: datetime) -> Standing:
    """Both, by the areas of that many digits inside `within`; what lies wider counts at its own code."""
    values: dict[str, Any] = {"within": f"{within}%", "digits": digits, "open": sorted(OPEN), "at": at}
    found = Standing()
    for statement, kept in ((TALLIES, found.open), (OVERDUE, found.overdue)):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            for area, state, count in cursor.fetchall():
                kept.setdefault(area, {})[state] = count
    return found


def by_area(counts: ByArea, digits: int) -> dict[str, int]:
    """All states together, by the areas of that many digits."""
    found: dict[str, int] = {}
    for code, states in counts.items():
        found[code[:digits]] = found.get(code[:digits], 0) + sum(states.values())
    return found


def by_state(counts: ByArea) -> dict[str, int]:
    """All areas together, by state."""
    found: dict[str, int] = {}
    for states in counts.values():
        for state, count in states.items():
            found[state] = found.get(state, 0) + count
    return found
