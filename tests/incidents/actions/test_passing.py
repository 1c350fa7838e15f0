"""Time passes (到期处理): each alarm once, also after an outage; suspensions and questions end by themselves; F13."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.ledger.models import Entry
from incidents.actions.passing import pass_time, recompute_deadlines
from incidents.models import Day
from incidents.queries import reference
from tests.incidents.walking import clocks, step, to
from tests.town import Town

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai; 4 work_hour end at 15:00
HOUR = timedelta(hours=1)


def told(case) -> list[tuple[str, int]]:
    rows = Entry.objects.filter(object_id=str(case.pk), verb__in=["incident.due_soon", "incident.overdue"]).order_by("pk")
    return [(row.verb.partition(".")[2], row.detail["level"]) for row in rows]


def test_each_alarm_goes_off_once_at_its_time(town: Town):
    case = to(town, "handling", at=MONDAY)
    version = case.version
    for _again in range(2):
        pass_time(at=case.yellow_at - timedelta(seconds=1))
        assert told(case) == []
    for _again in range(2):
        pass_time(at=case.yellow_at)
        assert told(case) == [("due_soon", 0)]
    pass_time(at=case.due_at)
    assert told(case) == [("due_soon", 0), ("overdue", 1)]
    case.refresh_from_db()
    assert case.version == version, "time passing makes nobody's form stale"


def test_a_report_that_nobody_touches_is_heard_of_up_to_the_leader(town: Town):
    town.at = MONDAY
    case = town.case()
    assert pass_time(at=case.due_at - timedelta(minutes=3)).alarms == 1
    pass_time(at=MONDAY + timedelta(days=9))
    assert told(case) == [("due_soon", 0), ("overdue", 1), ("overdue", 2), ("overdue", 3), ("overdue", 4)]


def test_after_an_outage_every_level_is_recorded_once_in_order(town: Town):
    case = to(town, "handling", at=MONDAY)
    assert pass_time(at=MONDAY + timedelta(days=9)).alarms == 5
    assert told(case) == [("due_soon", 0), ("overdue", 1), ("overdue", 2), ("overdue", 3), ("overdue", 4)]
    assert pass_time(at=MONDAY + timedelta(days=19)).cases == 0
    roles = [row.detail["told"] for row in Entry.objects.filter(verb="incident.overdue").order_by("pk")]
    assert roles == ["holder", "grid_leader", "duty_chief", "leader"]


def test_the_next_stage_has_alarms_of_its_own(town: Town):
    case = to(town, "handling", at=MONDAY)
    pass_time(at=MONDAY + timedelta(days=9))
    step(town, case, "feed_back", at=MONDAY + timedelta(days=9))
    pass_time(at=MONDAY + timedelta(days=9, hours=1))
    assert told(case)[5:7] == [("due_soon", 0), ("overdue", 1)]


def test_a_suspended_case_goes_on_by_itself_from_its_day_though_the_timer_was_away(town: Town):
    case = to(town, "handling", at=MONDAY)
    until = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)  # Wednesday, 09:00
    step(town, case, "request_suspension", at=MONDAY + HOUR, until=until, reason="待施工")
    step(town, case, "grant_suspension", at=MONDAY + HOUR)
    assert pass_time(at=until - timedelta(seconds=1)).resumed == 0
    assert pass_time(at=until + timedelta(days=3)).resumed == 1
    case.refresh_from_db()
    assert (case.state, case.due_at) == ("handling", datetime(2026, 11, 18, 4, 0, tzinfo=UTC))
    assert Entry.objects.filter(verb="incident.resumed").count() == 1


def test_a_question_without_an_answer_stops_the_clock_for_some_days_only(town: Town):
    case = town.case()
    due = case.due_at
    step(town, case, "ask", question="哪栋？")
    assert pass_time(at=town.at + timedelta(days=4)).lapsed == 1
    case.refresh_from_db()
    assert (case.asked_at, case.due_at) == (None, due + timedelta(days=3))


def test_a_case_that_is_over_wakes_nobody(town: Town):
    case = to(town, "closed")
    assert case.wake_at is None
    assert pass_time(at=town.at + timedelta(days=99)).cases == 0


def test_the_cost_of_a_look_does_not_grow_with_what_is_not_due(town: Town, django_assert_num_queries):
    for _ in range(3):
        to(town, "handling", at=MONDAY)
    with django_assert_num_queries(1):
        pass_time(at=MONDAY)


@pytest.mark.parametrize("kind", ["holiday", "workday_makeup"])
def test_f13_a_new_holiday_moves_open_deadlines_and_both_values_are_in_the_record(town: Town, kind: str):
    friday = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # 16:00; two hours on Friday, two on Monday
    case = to(town, "handling", at=friday)
    before = case.due_at
    assert before == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    Day.objects.create(date=date(2026, 11, 23) if kind == "holiday" else date(2026, 11, 21), kind=kind, name="测试")
    Day.objects.bulk_create(Day(date=day, kind="holiday", name="节") for day in (date(2026, 1, 1), date(2026, 10, 1)))
    reference.forget_all()
    assert recompute_deadlines(at=friday) == 1
    case.refresh_from_db()
    day = 24 if kind == "holiday" else 21
    assert case.due_at == case.handle_due_at == datetime(2026, 11, day, 2, 0, tzinfo=UTC)
    detail = Entry.objects.get(verb="incident.recomputed").detail
    assert detail["deadlines"] == [{"kind": "handle", "from": before.isoformat(), "to": case.due_at.isoformat()}]
    assert detail["calendar"] == case.calendar == clocks(case)[-1].calendar_version
    assert detail["calendar"] != detail["from_calendar"]
    assert recompute_deadlines(at=friday) == 0


def test_f13_a_year_that_is_not_loaded_uses_weekends_and_warns(town: Town):
    case = to(town, "handling", at=datetime(2031, 1, 1, 1, 0, tzinfo=UTC))
    assert case.due_at == datetime(2031, 1, 1, 7, 0, tzinfo=UTC)
    assert clocks(case)[-1].warned
