"""What the desk is shown beside a case: neighbours by likelihood, units with what they can do; always the same few queries."""

from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.actions import desk
from incidents.advising import nearby_cards, proposal_cards
from incidents.models import Incident, LearnedPrecision
from incidents.queries.learning import practice
from tests.town import STREET, Town, inside


def queries(run) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        run()
    return len(seen)


def test_the_likely_duplicate_stands_first_and_says_how_likely(town: Town):
    other = town.case(by="bea", text="树枝压着电线", place="望溪路")
    same, mine = town.case(), town.case(by="alice")
    cards = nearby_cards(town.actor("alice"), mine, town.at)
    assert cards[0]["id"] == str(same.pk)
    assert cards[0]["likely"] > 0.9
    assert {card["id"] for card in cards} == {str(same.pk), str(other.pk)}


def test_a_likely_duplicate_of_another_street_is_not_shown(town: Town):
    lon, lat = inside(f"{STREET}001004")
    mine = town.case(lon=lon, lat=lat, by="alice")
    foreign = town.case(lon=lon, lat=lat, by="carol")
    Incident.objects.filter(pk=foreign.pk).update(code="440399002001001", reporter=town.people["carol"])
    assert nearby_cards(town.actor("alice"), mine, town.at) == []
    assert len(nearby_cards(town.actor("leo"), mine, town.at)) == 1


def test_more_neighbours_cost_no_more_queries(town: Town):
    mine = town.case(by="alice")
    town.case()
    few = queries(lambda: nearby_cards(town.actor("alice"), mine, town.at))
    for _n in range(3):
        town.case(by="bea")
    assert queries(lambda: nearby_cards(town.actor("alice"), mine, town.at)) == few


def test_a_unit_is_shown_with_what_it_has_in_hand_how_near_and_what_it_did(town: Town):
    unit = town.units["市政养护所"]
    mine = town.case(by="alice")
    near = town.case(lon=inside(town.grid)[0] + 0.001)
    desk.dispatch_incident(actor=town.actor("alice"), incident_id=near.pk, version=1, at=town.at, unit_id=unit.pk)
    for number, late in enumerate((True, False, False)):
        at = town.at - timedelta(days=number + 1)
        Incident.objects.create(
            id=uuid4(), number=f"{number:019d}", state="closed", code=town.grid, category=town.category, source="app", placing="inside", unit=unit,
            captured_at=at, received_at=at, closed_at=town.at, late=late, body_digest=b"x",
        )  # fmt: skip
    (card,) = proposal_cards(mine, town.at)
    assert (card["open_cases"], card["done"], card["in_time"]) == (1, 3, 0.667)
    assert 95 < card["nearest_m"] < 110
    count = queries(lambda: proposal_cards(mine, town.at))
    assert count <= 2


def test_the_administrators_list_costs_the_same_for_more_categories(town: Town):
    LearnedPrecision.objects.create(category=town.category, asked=5, sure=4, right=3, model="x", measured_at=town.at)
    few = queries(practice)
    from incidents.models import Category

    for number in range(3):
        one = Category.objects.create(kind="event", code=f"030{number}", name=f"类{number}", major_code="03", major_name="大类")
        LearnedPrecision.objects.create(category=one, asked=5, sure=4, right=3, model="x", measured_at=town.at)
    assert queries(practice) == few
    assert len(practice()) == 4


def test_the_distance_of_a_unit_says_what_it_is_the_distance_of(town: Town):
    from grids.models import Patrol

    mine = town.case()
    street = town.units["环卫公司"]
    Incident.objects.filter(pk=mine.pk).update(proposals=[{"unit_id": street.pk, "why": "category", "code": STREET}])
    mine.refresh_from_db()

    def shown() -> tuple[str, bool]:
        card = proposal_cards(mine, town.at)[0]
        return card["nearest_of"], card["nearest_m"] is not None

    assert mine.point is not None
    assert shown() == ("area", True)
    desk.dispatch_incident(actor=town.actor("alice"), incident_id=town.case().pk, version=1, at=town.at, unit_id=street.pk)
    assert shown() == ("case", True)
    walk = Patrol.objects.create(
        id=uuid4(), user=town.people["dora"], code=STREET, started_at=town.at - timedelta(hours=1), last_at=town.at, last_point=mine.point
    )
    assert shown() == ("staff", True)
    Patrol.objects.filter(pk=walk.pk).update(last_at=town.at - timedelta(minutes=31))
    assert shown() == ("case", True), "where somebody was half an hour ago tells nothing"
