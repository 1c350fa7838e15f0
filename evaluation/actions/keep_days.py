"""Keeping the figures of past days (日统计)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from evaluation.models import DayFigures
from evaluation.queries.screen.days import KEPT_LEVELS, SPAN, Day, counted, span_of, with_stages
from governance.access import policy
from governance.access.actor import Actor
from governance.codes import EVERYWHERE
from governance.ledger.record import record

AT_ONCE = 1000


def keep_days(*, actor: Actor, at: datetime, days: int = SPAN) -> int:
    """Count the last `days` days before today anew and keep them; returns how many rows. Records days.kept.

    All of them each night, since a case may be reopened or given another category later. Days not asked for stay.
    """
    policy.require(actor, "days.keep", None)
    past = span_of(at=at, days=days + 1)[:-1]
    levels = [int(level) for level in KEPT_LEVELS]
    found = counted(within=EVERYWHERE, levels=levels, first=past[0], last=past[-1])
    found = with_stages(found, levels=levels, first=past[0], last=past[-1])
    rows = [row_of(code, day, figures) for code, each in found.items() for day, figures in each.items()]
    rows += [DayFigures(code=EVERYWHERE, day=past[0] + timedelta(days=n)) for n in range(len(past))]
    with transaction.atomic():
        DayFigures.objects.filter(day__gte=past[0], day__lte=past[-1]).delete()
        DayFigures.objects.bulk_create(rows, batch_size=AT_ONCE)
        detail = {"days": len(past), "rows": len(rows)}
        record(actor=actor, verb="days.kept", kind="days", object_id=past[-1].isoformat(), code=EVERYWHERE, at=at, detail=detail)
    return len(rows)


def row_of(code: str, day: date, figures: Day) -> DayFigures:
    """A day as it is kept."""
    return DayFigures(
        code=code,
        day=day,
        came=figures.came,
        closed=figures.closed,
        in_time=figures.in_time,
        late=figures.late,
        shares=figures.shares,
    )
