"""Statistics of an area (统计): how it came in, what it was about, how long each link of the chain took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from evaluation.indicators.marks import Stage
from evaluation.indicators.measures import MEASURES
from evaluation.periods import Period, Span
from evaluation.queries.figures import Subject, area_condition, groups_by_day

SHARES = """
SELECT grouping(source), source, category_id, count(*) FROM incidents_incident
WHERE parent_id IS NULL AND received_at >= %(start)s AND received_at < %(end)s AND {where} GROUP BY GROUPING SETS ((source), (category_id))
"""
LINKS = """
SELECT stage, count(*), count(*) FILTER (WHERE marks & 4 = 4),
  percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds)
FROM evaluation_passage
WHERE day >= %(first)s AND day < %(beyond)s AND at <= %(at)s AND marks & 1 = 1 AND stage = ANY(%(stages)s) AND {where} {sample}
GROUP BY stage
"""
CHAIN: Sequence[Stage] = (Stage.SEND_VERIFY, Stage.VERIFY, Stage.ACCEPT, Stage.DISPATCH, Stage.HANDLE, Stage.SEND_CHECK, Stage.CHECK)
"""The links in their order."""
MANY = 400_000
"""Above so many passages the medians are of every tenth case, chosen by its id: they move by less than a per cent."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Cases received, by source and by category id, the most first."""

    sources: Sequence[tuple[str, int]]
    categories: Sequence[tuple[int, int]]
    total: int


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: how many passed it, how many late, the median and what nine of ten stay below, in seconds."""

    stage: Stage
    count: int
    late: int
    median: float
    most: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A day, or a month of a long period, with what came in and what was closed."""

    first: date
    received: int
    closed: int


def shares(*, code: str, period: Period) -> Shares:
    """How the cases of the period came in and what they were about."""
    where, values = area_condition([code], "code")
    sources, categories = list[tuple[str, int]](), list[tuple[int, int]]()
    with connection.cursor() as cursor:
        cursor.execute(SHARES.format(where=where), values | {"start": period.start, "end": period.end})
        for by_category, source, category, count in cursor.fetchall():
            if by_category:
                categories.append((category, count))
            else:
                sources.append((source, count))
    total = sum(count for _source, count in sources)
    return Shares(sorted(sources, key=lambda pair: -pair[1]), sorted(categories, key=lambda pair: -pair[1]), total)


def links(*, code: str, period: Period, at: datetime, passages: int) -> list[Link]:
    """Each link that anything passed, in the order of the chain. `passages` is about how many there are."""
    where, values = area_condition([code], "code")
    sample = "AND right(source, 1) IN ('3', 'b')" if passages > MANY else ""
    more: dict[str, Any] = {"first": period.first, "beyond": period.beyond, "at": at, "stages": [str(stage) for stage in CHAIN]}
    with connection.cursor() as cursor:
        cursor.execute(LINKS.format(where=where, sample=sample), values | more)
        found = {stage: Link(Stage(stage), count, late, *spans) for stage, count, late, spans in cursor.fetchall()}
    return [found[stage] for stage in CHAIN if stage in found]


def trend(*, code: str, period: Period, at: datetime) -> list[Tick]:
    """What came in and what was closed: by day, in quarters by week, in years by month."""
    by_day = groups_by_day(subject=Subject((code,)), period=period, at=at)
    ticks: dict[date, list[int]] = {}
    received, closed = MEASURES["received"], MEASURES["close"]
    for day in period.days():
        tick = ticks.setdefault(first_of(day, period.span), [0, 0])
        groups = by_day.get(day, ())
        tick[0] += received.of(groups, aside=False)
        tick[1] += closed.of(groups, aside=False)
    return [Tick(first, *counts) for first, counts in ticks.items()]


def first_of(day: date, span: Span) -> date:
    """The day under which a day is summed."""
    if span == Span.YEAR:
        return day.replace(day=1)
    return date.fromordinal(day.toordinal() - day.weekday()) if span == Span.QUARTER else day
