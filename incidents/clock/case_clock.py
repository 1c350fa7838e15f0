"""A clock of a case (计时器): started, paused, resumed, extended, stopped.

Each transition returns a new clock and changes nothing. The deadline is always what follows from the stored rule:
start + (limit x (1 + extensions)) + paused seconds, so it can be recomputed when the holiday table changes.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from incidents.clock.counting import due_after, elapsed
from incidents.clock.limits import Limit
from incidents.clock.slots import DEFAULT_SLOTS, Slots
from incidents.clock.workdays import Calendar
from incidents.clock.zone import utc


class ClockMisuse(ValueError):
    """A transition that the clock's present state does not have, or a time that runs backwards."""


class ClockKind(StrEnum):
    """The clocks of a case; several may exist, each belongs to one stage."""

    ACCEPT = "accept"  # 受理
    VERIFY = "verify"  # 核实
    DISPATCH = "dispatch"  # 派遣
    HANDLE = "handle"  # 处置
    FORWARD = "forward"  # 发核查: from feedback until the check is ordered
    CHECK = "check"  # 核查
    CLOSE = "close"  # 结案


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: all times UTC, `paused_seconds` counted as the limit counts (working or wall seconds)."""

    kind: ClockKind
    limit: Limit
    started_at: datetime
    due_at: datetime
    yellow_at: datetime
    paused_at: datetime | None = None
    paused_seconds: int = 0
    stopped_at: datetime | None = None
    extensions: int = 0
    warned: bool = False
    calendar_version: str = ""
    unit_id: int | None = None
    """Whose clock it is, for handling: only the same unit goes on with a clock that was paused by a return."""
    rule: str = ""
    """Where the limit comes from, as it stood when the clock started."""
    slots: str = ""
    """The unit's working hours; empty means the common ones."""
    alarms: int = 0
    """How many of the alarms of this clock have gone off: near, overdue, each escalation."""

    @property
    def hours(self) -> Slots:
        """The working hours that count."""
        return Slots.parse(self.slots) if self.slots else DEFAULT_SLOTS

    @property
    def running(self) -> bool:
        """Neither paused nor stopped."""
        return self.paused_at is None and self.stopped_at is None

    def judged_at(self, at: datetime) -> datetime:
        """The moment at which lateness is judged: of stopping, else of pausing, else `at`."""
        return self.stopped_at or self.paused_at or utc(at)

    def late(self, *, at: datetime) -> bool:
        """Whether the deadline had passed (超时). Exactly at the deadline is in time."""
        return self.judged_at(at) > self.due_at


def start(*, kind: ClockKind, limit: Limit, at: datetime, calendar: Calendar, slots: Slots = DEFAULT_SLOTS) -> Clock:
    """A running clock with its deadline."""
    begun = utc(at)
    blank = Clock(kind=kind, limit=limit, started_at=begun, due_at=begun, yellow_at=begun)
    return recompute(blank, calendar=calendar, slots=slots)


def pause(clock: Clock, *, at: datetime) -> Clock:
    """Stop counting for a while (挂起); refused unless the clock runs."""
    if not clock.running:
        raise ClockMisuse("only a running clock can be paused")
    return replace(clock, paused_at=_later(at, than=clock.started_at))


def resume(clock: Clock, *, at: datetime, calendar: Calendar, slots: Slots = DEFAULT_SLOTS) -> Clock:
    """Count again; what the pause took, counted as the limit counts, is added to the deadline."""
    if clock.paused_at is None:
        raise ClockMisuse("only a paused clock can be resumed")
    until = _later(at, than=clock.paused_at)
    gap = elapsed(start=clock.paused_at, end=until, kind=clock.limit.kind, calendar=calendar, slots=slots)
    counting = replace(clock, paused_at=None, paused_seconds=clock.paused_seconds + gap)
    return recompute(counting, calendar=calendar, slots=slots)


def extend(clock: Clock, *, calendar: Calendar, slots: Slots = DEFAULT_SLOTS) -> Clock:
    """Grant the original limit once more (延期); how often that is allowed is a rule elsewhere."""
    if not clock.running:
        raise ClockMisuse("only a running clock can be extended")
    return recompute(replace(clock, extensions=clock.extensions + 1), calendar=calendar, slots=slots)


def stop(clock: Clock, *, at: datetime, calendar: Calendar, slots: Slots = DEFAULT_SLOTS) -> Clock:
    """End the clock; a paused one is resumed at the same moment first, so its pause is kept."""
    if clock.stopped_at is not None:
        raise ClockMisuse("the clock has stopped already")
    if clock.paused_at is not None:
        clock = resume(clock, at=at, calendar=calendar, slots=slots)
    return replace(clock, stopped_at=_later(at, than=clock.started_at))


def recompute(clock: Clock, *, calendar: Calendar, slots: Slots = DEFAULT_SLOTS) -> Clock:
    """The same clock with its deadline counted anew from the stored rule (F13: the holiday table changed)."""
    end = due_after(
        start=clock.started_at,
        kind=clock.limit.kind,
        granted=clock.limit.seconds * (1 + clock.extensions),
        paused=clock.paused_seconds,
        calendar=calendar,
        slots=slots,
    )
    return replace(clock, due_at=end.at, yellow_at=end.yellow_at, warned=end.warned, calendar_version=end.calendar_version)


def _later(at: datetime, *, than: datetime) -> datetime:
    moment = utc(at)
    if moment < than:
        raise ClockMisuse("a clock does not run backwards")
    return moment
