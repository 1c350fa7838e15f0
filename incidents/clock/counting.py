"""Counting (计时): when a limit ends, what has been used of it, what is left.

Rules: continuous kinds count every second. Working kinds count seconds inside the slots of working days; a start
outside moves to the next opening, and a limit that is used up exactly at closing time ends there, not at the next
opening. The walk goes slot by slot, so 15 working days cost about 20 steps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from incidents.clock.limits import Limit, LimitKind
from incidents.clock.slots import DEFAULT_SLOTS, Slots
from incidents.clock.workdays import Calendar
from incidents.clock.zone import SHANGHAI, local, utc

YELLOW_SHARE = 80  # per cent of the limit used
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends (UTC), when its lamp turns yellow, and on which holiday table that was counted.

    `warned`: at least one counted day lies in a year whose holidays are not loaded, so only weekends were left out.
    """

    at: datetime
    yellow_at: datetime
    warned: bool
    calendar_version: str


def due(*, start: datetime, limit: Limit, calendar: Calendar, slots: Slots = DEFAULT_SLOTS, extra_seconds: int = 0) -> Due:
    """The end of a limit. `extra_seconds` (pauses, extensions granted) are counted like the limit itself."""
    return due_after(
        start=start,
        kind=limit.kind,
        granted=limit.seconds,
        paused=extra_seconds,
        calendar=calendar,
        slots=slots,
    )


def due_after(*, start: datetime, kind: LimitKind, granted: int, paused: int, calendar: Calendar, slots: Slots) -> Due:
    """The end of `granted` counted seconds, put off by `paused` counted seconds; yellow at 80 % of the granted."""
    yellow_seconds = granted * YELLOW_SHARE // 100 + paused
    if kind.continuous:
        begin = utc(start)
        end = begin + timedelta(seconds=granted + paused)
        return Due(end, begin + timedelta(seconds=yellow_seconds), warned=False, calendar_version=calendar.version)
    yellow_at, _ = _advance(start, yellow_seconds, calendar, slots)
    end, warned = _advance(start, granted + paused, calendar, slots)
    return Due(utc(end), utc(yellow_at), warned=warned, calendar_version=calendar.version)


def elapsed(*, start: datetime, end: datetime, kind: LimitKind, calendar: Calendar, slots: Slots = DEFAULT_SLOTS) -> int:
    """Whole counted seconds from `start` to `end`; 0 when `end` is not later."""
    begin, finish = local(start), local(end)
    if finish <= begin:
        return 0
    if kind.continuous:
        return (finish - begin) // timedelta(seconds=1)
    counted = timedelta()
    for opens, closes, _ in _openings(begin, calendar, slots):
        if opens >= finish:
            break
        counted += min(closes, finish) - opens
    return counted // timedelta(seconds=1)


def remaining(*, at: datetime, due: datetime, kind: LimitKind, calendar: Calendar, slots: Slots = DEFAULT_SLOTS) -> int:
    """Whole counted seconds left at `at`; below 0 by as much as it is late."""
    if at <= due:
        return elapsed(start=at, end=due, kind=kind, calendar=calendar, slots=slots)
    return -elapsed(start=due, end=at, kind=kind, calendar=calendar, slots=slots)


def _advance(start: datetime, seconds: int, calendar: Calendar, slots: Slots) -> tuple[datetime, bool]:
    left = timedelta(seconds=seconds)
    warned = False
    for opens, closes, known in _openings(local(start), calendar, slots):
        warned = warned or not known
        if closes - opens >= left:
            return opens + left, warned
        left -= closes - opens
    raise AssertionError("the walk has no end")  # pragma: no cover


def _openings(begin: datetime, calendar: Calendar, slots: Slots) -> Iterator[tuple[datetime, datetime, bool]]:
    """Open times from `begin` on, without end, in Shanghai time; the flag says that the holidays are known.

    A closed day passed over counts too: whether it was closed is what an unknown year cannot tell.
    """
    day = begin.date()
    known = True
    while True:
        known = known and calendar.knows(day)
        if calendar.is_workday(day):
            midnight = datetime.combine(day, time.min, SHANGHAI)
            for opens, closes in slots.offsets:
                if midnight + closes > begin:
                    yield max(midnight + opens, begin), midnight + closes, known
        day += ONE_DAY
