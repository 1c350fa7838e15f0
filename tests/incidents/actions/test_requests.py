"""Extension and suspension (延期与挂账)."""

from datetime import UTC, datetime, timedelta

import pytest

from governance.errors import Conflict, IllegalStep, Invalid, NotAllowed
from governance.ledger.models import Entry
from incidents.models import Outcome, Request
from tests.incidents.walking import clocks, step, to
from tests.town import Town

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai; 4 work_hour end at 15:00
HOUR = timedelta(hours=1)


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour - 8, minute, tzinfo=UTC)


def test_each_extension_is_the_original_limit_and_two_at_most_are_granted(town: Town):
    case = to(town, "handling", at=MONDAY)
    assert case.due_at == shanghai(16, 15)
    for due in (shanghai(17, 9), shanghai(17, 15)):
        step(town, case, "request_extension", at=MONDAY + HOUR)
        step(town, case, "grant_extension", at=MONDAY + HOUR)
        assert case.due_at == case.handle_due_at == due
    with pytest.raises(Conflict):
        step(town, case, "request_extension", at=MONDAY + HOUR)
    assert (case.extensions, clocks(case)[-1].extensions) == (2, 2)


def test_refusals_do_not_count(town: Town):
    case = to(town, "handling", at=MONDAY)
    for _ in range(3):
        step(town, case, "request_extension", at=MONDAY)
        step(town, case, "refuse_extension", at=MONDAY)
    step(town, case, "request_extension", at=MONDAY)
    step(town, case, "grant_extension", at=MONDAY)
    assert (case.extensions, case.due_at) == (1, shanghai(17, 9))


def test_who_is_late_may_not_ask_and_exactly_at_the_deadline_one_may(town: Town):
    case = to(town, "handling", at=MONDAY)
    with pytest.raises(Conflict):
        step(town, case, "request_extension", at=case.due_at + timedelta(seconds=1))
    step(town, case, "request_extension", at=case.due_at)


def test_one_request_waits_at_a_time(town: Town):
    case = to(town, "handling", at=MONDAY)
    step(town, case, "request_extension", at=MONDAY)
    with pytest.raises(Conflict):
        step(town, case, "request_suspension", at=MONDAY, until=MONDAY + timedelta(days=9), reason="待施工")


def test_nobody_approves_what_they_asked_for(town: Town):
    case = to(town, "handling", at=MONDAY)
    step(town, case, "request_extension", at=MONDAY)
    Request.objects.update(author=town.people["erin"])
    with pytest.raises(Invalid):
        step(town, case, "grant_extension", by="erin", at=MONDAY)


@pytest.mark.parametrize("name", ["dan", "leo", "bob"])
def test_only_the_level_that_the_table_names_approves(town: Town, name: str):
    case = to(town, "handling", at=MONDAY)
    step(town, case, "request_suspension", at=MONDAY, until=MONDAY + timedelta(days=9), reason="待施工")
    with pytest.raises(NotAllowed):
        step(town, case, "grant_suspension", by="alice", at=MONDAY)
    step(town, case, "refuse_suspension", at=MONDAY)
    step(town, case, "request_extension", at=MONDAY)
    with pytest.raises((NotAllowed, Exception)) as refused:
        step(town, case, "grant_extension", by=name, at=MONDAY)
    assert refused.value.status in {403, 404}


def suspended(town: Town, days: float = 9):
    case = to(town, "handling", at=MONDAY)
    step(town, case, "request_suspension", at=MONDAY + HOUR, until=MONDAY + timedelta(days=days), reason="待施工")
    return step(town, case, "grant_suspension", at=MONDAY + HOUR)


def test_a_suspended_case_rests_and_goes_on_with_what_was_left(town: Town):
    case = suspended(town)
    assert (case.state, case.due_at, case.suspended_until) == ("suspended", None, MONDAY + timedelta(days=9))
    step(town, case, "resume", at=shanghai(25, 9))
    assert (case.state, case.suspended_until, case.paused_at) == ("handling", None, None)
    assert case.due_at == shanghai(25, 12), "three working hours were left"


def test_nothing_is_handled_meanwhile(town: Town):
    case = suspended(town)
    for verb in ("feed_back", "assign", "return", "request_extension"):
        with pytest.raises(IllegalStep):
            step(town, case, verb, at=MONDAY + 2 * HOUR)


def test_a_case_is_suspended_once(town: Town):
    case = suspended(town)
    step(town, case, "resume", at=MONDAY + 2 * HOUR)
    with pytest.raises(Conflict):
        step(town, case, "request_suspension", at=MONDAY + 2 * HOUR, until=MONDAY + timedelta(days=9), reason="待施工")


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_suspension_ends_within_a_year(town: Town, days: int):
    case = to(town, "handling", at=MONDAY)
    with pytest.raises(Invalid) as refused:
        step(town, case, "request_suspension", at=MONDAY, until=MONDAY + timedelta(days=days), reason="待施工")
    assert list(refused.value.fields) == ["until"]


def test_a_request_falls_with_the_stage(town: Town):
    case = to(town, "handling", at=MONDAY)
    step(town, case, "request_extension", at=MONDAY)
    step(town, case, "feed_back", at=MONDAY)
    assert (case.pending, Request.objects.get().outcome) == ("", Outcome.VOID)


def test_the_record_names_the_request_and_who_decided(town: Town):
    case = suspended(town)
    entry = Entry.objects.get(verb="incident.suspended")
    assert entry.detail["request"] == Request.objects.get().pk
    assert entry.actor_id == town.people["erin"].pk
    assert entry.detail["until"].startswith("2026-11-25")
    assert case.requested


def test_a_question_that_is_open_falls_with_a_suspension_and_the_clock_goes_on_alone(town: Town):
    case = to(town, "handling", at=MONDAY)
    step(town, case, "request_suspension", at=MONDAY + HOUR, until=MONDAY + timedelta(days=7), reason="待施工")
    step(town, case, "ask", at=MONDAY + 2 * HOUR, question="哪一侧？")
    step(town, case, "grant_suspension", at=MONDAY + 3 * HOUR)
    assert (case.state, case.asked_at) == ("suspended", None)
    step(town, case, "resume", at=MONDAY + timedelta(days=1))
    assert (case.state, case.asked_at, case.paused_at) == ("handling", None, None)
    assert case.due_at is not None
    assert case.wake_at == case.yellow_at
