"""Time passes (到期处理): what a timer turns into events. Each once, also after the timer was away for days."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from governance.access.actor import SYSTEM_ACTOR
from governance.access.roles import Role
from governance.ledger.record import record
from governance.notices.queries import anybody_listens
from governance.notices.recipients import To
from incidents.actions.requests import resume_case
from incidents.actions.talk import lapse_question
from incidents.actions.telling import DESK, HANDLER, tell_staff
from incidents.actions.timing import ALARMS, alarm_times, lapses_at, running, wakes_at
from incidents.clock import Clock, ClockKind, read_clocks, recompute, write_clocks
from incidents.models import Incident
from incidents.queries import reference
from incidents.queries.one import read_case
from incidents.workflow import OPEN, State

AT_ONCE = 500
UP: tuple[Role | None, ...] = (None, None, Role.GRID_LEADER, Role.DUTY_CHIEF, Role.LEADER)
"""Who hears of which alarm: at first whoever holds the case, then up the tree."""


@dataclass(frozen=True, slots=True)
class Passed:
    """How many cases were looked at, and what happened."""

    cases: int = 0
    alarms: int = 0
    resumed: int = 0
    lapsed: int = 0


def pass_time(*, at: datetime, most: int = AT_ONCE) -> Passed:
    """Look at the cases whose time has come, each in a transaction of its own, the longest waiting first."""
    due = list(Incident.objects.filter(wake_at__lte=at).order_by("wake_at").values_list("pk", flat=True)[:most])
    found = [_look(case_id, at) for case_id in due]
    return Passed(len(due), sum(one for one in found if one > 0), found.count(-1), found.count(-2))


@transaction.atomic
def _look(case_id: UUID, at: datetime) -> int:
    """The number of alarms; -1 when a suspension ended, -2 when a question lapsed."""
    case = read_case(case_id, lock=True)
    if case is None or case.wake_at is None or case.wake_at > at:
        return 0
    if case.state == State.SUSPENDED:
        resume_case(actor=SYSTEM_ACTOR, incident_id=case.pk, version=None, at=at)
        return -1
    if case.asked_at is not None and lapses_at(case.asked_at) <= at:
        lapse_question(actor=SYSTEM_ACTOR, incident_id=case.pk, version=None, at=at)
        return -2
    return _alarm(case, at)


def _alarm(case: Incident, at: datetime) -> int:
    """Record each alarm that went off since the last look: incident.due_soon, then incident.overdue with its level.

    The version of the case stays: nobody's open form becomes stale by time passing.
    """
    clock = running(case)
    if clock is None or not clock.running:
        _rest(case)
        return 0
    times = alarm_times(clock)
    gone = next((number for number in range(clock.alarms, ALARMS) if times[number] > at), ALARMS)
    case.clocks = write_clocks([*read_clocks(case.clocks)[:-1], replace(clock, alarms=gone)])
    case.wake_at = wakes_at(case, replace(clock, alarms=gone))
    case.save(update_fields=["clocks", "wake_at"])
    for number in range(clock.alarms, gone):
        _record(case, clock, number, times[number], at)
    return gone - clock.alarms


def _rest(case: Incident) -> None:
    case.wake_at = None
    case.save(update_fields=["wake_at"])


def _record(case: Incident, clock: Clock, number: int, since: datetime, at: datetime) -> None:
    verb = "incident.overdue" if number else "incident.due_soon"
    to = UP[number]
    detail: dict[str, Any] = {"state": case.state, "clock": str(clock.kind), "level": number, "since": since.isoformat()}
    detail |= {"due": clock.due_at.isoformat(), "units": [case.unit_id] if case.unit_id else [], "told": to.value if to else "holder"}
    if number and anybody_listens():
        _tell(case, clock, number, at)
    record(
        actor=SYSTEM_ACTOR, verb=verb, kind="incident", object_id=str(case.pk), code=case.code, at=at, version=case.version, detail=detail
    )


def _tell(case: Incident, clock: Clock, number: int, at: datetime) -> None:
    role = UP[number]
    if role is not None:
        to, audience = [To.role(role, case.code)], DESK
    elif clock.kind is ClockKind.HANDLE and case.unit_id is not None:
        to, audience = [To.unit(case.unit_id)], HANDLER
    else:
        to, audience = [To.role(Role.CLERK, case.code), To.role(Role.DISPATCHER, case.code)], DESK
    key = f"incident.overdue:{case.pk}:{clock.started_at.isoformat()}:{number}"
    tell_staff(event="incident.overdue", audience=audience, to=to, incident=case, at=at, key=key)


def recompute_deadlines(*, at: datetime) -> int:
    """Count the deadlines of open cases anew after the calendar changed (F13): from the stored rule, both values in the record.

    How many deadlines moved. Records incident.recomputed for each.
    """
    version = reference.calendar().version
    counted = Incident.objects.filter(state__in=sorted(OPEN)).exclude(calendar__in=["", version])
    return sum(_recompute(case_id, at) for case_id in counted.values_list("pk", flat=True))


@transaction.atomic
def _recompute(case_id: UUID, at: datetime) -> bool:
    case = read_case(case_id, lock=True)
    if case is None:
        return False
    before = read_clocks(case.clocks)
    after = [one if one.stopped_at else recompute(one, calendar=reference.calendar(), slots=one.hours) for one in before]
    moved = [(old, new) for old, new in zip(before, after, strict=True) if old.due_at != new.due_at]
    if not moved:
        return False
    case.clocks, current = write_clocks(after), after[-1]
    if current.kind is ClockKind.HANDLE:
        case.handle_due_at, case.calendar = current.due_at, current.calendar_version
    if current.running:
        case.due_at, case.yellow_at = current.due_at, current.yellow_at
    case.wake_at = wakes_at(case, current)
    case.version += 1
    case.save(update_fields=["clocks", "handle_due_at", "calendar", "due_at", "yellow_at", "wake_at", "version"])
    changes = [{"kind": str(old.kind), "from": old.due_at.isoformat(), "to": new.due_at.isoformat()} for old, new in moved]
    versions = {"from_calendar": moved[0][0].calendar_version, "calendar": reference.calendar().version}
    detail = {"state": case.state, "units": [case.unit_id] if case.unit_id else [], "deadlines": changes} | versions
    record(
        actor=SYSTEM_ACTOR, verb="incident.recomputed", kind="incident", object_id=str(case.pk), code=case.code, at=at,
        version=case.version, detail=detail,
    )  # fmt: skip
    return True
