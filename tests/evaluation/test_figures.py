"""Figures follow the ledger, and what cannot be known is not shown as a number."""

from datetime import datetime, timedelta

import pytest

from evaluation.models import DaySum, Passage
from evaluation.periods import Span, midnight, period_of, today
from evaluation.queries.catalogue import catalogue
from evaluation.queries.figures import Subject, groups_by_area, groups_of
from incidents.actions.recategorising import recategorise_case
from incidents.models import Category
from tests.town import DISTRICT, OTHER_STREET, STREET, inside

ALL = ("inspector", "acceptor", "duty_chief", "dispatcher", "area", "department", "process", "grid_worker")


def values(days, at=None, **subject):
    given = Subject(**({"areas": (DISTRICT,)} | subject))
    groups = groups_of(subject=given, period=period_of(Span.MONTH, today(days.at)), at=at or days.at)
    return catalogue(ALL, month="2026-10").values(groups)


def test_a_case_taken_through_in_time_is_counted_where_it_should(days) -> None:
    d = days()
    d.whole()
    assert d.kept() == 1
    found = values(d)
    ones = (
        "patrol_report",
        "valid_patrol_report",
        "operate",
        "inst",
        "accurate_inst",
        "dispatch",
        "need_dispatch",
        "need_close",
        "need_dispose",
    )
    assert {name: found[name].value for name in ones} == dict.fromkeys(ones, 1)
    whole = (
        "valid_report_rate",
        "intime_inst_rate",
        "intime_dispatch_rate",
        "close_rate",
        "intime_close_rate",
        "intime_dispose_rate",
        "check_pass_rate",
    )
    assert {name: found[name].value for name in whole} == dict.fromkeys(whole, 100)
    assert found["avg_dispose_time"].value == 3600


def test_nothing_to_count_is_no_data_and_neither_0_nor_100(days) -> None:
    d = days()
    found = values(d)
    assert {one.value for one in found.values() if one.indicator.kind != "count"} == {None}
    assert {one.grade for one in found.values()} == {""}


def test_what_is_due_and_not_done_counts_once_its_time_has_come(days) -> None:
    d = days()
    case = d.report()
    d.wait(5).file(case).wait(5).dispatch(case).kept()
    assert values(d)["need_dispose"].value == 0
    later = d.case(case).handle_due_at
    found = values(d, at=later)
    assert (found["need_dispose"].value, found["overtime_to_dispose"].value, found["dispose_rate"].value) == (1, 1, 0)


def test_a_late_feedback_is_late_for_ever_and_a_rework_counts(days) -> None:
    d = days()
    case = d.report()
    d.wait(5).file(case).wait(5).dispatch(case).wait(60 * 24 * 3).feed_back(case).check(case, result="failed")
    d.do(case, "rework_incident", "alice", reason="没修好").wait(30).feed_back(case).check(case).wait(1).close(case).kept()
    found = values(d)
    assert (found["intime_dispose_rate"].value, found["overtime_dispose_rate"].value, found["rework_rate"].value) == (0, 100, 100)
    assert (found["check_pass_rate"].value, found["intime_close_rate"].value, found["close_rate"].value) == (50, 0, 100)


def test_not_fixed_counts_against_the_unit_that_said_it_was(days) -> None:
    d = days()
    case = d.report()
    d.wait(5).file(case).wait(5).dispatch(case).wait(20).feed_back(case).check(case).wait(1).close(case).wait(60).kept()
    assert (values(d)["reopen_rate"].value, values(d)["reopened"].value) == (0, 0)
    d.do(case, "reopen_incident", "erin", reason="居民说又坏了").kept()
    found = values(d)
    assert (found["reopen_rate"].value, found["reopened"].value, found["close_rate"].value) == (100, 1, None)


def test_a_wrong_dispatch_counts_against_the_dispatcher_and_not_for_the_unit(days) -> None:
    d = days()
    case = d.report()
    d.wait(5).file(case).wait(5).dispatch(case).wait(10)
    d.do(case, "return_incident", "dan", reason="不归我们").wait(5).dispatch(case, unit="环卫公司").wait(5).feed_back(
        case, by="dora"
    ).kept()
    assert values(d)["accurate_dispatch_rate"].value == 50
    wrong = values(d, unit_id=d.town.units["市政养护所"].pk)
    assert (wrong["need_dispose"].value, wrong["return_rate"].value) == (0, 100)
    assert values(d, unit_id=d.town.units["环卫公司"].pk)["dispose_rate"].value == 100


def test_a_cancelled_case_counts_against_accurate_filing_and_is_not_due(days) -> None:
    d = days()
    case = d.report()
    d.wait(5).file(case).wait(2).do(case, "cancel_incident", "erin", reason="误立").kept()
    found = values(d)
    assert (found["accurate_inst_rate"].value, found["need_dispatch"].value, found["need_close"].value) == (0, 0, 0)


def test_public_reports_and_refusals(days) -> None:
    d = days()
    public, refused = d.report(by="alice", source="hotline"), d.report(by="alice", source="phone")
    d.wait(5).do(public, "send_to_verify", "alice").wait(45).do(public, "verify_incident", "bob", result="exists").wait(5).file(public)
    d.do(refused, "refuse_incident", "alice", reason="不属实").kept()
    found = values(d)
    assert (found["public_report_rate"].value, found["inst_rate"].value, found["accept_rate"].value) == (100, 50, 100)
    assert (found["verify_rate"].value, found["intime_verify_rate"].value, found["report_rate"].value) == (100, 0, 0)
    assert found["to_close_rate"].value == 50


def test_a_repeat_is_the_same_category_near_by_and_soon_after(days) -> None:
    d = days()
    first = d.report()
    second = d.wait(60).report()
    d.file(first).file(second)
    d.wait(60 * 30)
    d.file(d.report()).kept()
    assert values(d)["repeat_rate"].value == pytest.approx(100 / 3, abs=0.01)


def test_a_repeat_is_none_once_the_case_before_it_was_of_another_kind_or_place(days) -> None:
    d = days()
    kind = Category.objects.create(kind="event", code="0101", name="暴露垃圾", major_code="01", major_name="市容环境")
    cases = [d.wait(30).report() for _n in range(4)]
    for case in cases:
        d.file(case)
    d.kept()
    assert values(d)["repeat_rate"].value == 75
    recategorise_case(actor=d.actor("alice"), incident_id=cases[0], version=None, at=d.at, category_id=kind.pk, reason="看错了")
    d.kept()
    assert values(d)["repeat_rate"].value == 50
    lon, lat = inside(d.town.other_grid)
    d.do(cases[1], "place_incident", "alice", lon=lon, lat=lat).kept()
    assert values(d)["repeat_rate"].value == 25


def test_the_second_time_nothing_is_told_anew_and_a_change_tells_the_case_again(days) -> None:
    d = days()
    case = d.report()
    assert (d.kept(), d.kept()) == (1, 0)
    d.wait(5).file(case)
    assert d.kept() == 1
    assert Passage.objects.filter(source=str(case), stage="report").count() == 1


def test_sums_are_what_the_passages_add_up_to(days) -> None:
    d = days()
    for _n in range(3):
        d.whole()
    d.kept()
    case = d.report(grid=d.town.other_grid)
    d.kept()
    d.wait(5).do(case, "refuse_incident", "carol", reason="重复").kept()
    summed: dict[tuple, int] = {}
    for row in Passage.objects.all():
        key = (row.day, row.street, row.unit_id or 0, row.stage, row.marks)
        summed[key] = summed.get(key, 0) + row.count
    assert {(s.day, s.street, s.unit_id, s.stage, s.marks): s.count for s in DaySum.objects.exclude(count=0)} == summed


def test_days_before_today_come_from_the_sums_and_say_the_same_as_the_passages(days) -> None:
    d = days()
    d.whole()
    d.wait(60 * 24).do(d.report(grid=d.town.other_grid), "refuse_incident", "carol", reason="重复").wait(60 * 24).kept()
    month = period_of(Span.MONTH, today(d.at))
    by_sums = groups_by_area(subject=Subject((DISTRICT,)), period=month, at=d.at, digits=9)
    by_rows = groups_by_area(subject=Subject((DISTRICT,)), period=month, at=d.at, digits=12)
    assert set(by_sums) == {STREET, OTHER_STREET}
    for street, groups in by_sums.items():
        assert sorted(groups) == sorted(one for code, rows in by_rows.items() if code.startswith(street) for one in rows)


def test_a_period_up_to_some_moment_holds_what_was_before_it_and_one_that_has_not_begun_holds_nothing(days) -> None:
    d = days()
    first = today(d.at)
    d.whole()
    d.wait(60 * 24).whole()
    d.wait(60 * 24).kept()
    month, subject = period_of(Span.MONTH, first), Subject((DISTRICT,))
    next_day = midnight(first + timedelta(days=1))

    def reports(upto: datetime) -> int:
        return sum(one.number for one in groups_of(subject=subject, period=month, at=upto) if one.stage == "report")

    assert [reports(next_day), reports(d.at)] == [1, 2]
    assert groups_of(subject=subject, period=month.after(), at=d.at) == []


def test_what_the_worker_left_undone_counts_for_whoever_holds_the_grid(days) -> None:
    d = days()
    case = d.report(by="alice", source="hotline")
    d.wait(5).do(case, "send_to_verify", "alice").wait(60).kept()
    bob = d.town.people["bob"].pk
    assert values(d, person_id=bob, grids=(d.town.grid,))["intime_verify_rate"].value == 0
    assert values(d, person_id=bob)["intime_verify_rate"].value is None
