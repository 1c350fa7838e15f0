"""Retraining from the office's own closed cases, and proposals that come of it."""

import io
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import NotAllowed
from governance.ledger.models import Entry
from incidents.actions.learning import retrain
from incidents.advising import proposal_cards
from incidents.models import Category, Incident, LearnedPrecision
from incidents.queries import reference
from incidents.triage.advice import advised
from incidents.triage.categories import propose_category
from incidents.triage.learned import learned_proposals
from tests.town import OTHER_STREET, STREET, Town


def closed(town: Town, unit: str, count: int, *, code: str = f"{STREET}001001", days: int = 1, text: str = "") -> None:
    """Cases that a unit handled, as rows."""
    cases = []
    for number in range(count):
        at = town.at - timedelta(days=days, minutes=number)
        cases.append(Incident(
            id=uuid4(), number=f"{days:02d}{code[6:]}{town.units[unit].pk % 100:02d}{number:04d}"[:19], state="closed", code=code, category=town.category,
            source="grid_worker", text=text or f"井盖破损 {number}", placing="inside", captured_at=at, received_at=at, closed_at=at,
            body_digest=b"x", unit=town.units[unit], proposals=[],
        ))  # fmt: skip
    Incident.objects.bulk_create(cases)


@pytest.fixture
def learned(town: Town) -> Town:
    closed(town, "环卫公司", 45)
    closed(town, "第一街道办事处", 15, days=2)
    retrain(actor=SYSTEM_ACTOR, at=town.at)
    return town


def test_the_office_s_own_practice_is_proposed_with_its_share_of_past_cases(learned: Town):
    found = learned_proposals(category=learned.category, code=learned.grid, source="grid_worker", at=learned.at)
    assert [one.unit_id for one in found] == [learned.units["环卫公司"].pk, learned.units["第一街道办事处"].pk]
    assert (found[0].n_past, found[0].of_past, found[0].share) == (45, 60, 0.75)
    assert found[0].alike == ("sub", "community")
    assert found[0].chance > found[1].chance


def test_the_list_comes_first_then_what_was_learned_each_unit_once(learned: Town):
    case = learned.case()
    found = advised(incident=case, at=learned.at)
    assert [one.why for one in found] == ["major", "learned", "learned"]
    assert len({one.unit.pk for one in found}) == 3
    cards = proposal_cards(case, learned.at)
    assert cards[1]["past"] | {"chance": 0} == {
        "share": 0.75, "n": 45, "of": 60, "alike": ["sub", "community"], "area": cards[1]["past"]["area"], "chance": 0,
    }  # fmt: skip
    assert "第一街道第1社区" in cards[1]["past"]["area"]
    assert cards[0]["past"] is None


def test_what_was_dispatched_is_not_proposed_anew(learned: Town):
    case = learned.case()
    Incident.objects.filter(pk=case.pk).update(state="dispatched", unit=learned.units["环卫公司"])
    assert [one.why for one in advised(incident=Incident.objects.get(pk=case.pk), at=learned.at)] == ["major"]


def test_a_unit_that_ended_or_serves_elsewhere_is_left_out(learned: Town):
    unit = learned.units["环卫公司"]
    unit.ended_at = learned.at
    unit.save()
    reference.forget_all()
    found = learned_proposals(category=learned.category, code=learned.grid, source="grid_worker", at=learned.at)
    assert [one.unit_id for one in found] == [learned.units["第一街道办事处"].pk]
    assert found[0].share == 0.25
    assert learned_proposals(category=learned.category, code=f"{OTHER_STREET}001001", source="app", at=learned.at) == []


def test_precision_is_measured_on_the_cases_held_back(learned: Town):
    measured = LearnedPrecision.objects.get()
    assert measured.category == learned.category
    assert measured.asked == 12
    assert measured.right <= measured.sure <= measured.asked


def test_too_few_cases_are_learned_from_but_measure_nothing(town: Town):
    closed(town, "环卫公司", 5)
    assert retrain(actor=SYSTEM_ACTOR, at=town.at).changed
    assert not LearnedPrecision.objects.exists()
    assert learned_proposals(category=town.category, code=town.grid, source="app", at=town.at)[0].unit_id == town.units["环卫公司"].pk


def test_the_same_cases_are_not_learned_twice_and_each_lesson_is_on_record(learned: Town):
    assert not retrain(actor=SYSTEM_ACTOR, at=learned.at).changed
    assert Entry.objects.filter(verb="triage.retrained").count() == 1
    assert retrain(actor=SYSTEM_ACTOR, at=learned.at, anew=True).changed
    closed(learned, "环卫公司", 1, days=3)
    assert retrain(actor=SYSTEM_ACTOR, at=learned.at).changed
    assert Entry.objects.filter(verb="triage.retrained").count() == 3


def test_without_cases_nothing_is_proposed_and_nothing_fails(town: Town):
    done = retrain(actor=SYSTEM_ACTOR, at=town.at)
    assert done.cases == 0
    assert learned_proposals(category=town.category, code=town.grid, source="app", at=town.at) == []


def test_only_the_administrator_and_timers_retrain(town: Town):
    with pytest.raises(NotAllowed):
        retrain(actor=town.actor("alice"), at=town.at)


def test_a_category_is_proposed_from_words(town: Town):
    noise = Category.objects.create(kind="event", code="0128", name="噪音扰民", major_code="01", major_name="市容环境")
    off = Category.objects.create(kind="event", code="0199", name="井盖之外", major_code="01", major_name="市容环境", active=False)
    reference.forget_all()
    closed(town, "环卫公司", 8, text="井盖破损，路人险些踩空")
    retrain(actor=SYSTEM_ACTOR, at=town.at)
    found = propose_category("门口的井盖坏了")
    assert found[0][0] == town.category.pk
    assert propose_category("楼下半夜唱歌噪音扰民")[0][0] == noise.pk
    assert off.pk not in [category for category, _share in found]
    assert propose_category("") == propose_category("！") == []


def test_the_command_tells_what_was_learned(town: Town):
    closed(town, "环卫公司", 5)
    out = io.StringIO()
    call_command("retrain_triage", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["changed"]
    assert told["cases"] == 5
    out = io.StringIO()
    call_command("retrain_triage", stdout=out)
    assert "没有变化" in out.getvalue()
