"""The figures of a screen are the cases, counted; kept days tell the same as counted ones."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.actions.keep_days import keep_days
from evaluation.models import DayFigures
from evaluation.queries.screen.days import days_of, span_of
from evaluation.web.screen.figures import figures
from governance.access.actor import SYSTEM_ACTOR
from governance.codes import Level
from governance.errors import NotAllowed
from governance.ledger.models import Entry
from incidents.models import Incident
from tests.town import DISTRICT, OTHER_STREET, STREET, Town

COMMUNITY = f"{STREET}001"


def shown(town: Town, code: str) -> Any:
    cache.clear()
    return json.loads(figures(code=code, at=town.at))


def test_tiles_count_what_came_and_what_was_closed(town: Town, ended: Any) -> None:
    for _n in range(3):
        town.case()
    Incident.objects.filter(pk=town.case().pk).update(due_at=town.at - timedelta(hours=1))
    ended(late=False, came=town.at)
    ended(days=3, late=True)
    ended(days=4, late=None)
    tiles = shown(town, STREET)["tiles"]
    assert (tiles["came"], tiles["closed"]) == (5, 1)
    assert tiles["in_time"] == {"n": 1, "of": 2}, "a case without a settled deadline is neither in time nor late"
    assert (tiles["open"], tiles["overdue"]) == (4, 1)


def test_nothing_is_told_as_nothing_and_never_as_a_share(town: Town) -> None:
    body = shown(town, OTHER_STREET)
    assert body["tiles"]["in_time"] == {"n": 0, "of": 0}
    assert body["tiles"]["pleased"]["mean"] is None
    assert {stage["minutes"] for stage in body["stages"]} == {None}
    assert [row["of"] for row in body["ranking"]] == [0]


def test_satisfaction_is_the_mean_of_the_marks_of_what_was_closed(town: Town, ended: Any) -> None:
    for days, mark in ((0, 5), (3, 4), (4, None), (40, 1)):
        Incident.objects.filter(pk=ended(days=days)).update(rating=mark)
    assert shown(town, STREET)["tiles"]["pleased"] == {"mean": 4.5, "of": 2}
    keep_days(actor=SYSTEM_ACTOR, at=town.at)
    assert shown(town, STREET)["tiles"]["pleased"] == {"mean": 4.5, "of": 2}


@pytest.mark.parametrize("code", ["4403", DISTRICT, STREET, COMMUNITY, f"{COMMUNITY}001"])
def test_each_level_shows_the_same_cases(town: Town, ended: Any, code: str) -> None:
    ended(days=2)
    town.case()
    body = shown(town, code)
    assert sum(body["hours"]) == sum(count for _name, count in body["sources"]) == sum(count for _name, count in body["categories"]) == 2
    assert sum(body["trend"]["closed"]) == 1
    assert sum(body["areas"].values()) == 1
    if body["ranking"]:
        assert sum(row["came"] for row in body["ranking"]) == 2


def test_children_stand_by_their_share_and_those_without_one_come_last(town: Town, ended: Any) -> None:
    for days in (1, 2):
        ended(days=days, late=True)
    ended(days=1, by="alice", grid=f"{STREET}002001")
    ranking = shown(town, STREET)["ranking"]
    assert [(row["code"], row["n"], row["of"]) for row in ranking] == [(f"{STREET}002", 1, 1), (f"{STREET}001", 0, 2)]
    assert shown(town, DISTRICT)["ranking"][-1]["of"] == 0


def test_kept_days_tell_the_same_as_counted_ones(town: Town, ended: Any) -> None:
    for days in (0, 1, 2, 9, 30):
        ended(days=days, late=days % 2 == 0)
    before = {level: days_of(code=STREET, children=level, at=town.at) for level in (None, Level.COMMUNITY)}
    keep_days(actor=SYSTEM_ACTOR, at=town.at)
    for level, counted in before.items():
        kept = days_of(code=STREET, children=level, at=town.at)
        assert {area: {day: (one.came, one.closed, one.in_time, one.late) for day, one in days.items()} for area, days in kept.items()} == {
            area: {day: (one.came, one.closed, one.in_time, one.late) for day, one in days.items()} for area, days in counted.items()
        }
    Incident.objects.filter(closed_at__lt=town.at - timedelta(hours=30)).update(state="filed", closed_at=None)  # reopened
    still = days_of(code=STREET, children=None, at=town.at)
    assert sum(day.closed for day in still[STREET].values()) == 5, "past days are read from what was kept"
    keep_days(actor=SYSTEM_ACTOR, at=town.at)
    again = days_of(code=STREET, children=None, at=town.at)
    assert sum(day.closed for day in again[STREET].values()) < 5, "and are counted anew the next night"


def test_keeping_twice_keeps_one_row_for_an_area_and_day_and_is_recorded(town: Town, ended: Any) -> None:
    ended(days=2)
    first, again = (keep_days(actor=SYSTEM_ACTOR, at=town.at) for _n in range(2))
    assert first == again == DayFigures.objects.count()
    assert Entry.objects.filter(verb="days.kept").count() == 2
    with pytest.raises(NotAllowed):
        keep_days(actor=town.actor("leo"), at=town.at)


def test_a_case_belongs_to_the_day_of_shanghai(town: Town, ended: Any) -> None:
    today = span_of(at=town.at)[-1]
    for hours, expected in ((0, 1), (-1, 0)):
        Incident.objects.all().delete()
        from evaluation.queries.screen.days import midnight

        ended(came=midnight(today) + timedelta(hours=hours))
        assert shown(town, STREET)["tiles"]["came"] == expected


def test_the_number_of_statements_does_not_depend_on_the_number_of_cases(town: Town, ended: Any) -> None:
    counted = []
    for _round in range(2):
        ended(days=1)
        town.case()
        shown(town, STREET)
        with CaptureQueriesContext(connection) as seen:
            shown(town, STREET)
        counted.append(len(seen))
        ended(days=2)
        town.case()
    assert counted[0] == counted[1] <= 14


def test_events_tell_the_kind_and_the_area_and_nothing_else(town: Town) -> None:
    town.case(text="张三家漏水，电话 13800138000", place="幸福里 3 栋 502 张三")
    cache.clear()
    text = figures(code=STREET, at=town.at).decode()
    for secret in ("张三", "13800138000", "502", "幸福里", "Bob", "bob"):
        assert secret not in text
    assert json.loads(text)["events"][0] | {"at": ""} == {
        "at": "", "verb": "reported", "tag": "新报", "title": "上水井盖", "area": "第一街道第1社区第001网格",
    }  # fmt: skip
