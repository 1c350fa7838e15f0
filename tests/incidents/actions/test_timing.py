"""The clocks of a case turn with its stages (计时)."""

from datetime import UTC, datetime, timedelta

from governance.ledger.models import Entry
from incidents.models import AreaGrade, Season, Standard, UnitHours
from incidents.queries import reference
from tests.incidents.walking import clocks, step, to, walk
from tests.town import STREET, Town

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
MINUTES = timedelta(minutes=1)


def kinds(case) -> list[str]:
    return [str(clock.kind) for clock in clocks(case)]


def test_every_stage_has_its_clock(town: Town):
    case = to(town, "closed", at=MONDAY, minutes=2)
    assert kinds(case) == ["accept", "dispatch", "handle", "forward", "check", "close"]
    assert all(clock.stopped_at for clock in clocks(case))
    told = [fact for entry in Entry.objects.filter(object_id=str(case.pk)).order_by("pk") for fact in entry.detail.get("clocks", ())]
    assert [fact["kind"] for fact in told] == kinds(case)
    assert not any(fact["late"] for fact in told)


def test_accepting_waits_while_the_grid_looks(town: Town):
    case = town.case()
    due = case.due_at
    step(town, case, "send_to_verify", at=town.at + 5 * MINUTES)
    assert case.due_at == town.at + 35 * MINUTES
    step(town, case, "verify", at=town.at + 25 * MINUTES)
    assert (case.due_at, kinds(case)) == (due + 20 * MINUTES, ["verify", "accept"])


def test_a_return_runs_a_new_dispatch_clock_and_the_same_unit_goes_on(town: Town):
    case = to(town, "dispatched", at=MONDAY)
    step(town, case, "return", at=MONDAY + 60 * MINUTES)
    assert (case.due_at, case.handle_due_at) == (MONDAY + 75 * MINUTES, None)
    step(town, case, "dispatch", at=MONDAY + 120 * MINUTES)
    assert case.due_at == datetime(2026, 11, 16, 8, 0, tzinfo=UTC), "an hour was used, an hour waited: 16:00 in place of 15:00"
    assert kinds(case) == ["accept", "dispatch", "dispatch", "handle"]


def test_after_a_return_another_unit_begins_anew(town: Town):
    case = to(town, "dispatched", at=MONDAY)
    step(town, case, "return", at=MONDAY + 60 * MINUTES)
    step(town, case, "dispatch", unit=town.units["环卫公司"].pk, at=MONDAY + 120 * MINUTES)
    assert case.due_at == datetime(2026, 11, 16, 9, 0, tzinfo=UTC), "four working hours from 11:00"
    assert kinds(case).count("handle") == 2


def test_rework_counts_and_begins_a_new_clock_with_the_same_unit(town: Town):
    case = to(town, "fed_back", at=MONDAY)
    unit = case.unit_id
    step(town, case, "rework", at=MONDAY + 300 * MINUTES)
    assert (case.reworks, case.unit_id, kinds(case)[-1]) == (1, unit, "handle")
    assert case.due_at > MONDAY + 300 * MINUTES


def test_late_is_settled_at_feedback_and_stays(town: Town):
    case = to(town, "handling", at=MONDAY)
    step(town, case, "feed_back", at=case.due_at + timedelta(seconds=1))
    assert case.late is True
    step(town, case, "rework", at=case.due_at)
    step(town, case, "feed_back", at=case.dispatched_at)
    assert case.late is True


def test_a_case_that_is_over_has_no_running_clock(town: Town):
    case = to(town, "dispatched", at=MONDAY)
    walk(town, "return", "cancel", case=case, at=MONDAY)
    assert all(clock.stopped_at for clock in clocks(case))
    assert (case.due_at, case.yellow_at) == (None, None)


def test_the_lamp_turns_yellow_at_eighty_percent_of_the_working_time(town: Town):
    case = to(town, "handling", at=MONDAY)
    assert case.yellow_at == MONDAY + timedelta(hours=5, minutes=12)  # 192 of 240 minutes, noon left out: 14:12


def test_a_unit_may_have_hours_of_its_own(town: Town):
    UnitHours.objects.create(unit=town.units["市政养护所"], slots="09:00-13:00 14:00-17:00")
    reference.forget_all()
    case = to(town, "handling", at=MONDAY)
    assert case.due_at == datetime(2026, 11, 16, 5, 0, tzinfo=UTC)
    assert clocks(case)[-1].slots == "09:00-13:00 14:00-17:00"


def test_the_grade_of_the_area_and_the_season_have_limits_of_their_own(town: Town):
    graded = Standard.objects.create(category=town.category, condition="damage", name="破损", limit="2 work_hour", area_grade="A")
    Standard.objects.create(category=town.category, condition="damage", name="破损", limit="1 work_hour", season="flood")
    AreaGrade.objects.create(code=STREET, grade="A")
    Season.objects.create(name="flood", first="11-15", last="01-15")
    reference.forget_all()
    case = to(town, "handling", at=MONDAY)
    assert case.due_at == MONDAY + timedelta(hours=2)
    assert clocks(case)[-1].rule == f"standard {graded.pk} A/"
    AreaGrade.objects.all().delete()
    reference.forget_all()
    assert to(town, "handling", at=MONDAY).due_at == MONDAY + timedelta(hours=1)


def test_a_limit_that_changes_later_does_not_move_a_running_clock(town: Town):
    case = to(town, "handling", at=MONDAY)
    due = case.due_at
    Standard.objects.update(limit="1 work_hour")
    reference.forget_all()
    step(town, case, "ask", by="dan", question="哪里？", at=MONDAY + 30 * MINUTES)
    step(town, case, "answer", by="bob", answer="门口", at=MONDAY + 30 * MINUTES)
    assert case.due_at == due


def test_a_case_from_before_the_clocks_goes_on_with_its_deadline(town: Town):
    case = to(town, "handling", at=MONDAY)
    type(case).objects.filter(pk=case.pk).update(clocks=[])
    due = case.due_at
    step(town, case, "feed_back", at=due + timedelta(seconds=1))
    assert (case.late, clocks(case)[0].rule) == (True, "adopted")
