"""One-point checks: what is known with its source, people counted and not named; a check told once by the phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from governance.access.actor import Actor, Held
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.models import Entry
from grids.models import Building, Dwelling
from residents.actions.checking_spots import Seen, check_spot
from residents.models import Enterprise, Inspection, Licence, Resident, SpotCheck
from residents.queries.spots import building_spot, enterprise_spot, find_spots
from tests.residents.conftest import AT, GRID, OTHER_GRID
from tests.residents.people import person, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]


@pytest.fixture
def firm(building):
    return Enterprise.objects.create(
        name="甲饮食店", code=GRID, building=building, industry="餐饮", provenance={"industry": ["市场监管局", "2026-05-01T00:00:00"]}
    )


@pytest.fixture
def other():
    return Actor(7, "Otto", (Held("grid_worker", OTHER_GRID),))


def test_found_by_name_or_address_in_the_own_grid_only(bob, other, firm, building):
    assert [one["name"] for one in find_spots(actor=bob, text="甲饮")] == ["甲饮食店"]
    assert [one["id"] for one in find_spots(actor=bob, text="锦绣路")] == [building.code]
    assert find_spots(actor=bob, text="甲") == []
    assert find_spots(actor=other, text="锦绣路") == []


def test_a_building_shows_each_value_with_source_and_date(bob, building):
    Building.objects.filter(pk=building.pk).update(source="房屋普查", read_at=AT)
    rows = building_spot(actor=bob, code=building.code)["rows"]
    assert {(row["source"], row["at"]) for row in rows} == {("房屋普查", timezone.localdate(AT).isoformat())}


def test_a_building_counts_people_and_names_nobody(alice, bob, other, firm, building):
    door = Dwelling.objects.create(building=building, floor=12, room="1201")
    Resident.objects.filter(pk=register(alice, 1).pk).update(dwelling=door)
    spot = building_spot(actor=bob, code=building.code)
    assert (spot["people"], spot["doors"], spot["shops"][0]["name"]) == (1, 1, "甲饮食店")
    assert person(1)["name"] not in str(spot)
    for actor, code in ((other, building.code), (bob, "nothing")):
        with pytest.raises(NotFound):
            building_spot(actor=actor, code=code)


def test_a_shop_shows_each_value_with_source_and_date(bob, other, firm):
    Licence.objects.create(enterprise=firm, kind="食品经营许可证", number="JY1", source="市场监管局", at=AT)
    spot = enterprise_spot(actor=bob, enterprise_id=firm.pk)
    rows = {row["label"]: row for row in spot["rows"]}
    assert (rows["行业"]["value"], rows["行业"]["source"], rows["行业"]["at"]) == ("餐饮", "市场监管局", "2026-05-01")
    assert (spot["licences"][0]["source"], spot["licences"][0]["at"]) == ("市场监管局", timezone.localdate(AT).isoformat())
    with pytest.raises(NotFound):
        enterprise_spot(actor=other, enterprise_id=firm.pk)


def test_a1_a_check_sent_twice_is_one_and_stands_in_the_shops_inspections(bob, firm):
    seen, key = Seen(AT - timedelta(minutes=5), enterprise_id=firm.pk, faults=("exits", "gas"), note="通道堆物"), uuid4()
    assert [check_spot(actor=bob, check_id=key, seen=seen, at=AT)[1] for _n in range(2)] == [True, False]
    assert (SpotCheck.objects.count(), Inspection.objects.get().passed, Entry.objects.get(verb="spot.checked").detail["faults"]) == (
        1,
        False,
        ["exits", "gas"],
    )
    assert enterprise_spot(actor=bob, enterprise_id=firm.pk)["checks"][0]["faults"] == ["疏散通道", "用气"]
    with pytest.raises(Conflict):
        check_spot(actor=bob, check_id=key, seen=Seen(AT, enterprise_id=firm.pk), at=AT)


def test_a_check_is_of_one_thing_of_the_own_grid_with_known_items(bob, other, firm, building):
    for wrong in (
        Seen(AT),
        Seen(AT, building=building.code, enterprise_id=firm.pk),
        Seen(AT, building=building.code, faults=("politics",)),
    ):
        with pytest.raises(Invalid):
            check_spot(actor=bob, check_id=uuid4(), seen=wrong, at=AT)
    for actor, seen in (
        (other, Seen(AT, building=building.code)),
        (bob, Seen(AT, building="nothing")),
        (bob, Seen(AT, enterprise_id=uuid4())),
    ):
        with pytest.raises(NotFound):
            check_spot(actor=actor, check_id=uuid4(), seen=seen, at=AT)
    assert not SpotCheck.objects.exists()
