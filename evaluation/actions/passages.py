"""Writing the passages of cases (写入环节记录) from the ledger: all rows of a case anew, whenever its ledger has grown."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import orjson
from django.db import connection

from evaluation.indicators.verbs import passages_of
from evaluation.indicators.way import CaseFacts, Line, Passage
from evaluation.periods import today
from incidents.clock import Limit, LimitKind, elapsed
from incidents.queries import reference

URGENT = ("urgent_hour", "urgent_day")
COLUMNS = (
    "source", "incident_id", "stage", "marks", "code", "unit_id", "person_id", "day", "at", "due_at", "done_at", "seconds", "count",
)  # fmt: skip
COPY = f"COPY evaluation_passage ({', '.join(COLUMNS)}) FROM STDIN"
FORGET = "DELETE FROM evaluation_passage WHERE source = ANY(%s)"
CASES = """
SELECT c.id::text, c.code, c.source, c.handle_due_at, c.category_id, s.limit,
  EXISTS (SELECT 1 FROM incidents_incident other WHERE other.category_id = c.category_id AND other.id <> c.id AND other.parent_id IS NULL
    AND other.received_at BETWEEN c.received_at - interval '24 hours' AND c.received_at
    AND other.point IS NOT NULL AND c.point IS NOT NULL AND ST_DistanceSphere(other.point, c.point) <= 50)
FROM incidents_incident c LEFT JOIN incidents_standard s ON s.id = c.standard_id WHERE c.id = ANY(%s::uuid[])
"""
"""A repeat: the same minor category within 50 m and 24 h before."""
ENTRIES = """
SELECT object_id, at, verb, actor_id, detail::text FROM governance_entry
WHERE kind = 'incident' AND object_id = ANY(%s) ORDER BY object_id, id
"""


def write_passages(*, ids: Collection[str]) -> int:
    """Tell these cases anew from their entries; how many passages they have now. The caller's transaction holds it."""
    told = read_lines(ids)
    rows: list[tuple[Any, ...]] = []
    minutes = reference.stage_minutes()
    for case_id, code, facts in read_facts(ids):
        found = passages_of(lines=told.get(case_id, ()), facts=facts, minutes=minutes)
        rows += (row_of(case_id, code, passage) for passage in found)
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [list(ids)])
    copy_rows(rows)
    return len(rows)


def copy_rows(rows: Iterable[tuple[Any, ...]]) -> None:
    """Put rows of passages in; a trigger keeps the sums."""
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(row)


def row_of(case_id: str, code: str, passage: Passage) -> tuple[Any, ...]:
    """A passage as a row; it has a moment under which it counts."""
    at = passage.at
    assert at is not None
    what = (str(passage.stage), int(passage.marks), code, passage.unit, passage.person)
    return (case_id, case_id, *what, today(at), at, passage.due, passage.done, passage.seconds, 1)


def read_lines(ids: Collection[str]) -> Mapping[str, list[Line]]:
    """The entries of each case in their order."""
    found: dict[str, list[Line]] = {}
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [list(ids)])
        for case_id, at, verb, actor_id, detail in cursor.fetchall():
            found.setdefault(case_id, []).append(Line(at, verb, actor_id, orjson.loads(detail)))
    return found


def read_facts(ids: Collection[str]) -> list[tuple[str, str, CaseFacts]]:
    """What the rows of these cases say: id, area code, facts."""
    with connection.cursor() as cursor:
        cursor.execute(CASES, [list(ids)])
        rows = cursor.fetchall()
    found = []
    for case_id, code, source, due_at, category_id, own_limit, repeat in rows:
        standard = reference.default_standard(category_id) if own_limit is None else None
        text = own_limit or (standard.limit if standard else "")
        kind = text.partition(" ")[2]
        facts = CaseFacts(source=source, counted=partial(counted, text), handle_due_at=due_at, urgent=kind in URGENT, repeat=repeat)
        found.append((case_id, code, facts))
    return found


def counted(limit: str, start: datetime, end: datetime) -> int:
    """The seconds between two moments as the limit counts them: working seconds, or all for urgent ones and those without."""
    kind = Limit.parse(limit).kind if limit else LimitKind.URGENT_HOUR
    return int(elapsed(start=start, end=max(start, end), kind=kind, calendar=reference.calendar()))
