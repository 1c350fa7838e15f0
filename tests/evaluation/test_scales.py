"""Weights, steps and grades are data: they change from a month on, on record, and what is over stays as it was."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from evaluation.actions.months import close_month
from evaluation.actions.scales import Wanted, set_scale
from evaluation.cards.overview import whole
from evaluation.models import Closing, Frozen, Scale, Weight
from evaluation.periods import Span, period_of, today
from evaluation.queries.catalogue import catalogue
from evaluation.queries.figures import Subject
from evaluation.queries.scales import scale_in
from governance.access.models import Post
from governance.access.roles import Role
from governance.errors import Invalid, NotAllowed
from governance.ledger.models import Entry
from tests.town import DISTRICT, STREET

STEPS = ((1, 100), (0, 0))
GRADES = (("A", 95.0), ("B", 80.0), ("C", 60.0), ("D", 40.0), ("E", 0.0))


def shipped(**changes: dict[str, int]) -> dict[str, dict[str, int]]:
    weights: dict[str, dict[str, int]] = {}
    for one in Weight.objects.all():
        weights.setdefault(one.score_id, {})[one.indicator_id] = one.weight
    return weights | changes


def wanted(**changes) -> Wanted:
    return Wanted(**({"weights": shipped(), "steps": STEPS, "grades": GRADES} | changes))


CLOSING_ALONE = {"public_report_rate": 0, "inst_score": 0, "close_rate": 100, "intime_close_rate": 0}


@pytest.fixture
def leo(days):
    """An October with a late case, and an evaluator of the district."""
    d = days().wait(-60 * 24 * 10)
    case = d.report()
    d.wait(5).file(case).wait(5).dispatch(case).wait(60 * 24 * 4).feed_back(case).check(case).wait(5).close(case).kept()
    Post.objects.create(user=d.town.people["leo"], role=Role.EVALUATOR, unit=d.town.units["第一街道办事处"], code=DISTRICT, starts_at=d.at)
    return d


def score(d, month):
    known = catalogue(["area"], month=month.scored_in(max(d.at, month.start)))
    found = whole(known=known, subject=Subject((STREET,)), period=month, at=max(d.at, month.start))
    return {one.indicator.code: one for one in found.details}["area_score"].now


def test_a_new_scale_holds_from_its_month_on_and_is_on_record(leo) -> None:
    d = leo
    october = period_of(Span.MONTH, today(d.at))
    before = score(d, october)
    set_scale(actor=d.actor("leo"), since=october.after().key, wanted=wanted(weights=shipped(area_score=CLOSING_ALONE)), at=d.at)
    assert score(d, october) == before
    assert [scale_in(month).since for month in ("2026-10", "2026-11", "2027-03")] == ["", "2026-11", "2026-11"]
    later = catalogue(["area"], month="2026-11")
    assert [(part.indicator, part.weight) for part in later.parts["area_score"]] == [("close_rate", 100)]
    assert later.grades[0] == ("A", 95.0)
    entry = Entry.objects.get(verb="evaluation.scale_set")
    assert (entry.detail["since"], entry.detail["before"]["since"]) == ("2026-11", "")
    assert entry.detail["before"]["weights"]["area_score"]["close_rate"] == 30
    assert entry.detail["after"]["weights"]["area_score"]["close_rate"] == 100


def test_the_score_follows_the_weights_of_its_own_month(leo) -> None:
    d = leo
    october = period_of(Span.MONTH, today(d.at))
    set_scale(actor=d.actor("leo"), since=october.key, wanted=wanted(weights=shipped(area_score=CLOSING_ALONE)), at=d.at)
    found = score(d, october)
    assert (found.number, found.grade) == (100, "A")
    other = shipped(area_score=CLOSING_ALONE | {"close_rate": 0, "intime_close_rate": 100})
    set_scale(actor=d.actor("leo"), since=october.key, wanted=wanted(weights=other), at=d.at)
    assert (score(d, october).number, score(d, october).grade) == (0, "E")
    assert Entry.objects.filter(verb="evaluation.scale_set").count() == 2


def test_what_is_over_and_what_is_closed_cannot_be_scored_anew(leo) -> None:
    d = leo
    october = period_of(Span.MONTH, today(d.at))
    d.wait(60 * 24 * 22)
    closing = close_month(actor=d.actor("leo"), code=DISTRICT, period=october, at=d.at)
    frozen = Frozen.objects.get(closing=closing, kind="area", key=STREET).values
    with pytest.raises(Invalid) as refused:
        set_scale(actor=d.actor("leo"), since=october.key, wanted=wanted(), at=d.at)
    assert set(refused.value.fields) == {"since"}
    with pytest.raises(DatabaseError, match="keeps its weights"), transaction.atomic():
        Scale.objects.create(since=october.key, weights={}, steps=[], grades=[], at=d.at)
    set_scale(actor=d.actor("leo"), since=october.after().key, wanted=wanted(weights=shipped(area_score=CLOSING_ALONE)), at=d.at)
    assert Frozen.objects.get(closing=closing, kind="area", key=STREET).values == frozen
    assert Closing.objects.count() == 1
    with pytest.raises(DatabaseError, match="keeps its weights"), transaction.atomic():
        Scale.objects.update(since=october.key)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"weights": {"area_score": {"close_rate": 100}}}, "area_score"),
        ({"steps": ((1, 50), (10, 20))}, "steps"),
        ({"steps": ((1, 50), (1, 60))}, "steps"),
        ({"grades": (("A", 90.0), ("B", 95.0), ("C", 60.0), ("D", 40.0), ("E", 0.0))}, "grades"),
        ({"grades": GRADES[:4]}, "grades"),
    ],
)
def test_a_scale_that_makes_no_sense_is_refused_by_field(leo, wrong, field) -> None:
    d = leo
    given = wanted(**({"weights": shipped() | wrong["weights"]} if "weights" in wrong else wrong))
    with pytest.raises(Invalid) as refused:
        set_scale(actor=d.actor("leo"), since="2026-12", wanted=given, at=d.at)
    assert field in refused.value.fields
    assert not Scale.objects.exists()


def test_weights_that_do_not_make_up_100_are_refused(leo) -> None:
    d = leo
    given = wanted(weights=shipped(area_score=CLOSING_ALONE | {"close_rate": 99}))
    with pytest.raises(Invalid) as refused:
        set_scale(actor=d.actor("leo"), since="2026-12", wanted=given, at=d.at)
    assert "99" in str(refused.value.fields["area_score"])


def test_only_the_evaluator_of_a_district_and_the_system_administrator_set_it(leo) -> None:
    d = leo
    Post.objects.filter(user=d.town.people["leo"], role=Role.EVALUATOR).update(code=STREET)
    for name in ("alice", "erin", "leo", "sue"):
        with pytest.raises(NotAllowed):
            set_scale(actor=d.actor(name), since="2026-12", wanted=wanted(), at=d.at)
    set_scale(actor=d.actor("sam"), since="2026-12", wanted=wanted(), at=d.at)


def test_the_page_sets_it_and_shows_a_refusal_with_what_was_written(town, catalogue) -> None:
    sam = Client(headers={"accept-language": "zh-hans"})
    sam.force_login(town.people["sam"])
    page = sam.get("/evaluation/settings/").content.decode()
    form = dict(re.findall(r'name="(w-[^"]+|grade-.)" value="([^"]*)"', page))
    rows = {"least": re.findall(r'name="least" value="([^"]*)"', page), "points": re.findall(r'name="points" value="([^"]*)"', page)}
    since = re.findall(r'<option value="(\d{4}-\d{2})"', page)[1]
    assert len(form) == 22 + 5
    wrong = sam.post("/evaluation/settings/", form | rows | {"since": since, "w-area_score-close_rate": "31"})
    assert wrong.status_code == 400
    assert "现为 101" in wrong.content.decode()
    assert 'name="w-area_score-close_rate" value="31"' in wrong.content.decode()
    assert sam.post("/evaluation/settings/", form | rows | {"since": since, "grade-A": "x"}).status_code == 400
    assert not Scale.objects.exists()
    moved = {"w-area_score-close_rate": "40", "w-area_score-intime_close_rate": "30", "grade-A": "92.5"}
    assert sam.post("/evaluation/settings/", form | rows | moved | {"since": since}).status_code == 302
    assert Scale.objects.get().weights["area_score"] == {
        "public_report_rate": 10,
        "inst_score": 20,
        "close_rate": 40,
        "intime_close_rate": 30,
    }
    assert "92.5" in sam.get(f"/evaluation/settings/?month={since}").content.decode()
    assert "92.5" not in sam.get("/evaluation/settings/").content.decode()
