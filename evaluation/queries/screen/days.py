"""Figures by day and area (日统计): past days from what is kept, the rest from the cases themselves, by one statement each.

A day is one of Shanghai's. A case counts on the day it was received and again on the day it was closed, with the mark
that its resident gave; it was in time
when the unit fed back before its deadline, late when not, and neither when no deadline was settled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models.functions import Length

from evaluation.models import DayFigures
from governance.codes import EVERYWHERE, Level
from incidents.clock import SHANGHAI

KEPT_LEVELS = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY)
SPAN = 31
"""Days that a screen shows: thirty whole ones, and today."""

# One pass over what came, one over what was closed; each case counts for every area around it.
FIGURES = """
WITH came AS (
  SELECT (received_at AT TIME ZONE 'Asia/Shanghai')::date AS day, code, category_id::text AS category, source,
    extract(hour FROM received_at AT TIME ZONE 'Asia/Shanghai')::int::text AS hour
  FROM incidents_incident WHERE received_at >= %(since)s AND received_at < %(until)s AND code LIKE %(within)s AND parent_id IS NULL
), ended AS (
  SELECT (closed_at AT TIME ZONE 'Asia/Shanghai')::date AS day, code, late, rating
  FROM incidents_incident WHERE closed_at >= %(since)s AND closed_at < %(until)s AND state = 'closed' AND code LIKE %(within)s
), counted AS (
  SELECT day, code, 'category' AS measure, category AS key, count(*) AS n FROM came GROUP BY 1, 2, 4
  UNION ALL SELECT day, code, 'source', source, count(*) FROM came GROUP BY 1, 2, 4
  UNION ALL SELECT day, code, 'hour', hour, count(*) FROM came GROUP BY 1, 2, 4
  UNION ALL SELECT day, code, 'rating', rating::text, count(*) FROM ended WHERE rating IS NOT NULL GROUP BY 1, 2, 4
  UNION ALL SELECT day, code, 'closed', coalesce(late::text, ''), count(*) FROM ended GROUP BY 1, 2, 4
)
SELECT day, left(code, digits) AS area, measure, key, sum(n)::bigint
FROM counted, unnest(%(levels)s::int[]) digits WHERE length(code) >= digits
GROUP BY 1, 2, 3, 4
"""
# How long a case stood in each state that it left on these days, from the record.
STAGES = """
SELECT day, left(code, digits), state, count(*)::bigint, sum(seconds)::float8 FROM (
  SELECT (at AT TIME ZONE 'Asia/Shanghai')::date AS day, code, lag(detail->>'state') OVER steps AS state, detail->>'state' AS after,
    extract(epoch FROM at - lag(at) OVER steps) AS seconds
  FROM governance_entry WHERE kind = 'incident' AND object_id IN (
    SELECT object_id FROM governance_entry WHERE kind = 'incident' AND at >= %(since)s AND at < %(until)s)
    AND detail ? 'state' AND at < %(until)s
  WINDOW steps AS (PARTITION BY object_id ORDER BY id)
) left_states, unnest(%(levels)s::int[]) digits
WHERE state IS DISTINCT FROM after AND state IS NOT NULL AND day >= %(first)s AND length(code) >= digits
GROUP BY 1, 2, 3
"""

Shares = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Day:
    """One day of one area."""

    came: int = 0
    closed: int = 0
    in_time: int = 0
    late: int = 0
    shares: Shares = field(default_factory=dict)

    def add(self, measure: str, key: str, count: int) -> None:
        """Take one row of the statement."""
        if measure != "closed":
            self.shares.setdefault(measure, {})[key] = count
            self.came += count if measure == "hour" else 0
            return
        self.closed += count
        if key == "true":
            self.late += count
        elif key == "false":
            self.in_time += count


Days = dict[str, dict[date, Day]]


def midnight(day: date) -> datetime:
    """When a day begins in Shanghai."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


def span_of(*, at: datetime, days: int = SPAN) -> list[date]:
    """The last days up to today, oldest first."""
    today = at.astimezone(SHANGHAI).date()
    return [today - timedelta(days=back) for back in reversed(range(days))]


def counted(*, within: str, levels: Sequence[int], first: date, last: date) -> Days:
    """The figures of these days, counted from the cases: of each area of these levels inside `within`."""
    values: dict[str, Any] = {
        "since": midnight(first),
        "until": midnight(last + timedelta(days=1)),
        "within": f"{within}%",
        "levels": list(levels),
    }
    found: Days = {}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, values)
        for day, area, measure, key, count in cursor.fetchall():
            found.setdefault(area, {}).setdefault(day, Day()).add(measure, key, count)
    return found


def with_stages(found: Days, *, levels: Sequence[int], first: date, last: date) -> Days:
    """The same with the time that cases stood in each state: a walk through the record, for the night."""
    values: dict[str, Any] = {"since": midnight(first), "until": midnight(last + timedelta(days=1)), "first": first, "levels": list(levels)}
    with connection.cursor() as cursor:
        cursor.execute(STAGES, values)
        for day, area, state, times, seconds in cursor.fetchall():
            found.setdefault(area, {}).setdefault(day, Day()).shares.setdefault("stage", {})[state] = [times, round(seconds)]
    return found


def days_of(*, code: str, children: Level | None, at: datetime) -> Days:
    """The last SPAN days of an area and of its children: two statements, however many areas.

    Grids are not kept and are counted; so are days that no night has kept yet, as today is.
    """
    days = span_of(at=at)
    levels = sorted({len(code), *([int(children)] if children else [])})
    kept = [level for level in levels if level in KEPT_LEVELS]
    found = _kept(code, kept, days)
    known = set(found.get("", {}))
    found.pop("", None)
    missing = [day for day in days if day not in known]
    if missing:
        _merge(found, counted(within=code, levels=kept, first=missing[0], last=days[-1]), known)
    if grids := [level for level in levels if level not in KEPT_LEVELS]:
        _merge(found, counted(within=code, levels=grids, first=days[0], last=days[-1]), set())
    return found


def kept_until(at: datetime) -> bool:
    """Whether yesterday is kept."""
    return DayFigures.objects.filter(code=EVERYWHERE, day=span_of(at=at, days=2)[0]).exists()


def _kept(code: str, levels: Sequence[int], days: Sequence[date]) -> Days:
    rows = DayFigures.objects.filter(day__gte=days[0], day__lt=days[-1]).annotate(digits=Length("code"))
    wanted = rows.filter(code__startswith=code, digits__in=levels) | rows.filter(code="")
    found: Days = {}
    for area, day, *figures in wanted.values_list("code", "day", "came", "closed", "in_time", "late", "shares"):
        found.setdefault(area, {})[day] = Day(*figures)
    return found


def _merge(found: Days, more: Days, known: set[date]) -> None:
    for area, days in more.items():
        found.setdefault(area, {}).update({day: figures for day, figures in days.items() if day not in known})
