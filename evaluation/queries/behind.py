"""The passages behind a figure (数字明细): the same condition as the figure, so the list is as long as the number says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from evaluation.indicators.measures import Measure
from evaluation.periods import Period
from evaluation.queries.figures import Subject, condition
from governance.access.actor import Actor
from incidents.rules import visible_to

PAGE = 50
COUNT = "SELECT coalesce(sum(count), 0)::bigint, count(*) FROM evaluation_passage WHERE {where}"
ROWS = """
SELECT passage.incident_id, passage.marks, passage.at, passage.due_at, passage.done_at, passage.seconds, passage.count, passage.code,
  person.display_name, unit.name, incident.number, incident.place, category.name, category.name_en
FROM (SELECT * FROM evaluation_passage WHERE {where} ORDER BY at DESC, id DESC LIMIT {limit} OFFSET {offset}) passage
LEFT JOIN governance_user person ON person.id = passage.person_id
LEFT JOIN governance_unit unit ON unit.id = passage.unit_id
LEFT JOIN incidents_incident incident ON incident.id = passage.incident_id
LEFT JOIN incidents_category category ON category.id = incident.category_id
ORDER BY passage.at DESC, passage.id DESC
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One passage with its case. `opens` says whether the reader may open the case; place and category are told only then."""

    incident_id: UUID | None
    marks: int
    at: datetime
    due_at: datetime | None
    done_at: datetime | None
    seconds: int
    count: int
    code: str
    person: str
    unit: str
    number: str
    place: str
    category: str
    category_en: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of rows; `total` is the figure, `rows_in_all` how many rows make it up."""

    total: int
    rows_in_all: int
    rows: Sequence[Row]


def behind(
    *, actor: Actor, subject: Subject, period: Period, measure: Measure, aside: bool, at: datetime, page: int = 1, limit: int = PAGE
) -> Behind:
    """The passages that a figure counts, newest first."""
    where, values = counted(subject, period, measure, aside=aside, at=at)
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(where=where), values)
        total, rows_in_all = cursor.fetchone()
        cursor.execute(ROWS.format(where=where, limit=int(limit), offset=int(limit) * (max(1, page) - 1)), values)
        found = cursor.fetchall()
    seen = set(visible_to(actor).filter(pk__in=[row[0] for row in found if row[0]]).values_list("pk", flat=True))
    return Behind(int(total), int(rows_in_all), [row_of(row, opens=row[0] in seen) for row in found])


def counted(subject: Subject, period: Period, measure: Measure, *, aside: bool, at: datetime) -> tuple[str, dict[str, Any]]:
    """The condition of a figure as SQL with its values."""
    where, values = condition(subject, "code")
    must, never = measure.bits(aside=aside)
    own = "stage = %(stage)s AND marks & %(must)s = %(must)s AND marks & %(never)s = 0"
    when = "day >= %(first)s AND day < %(beyond)s AND at <= %(at)s"
    more = {"stage": str(measure.stage), "must": must, "never": never, "first": period.first, "beyond": period.beyond, "at": at}
    return f"{own} AND {when} AND {where}", values | more


def row_of(row: Sequence[Any], *, opens: bool) -> Row:
    """A row as it may be shown."""
    incident_id, marks, at, due_at, done_at, seconds, count, code, person, unit, number, place, category, category_en = row
    return Row(
        incident_id=incident_id,
        marks=marks,
        at=at,
        due_at=due_at,
        done_at=done_at,
        seconds=seconds,
        count=count,
        code=code,
        person=person or "",
        unit=unit or "",
        number=number or "",
        place=(place or "") if opens else "",
        category=category or "",
        category_en=category_en or "",
        opens=opens,
    )
