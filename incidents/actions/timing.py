"""The clocks of a case turn with its stages (计时): which stops, which waits, which runs. Reads the catalogue, writes nothing.

A case keeps its clocks in its own row, so a step needs no further statement for them.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from incidents.clock import DEFAULT_SLOTS, Clock, ClockKind, Limit, Slots, pause, read_clocks, resume, start, stop, write_clocks
from incidents.clock.counting import elapsed
from incidents.models import Incident
from incidents.queries import reference
from incidents.queries.limits import handling_limit
from incidents.workflow import State

STAGE: Mapping[str, ClockKind] = {
    State.REPORTED: ClockKind.ACCEPT,
    State.VERIFYING: ClockKind.VERIFY,
    State.FILED: ClockKind.DISPATCH,
    State.DISPATCHED: ClockKind.HANDLE,
    State.HANDLING: ClockKind.HANDLE,
    State.SUSPENDED: ClockKind.HANDLE,
    State.FED_BACK: ClockKind.FORWARD,
    State.CHECKING: ClockKind.CHECK,
    State.CHECKED: ClockKind.CLOSE,
}
WAITS = frozenset({(ClockKind.ACCEPT, ClockKind.VERIFY), (ClockKind.HANDLE, ClockKind.DISPATCH)})
"""The first waits, paused, while the second runs: a look before filing, and a case that its unit gave back."""
TURNED = ("clocks", "due_at", "yellow_at", "handle_due_at", "calendar", "paused_at", "asked_at", "wake_at")
"""What `turn` sets."""
ALARMS = 5
"""One near the deadline and four after it."""
MOST_MINUTES = 10_000
Facts = list[dict[str, Any]]
Adjust = Callable[[Clock], Clock]


def stage_changed(came_from: str, state: str) -> bool:
    """Whether another clock runs now: a case that is assigned or suspended is still being handled."""
    return STAGE.get(came_from) != STAGE.get(state)


def turn(case: Incident, *, came_from: str, at: datetime, adjust: Adjust | None = None) -> Facts:
    """Turn the clocks to the stage in which the case now stands; what stopped, with seconds used and whether late.

    A question that waits for its answer falls with the stage in which it was asked.
    """
    clocks = read_clocks(case.clocks) or _adopted(case, came_from)
    now = STAGE.get(case.state)
    if stage_changed(came_from, case.state):
        case.asked_at = case.paused_at = None
        clocks = _changed(case, clocks, now, at)
    if now is not None and clocks and clocks[-1].stopped_at is None:
        clocks[-1] = _held(clocks[-1] if adjust is None else adjust(clocks[-1]), case.paused_at, at)
    before = {clock["started_at"] + clock["kind"] for clock in case.clocks if "stopped_at" in clock}
    case.clocks = write_clocks(clocks)
    _show(case, clocks)
    return [_fact(clock) for clock in clocks if clock.stopped_at and clock.started_at.isoformat() + clock.kind not in before]


def recorded(stopped: Facts, *, was: datetime | None, now: datetime | None) -> dict[str, Any]:
    """What the record keeps of a turn: the clocks that stopped, and the handling deadline where it is another one now."""
    found: dict[str, Any] = {"clocks": stopped} if stopped else {}
    if was != now:
        found["handle_due"] = {"was": was.isoformat() if was else None, "is": now.isoformat() if now else None}
    return found


def running(case: Incident) -> Clock | None:
    """The clock of the present stage: running, or paused with the case."""
    clocks = read_clocks(case.clocks) or _adopted(case, case.state)
    last = clocks[-1] if clocks else None
    return last if last is not None and last.stopped_at is None and last.kind == STAGE.get(case.state) else None


def late_by(case: Incident, at: datetime) -> bool:
    """Whether the present stage would be late if it ended at that moment."""
    clock = running(case)
    return clock is not None and _stopped(clock, at).late(at=at)


def _changed(case: Incident, clocks: list[Clock], now: ClockKind | None, at: datetime) -> list[Clock]:
    """The last clock stops or waits; the new stage's goes on where it waited, or begins."""
    if clocks and clocks[-1].stopped_at is None:
        last = clocks.pop()
        waits = now is not None and (last.kind, now) in WAITS
        clocks.append(_held(last, at, at) if waits else _stopped(last, at))
    waiting = [clock for clock in clocks if clock.stopped_at is None and (now is None or not _behind(clock.kind, now))]
    goes_on = next((clock for clock in waiting if clock.kind == now and clock.unit_id in {None, case.unit_id}), None)
    clocks = [_stopped(clock, at) if clock in waiting and clock is not goes_on else clock for clock in clocks if clock is not goes_on]
    if goes_on is not None:
        return [*clocks, _held(goes_on, None, at)]
    fresh = _begun(case, now, at) if now is not None else None
    return clocks if fresh is None else [*clocks, fresh]


def _behind(kind: ClockKind, now: ClockKind) -> bool:
    return (kind, now) in WAITS


def _held(clock: Clock, since: datetime | None, at: datetime) -> Clock:
    """Paused since then, or going on."""
    if since is not None and clock.paused_at is None:
        return pause(clock, at=max(since, clock.started_at))
    if since is None and clock.paused_at is not None:
        return resume(clock, at=max(at, clock.paused_at), calendar=reference.calendar(), slots=clock.hours)
    return clock


def _stopped(clock: Clock, at: datetime) -> Clock:
    return stop(clock, at=max(at, clock.paused_at or clock.started_at), calendar=reference.calendar(), slots=clock.hours)


def _begun(case: Incident, kind: ClockKind, at: datetime) -> Clock | None:
    """A new clock of that kind; None for a stage without a limit."""
    if kind is ClockKind.HANDLE:
        limit, rule = handling_limit(case, at)
        slots = reference.unit_slots().get(case.unit_id or 0, "")
        known: dict[str, Any] = {"unit_id": case.unit_id, "rule": rule, "slots": slots}
        hours = Slots.parse(slots) if slots else DEFAULT_SLOTS
        return replace(start(kind=kind, limit=limit, at=at, calendar=reference.calendar(), slots=hours), **known)
    minutes = reference.stage_minutes().get(case.state)
    if minutes is None:
        return None
    text = f"{minutes} urgent_minute" if minutes <= MOST_MINUTES else f"{-(-minutes // 60)} urgent_hour"
    return replace(start(kind=kind, limit=Limit.parse(text), at=at, calendar=reference.calendar()), rule="stage")


def _adopted(case: Incident, state: str) -> list[Clock]:
    """For a case that keeps no clocks yet: the deadline it has, as a clock."""
    kind = STAGE.get(state)
    if kind is None or case.due_at is None:
        return []
    begun = case.dispatched_at if kind is ClockKind.HANDLE and case.dispatched_at else case.received_at
    begun = min(begun, case.due_at)
    limit = handling_limit(case, begun)[0] if kind is ClockKind.HANDLE else Limit.parse("15 urgent_minute")
    yellow = begun + (case.due_at - begun) * 0.8
    unit = case.unit_id if kind is ClockKind.HANDLE else None
    return [Clock(kind, limit, begun, case.due_at, yellow, unit_id=unit, rule="adopted", calendar_version=case.calendar)]


def _show(case: Incident, clocks: list[Clock]) -> None:
    """What lists and maps look at. A paused case is not due; a case that waits for its dispatch is due by that."""
    last = clocks[-1] if clocks and clocks[-1].stopped_at is None else None
    runs = last is not None and last.running
    case.due_at = last.due_at if last and runs else None
    case.yellow_at = last.yellow_at if last and runs else None
    case.wake_at = wakes_at(case, last)
    if last is not None and last.kind is ClockKind.HANDLE:
        case.handle_due_at, case.calendar = last.due_at, last.calendar_version


def wakes_at(case: Incident, clock: Clock | None) -> datetime | None:
    """When the passing of time next means something for the case: an alarm, an answer that did not come, the end of a suspension."""
    if case.state == State.SUSPENDED:
        return case.suspended_until
    if case.asked_at is not None:
        return lapses_at(case.asked_at)
    if clock is None or not clock.running:
        return None
    return alarm_times(clock)[clock.alarms] if clock.alarms < ALARMS else None


def lapses_at(asked_at: datetime) -> datetime:
    """When a question that was asked then is no longer waited for."""
    return asked_at + timedelta(days=reference.rule("answer_days"))


def alarm_times(clock: Clock) -> list[datetime]:
    """Near the deadline, overdue, and each further step up the tree."""
    late = [clock.due_at + timedelta(minutes=reference.rule(f"escalate_{level}_minutes")) for level in range(1, ALARMS)]
    return [clock.yellow_at, *late]


def _fact(clock: Clock) -> dict[str, Any]:
    """What the record keeps of a clock that stopped."""
    assert clock.stopped_at is not None
    whole = elapsed(start=clock.started_at, end=clock.stopped_at, kind=clock.limit.kind, calendar=reference.calendar(), slots=clock.hours)
    used = max(whole - clock.paused_seconds, 0)
    return {"kind": str(clock.kind), "limit": str(clock.limit), "seconds": used, "late": clock.late(at=clock.stopped_at)}
