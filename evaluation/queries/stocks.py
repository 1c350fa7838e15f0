"""Visits and patrols of a period (走访与巡查): shares of what stands, not of what passed, so they are counted when asked.

A household is visited when somebody of it, or its dwelling, had a visit that met or called somebody. A day is scheduled when it
is a working day of the calendar on which the worker held a grid; it is kept when a patrol began on it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from evaluation.indicators.marks import Mark, Stage
from evaluation.indicators.measures import Group
from evaluation.periods import Period, today
from evaluation.queries.figures import area_condition
from governance.access.roles import Role
from governance.codes import Level
from incidents.queries import reference

VISITED = """
WITH met AS (
  SELECT plan.resident_id, plan.dwelling_id, visit.at, visit.actor_id, visit.outcome
  FROM residents_visit visit JOIN residents_visitplan plan ON plan.id = visit.plan_id
  WHERE visit.outcome IN ('met', 'phoned') AND visit.at >= %(start)s AND visit.at < %(end)s
), visited AS (
  SELECT DISTINCT ON (id) * FROM (
    SELECT one.household_id AS id, met.at, met.actor_id, met.outcome FROM met JOIN residents_resident one ON one.id = met.resident_id
    UNION ALL
    SELECT home.id, met.at, met.actor_id, met.outcome FROM met JOIN residents_household home ON home.dwelling_id = met.dwelling_id
  ) either WHERE id IS NOT NULL ORDER BY id, at DESC
)
"""
"""The households that were visited, with the last visit of each."""
VISITS = """
{visited}
SELECT h.code, count(*), count(visited.id) FROM residents_household h LEFT JOIN visited ON visited.id = h.id
WHERE h.ended_at IS NULL AND length(h.code) = 15 AND {where} GROUP BY 1
"""
PATROLS = """
SELECT DISTINCT user_id, (started_at AT TIME ZONE 'Asia/Shanghai')::date FROM grids_patrol
WHERE started_at >= %(start)s AND started_at < %(end)s AND {where}
"""
HELD = """
SELECT user_id, min(starts_at), max(coalesce(ends_at, %(end)s)), min(code) FROM governance_post
WHERE role = %(role)s AND length(code) = %(grid)s AND starts_at < %(end)s AND (ends_at IS NULL OR ends_at > %(start)s) AND {where}
GROUP BY 1
"""


def visits_by_grid(*, areas: Sequence[str], period: Period, at: datetime) -> dict[str, list[Group]]:
    """Households of each grid, visited or not, as groups."""
    return {code: groups(Stage.VISIT, whole, done) for code, whole, done in asked(VISITS, areas, "h.code", period, at)}


def patrols_by_person(*, areas: Sequence[str], period: Period, at: datetime) -> dict[int, list[Group]]:
    """Scheduled days of each grid worker, kept or not, as groups."""
    kept = walked(areas=areas, period=period, at=at)
    return {
        user: groups(Stage.PATROL, len(days), sum((user, day) in kept for day in days))
        for user, _code, days in scheduled(areas=areas, period=period, at=at)
    }


def walked(*, areas: Sequence[str], period: Period, at: datetime) -> set[tuple[int, date]]:
    """Who began a patrol on which days."""
    return set(asked(PATROLS, areas, "code", period, at))


def scheduled(*, areas: Sequence[str], period: Period, at: datetime) -> Iterator[tuple[int, str, list[date]]]:
    """The working days on which each grid worker held a grid, up to yesterday."""
    calendar = reference.calendar()
    working = [day for day in period.days() if calendar.is_workday(day)]
    for user, since, until, code in asked(HELD, areas, "code", period, at, role=str(Role.GRID_WORKER), grid=int(Level.GRID)):
        yield user, code, [day for day in working if today(since) <= day < min(today(until), today(at))]


def groups(stage: Stage, whole: int, done: int) -> list[Group]:
    """So many of a whole as two groups."""
    rows = [Group(str(stage), int(Mark.DONE | Mark.INTIME), done, 0), Group(str(stage), 0, whole - done, 0)]
    return [one for one in rows if one.number]


def asked(statement: str, areas: Sequence[str], column: str, period: Period, at: datetime, **more: Any) -> list[tuple[Any, ...]]:
    """Rows of one of the statements above."""
    where, values = area_condition(areas, column)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(where=where, visited=VISITED), values | {"start": period.start, "end": min(period.end, at)} | more)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def stocks_of(*, areas: Sequence[str], period: Period, at: datetime, grids: Sequence[str] = (), person: int | None = None) -> list[Group]:
    """All of an area, or of one worker: the days of that person, the households of the grids."""
    by_person = patrols_by_person(areas=areas, period=period, at=at)
    by_grid = visits_by_grid(areas=areas if person is None else list(grids), period=period, at=at)
    days = [one for user, found in by_person.items() if person in {None, user} for one in found]
    return [*days, *(one for found in by_grid.values() for one in found)]


def stocks_by_worker(*, code: str, period: Period, at: datetime, grids_of: Mapping[int, Sequence[str]]) -> dict[int, list[Group]]:
    """The same for each of several workers at once."""
    found: dict[int, list[Group]] = defaultdict(list)
    visits = visits_by_grid(areas=(code,), period=period, at=at)
    for user, days in patrols_by_person(areas=(code,), period=period, at=at).items():
        found[user] += days
    for user, grids in grids_of.items():
        found[user] += [one for grid in grids for one in visits.get(grid, [])]
    return found
