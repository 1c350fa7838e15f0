"""What holds for every case at every moment (不变量): each a sentence with a check; docs/workflow.md lists the sentences."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from governance.access.actor import Actor, Held, posts_of
from governance.access.roles import FIELD, Role
from governance.ledger.models import Entry
from grids import queries as grids
from incidents.actions.timing import STAGE, wakes_at
from incidents.clock import ClockKind, read_clocks, recompute
from incidents.models import UNDECIDED, Incident
from incidents.queries import reference
from incidents.rules import allowed_steps, may_view, visible_to
from incidents.workflow import OPEN, WITH_UNIT, State

Check = Callable[[Incident, datetime], bool]


def _one_clock_runs(case: Incident, _at: datetime) -> bool:
    open_ = [clock for clock in read_clocks(case.clocks) if clock.stopped_at is None]
    running = [clock for clock in open_ if clock.running]
    return len(running) <= 1 and len(open_) <= 2 and (case.state in OPEN or not open_)


def _clock_of_the_stage(case: Incident, _at: datetime) -> bool:
    if case.state not in OPEN:
        return case.due_at is None and case.yellow_at is None
    last = read_clocks(case.clocks)[-1]
    return last.kind == STAGE[case.state] and last.stopped_at is None and case.due_at == (last.due_at if last.running else None)


def _deadline_follows_from_the_rule(case: Incident, _at: datetime) -> bool:
    """One that stopped keeps the deadline by which it was judged, whatever holidays came after."""
    calendar = reference.calendar()
    counted = [one for one in read_clocks(case.clocks) if one.stopped_at is None or one.calendar_version == calendar.version]
    return all(recompute(one, calendar=calendar, slots=one.hours).due_at == one.due_at for one in counted)


def _waits_are_real(case: Incident, _at: datetime) -> bool:
    return (case.paused_at is not None) == (case.asked_at is not None or case.state == State.SUSPENDED)


def _who_waits_is_not_due(case: Incident, _at: datetime) -> bool:
    return case.paused_at is None or case.due_at is None


def _unit_holds(case: Incident, _at: datetime) -> bool:
    return case.state not in {*WITH_UNIT, State.SUSPENDED} or case.unit_id is not None


def _limits_of_requests(case: Incident, _at: datetime) -> bool:
    granted = case.requests.filter(wish="extension", outcome="granted").count()
    return case.extensions == granted <= 2 * (1 + case.reworks + case.reopens + case.returns) and case.suspensions <= 1


def _one_pending(case: Incident, _at: datetime) -> bool:
    undecided = case.requests.filter(outcome__in=UNDECIDED).count()
    return undecided == (1 if case.pending else 0)


def _exempt_was_late(case: Incident, _at: datetime) -> bool:
    return not case.exempt or (bool(case.late) and case.appealed)


def _versions_are_entries(case: Incident, _at: datetime) -> bool:
    steps = Entry.objects.filter(kind="incident", object_id=str(case.pk)).exclude(verb__in=["incident.due_soon", "incident.overdue"])
    return list(steps.order_by("id").values_list("version", flat=True)) == list(range(1, case.version + 1))


def _state_is_the_last_entrys(case: Incident, _at: datetime) -> bool:
    last = Entry.objects.filter(kind="incident", object_id=str(case.pk)).order_by("-id").first()
    return last is not None and last.detail["state"] == case.state


def _alarms_once(case: Incident, _at: datetime) -> bool:
    rows = Entry.objects.filter(object_id=str(case.pk), verb__in=["incident.due_soon", "incident.overdue"])
    told = [(row.detail["clock"], row.detail["level"], row.detail["since"]) for row in rows]
    return len(told) == len(set(told)) and all(row.detail["since"] <= row.at.isoformat() for row in rows)


def _nobody_judges_themselves(case: Incident, _at: datetime) -> bool:
    own = [row for row in case.requests.all() if row.author_id and row.author_id in {row.reviewer_id, row.decider_id}]
    return not own and not Entry.objects.filter(object_id=str(case.pk), verb="incident.checked", actor_id=case.handler_id or -1).exists()


def _stands_on_a_grid(case: Incident, _at: datetime) -> bool:
    return case.state not in OPEN or len(case.code) < 15 or grids.current_grids().filter(code=case.code).exists()


def _late_counts_from_the_clock(case: Incident, _at: datetime) -> bool:
    handled = [one for one in read_clocks(case.clocks) if one.kind is ClockKind.HANDLE and one.stopped_at is not None]
    return not case.late or any(one.late(at=one.stopped_at or one.due_at) for one in handled)


def _sent_away_is_seen_only(case: Incident, _at: datetime) -> bool:
    """A desk of each street: it works on what is in its area, and sees what it sent away."""
    for street in {code for code in case.former or () if len(code) == 9 and not case.code.startswith(code)}:
        desk = Actor(None, "x", (Held(Role.DISPATCHER, street),))
        if not may_view(desk, case) or not visible_to(desk).filter(pk=case.pk).exists() or allowed_steps(desk, case):
            return False
    return True


def _is_looked_at_again(case: Incident, _at: datetime) -> bool:
    clocks = read_clocks(case.clocks)
    return case.wake_at == (wakes_at(case, clocks[-1]) if case.state in OPEN else None)


def _waits_for_all(case: Incident, _at: datetime) -> bool:
    return case.state not in {State.FED_BACK, State.CHECKING, State.CHECKED} or not case.parts.filter(done_at__isnull=True).exists()


def _in_hands_that_hold_a_post(case: Incident, at: datetime) -> bool:
    """Of the unit, for what is being handled; a field post on the place, for what the grid looks at."""
    who, roles = (case.handler_id, {Role.HANDLER}) if case.state in {*WITH_UNIT, State.SUSPENDED} else (case.worker_id, FIELD)
    if who is None or case.state not in {*WITH_UNIT, State.SUSPENDED, State.VERIFYING, State.CHECKING}:
        return True
    held = posts_of(user_ids=[who], at=at).get(who, ())
    return any(post.role in roles and (case.unit_id == post.unit_id or post.role in FIELD) for post in held)


def _leads_to_one_that_stands(case: Incident, _at: datetime) -> bool:
    seen = set()
    while case.state == State.MERGED and case.survivor is not None and case.pk not in seen:
        seen.add(case.pk)
        case = case.survivor
    return case.state != State.MERGED


INVARIANTS: dict[str, Check] = {
    "at most one clock runs, one more may wait behind it, and a case that is over has none": _one_clock_runs,
    "the last clock is that of the stage, and the deadline shown is its deadline": _clock_of_the_stage,
    "every deadline follows from the stored rule, pauses and extensions": _deadline_follows_from_the_rule,
    "the clock waits for a question or a suspension and for nothing else": _waits_are_real,
    "a case that waits is not due": _who_waits_is_not_due,
    "a case in handling or suspended is held by a unit": _unit_holds,
    "extensions are as many as were granted, a suspension is granted once": _limits_of_requests,
    "a request waits exactly where the case says so": _one_pending,
    "only what was late and appealed is exempt": _exempt_was_late,
    "versions count the steps without gaps": _versions_are_entries,
    "the state is that of the last entry": _state_is_the_last_entrys,
    "an alarm is recorded once, and not before its time": _alarms_once,
    "nobody checks, reviews or approves their own": _nobody_judges_themselves,
    "an open case stands on a grid in force": _stands_on_a_grid,
    "late is a clock that stopped late": _late_counts_from_the_clock,
    "whoever sent a case away sees it and can do nothing with it": _sent_away_is_seen_only,
    "a case is looked at again when its next alarm, the end of its suspension or of its question comes": _is_looked_at_again,
    "fed back means that every unit that was called has done its part": _waits_for_all,
    "who has an open case in hand holds a post for it": _in_hands_that_hold_a_post,
    "a merged case leads to one that stands by itself": _leads_to_one_that_stands,
}


def violations(at: datetime, touched: Collection[UUID] | None = None) -> list[str]:
    """The sentences that do not hold, with the case's number; of all cases, or of those that were touched."""
    cases = Incident.objects.all() if touched is None else Incident.objects.filter(pk__in=touched)
    return [f"{case.number}: {sentence}" for case in cases for sentence, holds in INVARIANTS.items() if not holds(case, at)]
