"""Changing what a case is (改类别)."""

import pytest

from governance.errors import IllegalStep, Invalid
from governance.ledger.models import Entry
from incidents.models import Category, Responsibility, Standard
from incidents.queries import reference
from tests.incidents.walking import step, to
from tests.town import STREET, Town


@pytest.fixture
def litter(town: Town) -> Category:
    """Another category, with a standard and a unit of its own."""
    found = Category.objects.create(kind="event", code="0101", name="暴露垃圾", major_code="01", major_name="市容环境")
    Standard.objects.create(category=found, condition="any", name="发现", limit="2 work_hour", is_default=True)
    Responsibility.objects.create(category=found, kind="event", major_code="01", code=STREET, unit=town.units["环卫公司"])
    return found


def test_a_reported_case_gets_the_category_and_its_proposals(town: Town, litter: Category):
    case = town.case()
    step(town, case, "recategorise", by="alice", category=litter.pk, reason="是一堆垃圾")
    assert (case.category, case.standard, case.state) == (litter, None, "reported")
    assert [one["unit_id"] for one in case.proposals] == [town.units["环卫公司"].pk]
    detail = Entry.objects.get(verb="incident.recategorised").detail
    assert (detail["from_category"], detail["category"], detail["reason"]) == (town.category.pk, litter.pk, "是一堆垃圾")


def test_a_filed_case_stands_under_the_new_standard_and_is_handled_by_its_limit(town: Town, litter: Category):
    case = to(town, "filed")
    step(town, case, "recategorise", by="erin", category=litter.pk, reason="看错了")
    assert case.standard == litter.standards.get()
    step(town, case, "dispatch", unit=town.units["环卫公司"].pk)
    assert case.clocks[-1]["limit"] == "2 work_hour"


@pytest.mark.parametrize("which", ["same", "unknown", "out of use"])
def test_the_same_an_unknown_and_an_ended_category_are_refused_by_name(town: Town, litter: Category, which: str):
    case = town.case()
    Category.objects.filter(pk=litter.pk).update(active=False)
    reference.categories.forget()
    wanted = {"same": town.category.pk, "unknown": 999_999, "out of use": litter.pk}[which]
    with pytest.raises(Invalid) as refused:
        step(town, case, "recategorise", by="alice", category=wanted, reason="看错了")
    assert list(refused.value.fields) == ["category"]


def test_what_a_unit_has_keeps_its_category(town: Town, litter: Category):
    case = to(town, "dispatched")
    with pytest.raises(IllegalStep):
        step(town, case, "recategorise", by="alice", category=litter.pk, reason="晚了")
