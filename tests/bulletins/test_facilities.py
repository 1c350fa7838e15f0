"""Places: stars of phones, averages without small numbers, and where one is missing."""

import pytest

from bulletins.actions.facilities import keep_facility, rate_facility, wish_facility
from bulletins.models import Facility, Rating, Wish
from bulletins.queries import wishes_by_area
from governance.errors import Invalid, NotAllowed, NotFound
from tests.town import OTHER_STREET, STREET, inside


@pytest.fixture
def market(town) -> Facility:
    return keep_facility(actor=town.actor("alice"), kind="market", name="中心菜市场", code=f"{STREET}001", at=town.at)


def rated(town, market: Facility, stars: int, sign: int, text: str = "") -> Rating:
    return rate_facility(facility_id=market.pk, device=bytes([sign]) * 32, address="10.0.0.1", stars=stars, text=text, at=town.at)


def test_c3_an_average_is_shown_from_five_phones_on(as_, town, market) -> None:
    for sign in range(4):
        rated(town, market, 4, sign)
    assert "★ 4.0" not in as_("").get(f"/places/{market.pk}/").content.decode()
    rated(town, market, 4, 9)
    assert "★ 4.0" in as_("").get(f"/places/{market.pk}/").content.decode()
    assert "★ 4.0" in as_("").get("/places/").content.decode()


def test_a_star_is_one_tap_and_a_phone_counts_once(as_, town, market) -> None:
    client = as_("")
    assert client.post(f"/places/{market.pk}/", {"stars": "5"}).status_code == 302
    assert client.post(f"/places/{market.pk}/", {"stars": "2", "text": "太挤"}).status_code == 302
    assert [(one.stars, one.text) for one in Rating.objects.all()] == [(2, "太挤")]
    assert client.post(f"/places/{market.pk}/", {"stars": "9"}).status_code == 400
    assert client.post("/places/999999/", {"stars": "5"}).status_code == 404


def test_words_wait_and_lose_their_numbers(as_, town, market) -> None:
    rating = rated(town, market, 3, 1, "找13800138000退钱")
    assert "退钱" not in as_("").get(f"/places/{market.pk}/").content.decode()
    as_("alice").post("/newsroom/", {"show": f"rating:{rating.pk}"})
    page = as_("").get(f"/places/{market.pk}/").content.decode()
    assert "找138****8000退钱" in page


def test_where_one_is_missing_is_counted_by_phone_kind_and_area(as_, town) -> None:
    lon, lat = inside(town.grid)
    for sign in (1, 1, 2):
        wish_facility(kind="toilet", device=bytes([sign]) * 32, address="a", community="", lon=lon, lat=lat, at=town.at)
    [wanted] = wishes_by_area(actor=town.actor("erin"))
    assert (wanted.kind, wanted.code, wanted.count) == ("toilet", f"{STREET}001", 2)
    assert wishes_by_area(actor=town.actor("carol")) == []
    assert "公厕" in as_("alice").get("/newsroom/").content.decode()
    assert as_("").post("/places/wish/", {"kind": "park", "community": f"{STREET}002"}).status_code == 302
    assert as_("").post("/places/wish/", {"kind": "park"}).status_code == 400
    assert Wish.objects.count() == 3


def test_wrong_places_and_wishes_are_refused(town, market) -> None:
    with pytest.raises(NotAllowed):
        keep_facility(actor=town.actor("alice"), kind="park", name="x", code=OTHER_STREET, at=town.at)
    with pytest.raises(Invalid):
        keep_facility(actor=town.actor("alice"), kind="castle", name="x", code=STREET, at=town.at)
    with pytest.raises(Invalid):
        wish_facility(kind="castle", device=b"d" * 32, address="a", community=f"{STREET}001", at=town.at)
    with pytest.raises(NotFound):
        rate_facility(facility_id=10**6, device=b"d" * 32, address="a", stars=3, at=town.at)


def test_the_map_counts_by_cells_and_by_communities_where_no_place_was_told(as_, town) -> None:
    from bulletins.queries.wishes import STEP, wishes_by_cell

    lon, lat = inside(town.grid)
    for sign in range(3):
        wish_facility(
            kind="toilet",
            device=bytes([sign]) * 32,
            address="a",
            community="",
            lon=lon,
            lat=lat,
            text=f"找13800138000，第{sign}次",
            at=town.at,
        )
    wish_facility(kind="park", device=b"p" * 32, address="a", community="", lon=lon, lat=lat, at=town.at)
    wish_facility(kind="park", device=b"q" * 32, address="a", community=f"{STREET}002", at=town.at)
    wish_facility(kind="park", device=b"q" * 32, address="a", community=f"{OTHER_STREET}001", at=town.at)
    cell, community = wishes_by_cell(actor=town.actor("alice"))
    assert (cell.count, cell.kinds, len(cell.words)) == (4, [("公厕", 3), ("公园", 1)], 3)
    west, south, east, north = cell.box
    assert west <= lon <= east
    assert south <= lat <= north
    assert round(east - west, 4) == STEP
    assert (community.count, community.box, community.code) == (1, None, f"{STREET}002")
    assert [one.count for one in wishes_by_cell(actor=town.actor("alice"), kind="park")] == [1, 1]
    assert [one.code for one in wishes_by_cell(actor=town.actor("carol"))] == [f"{OTHER_STREET}001"]
    page = as_("alice").get("/newsroom/wishes/").content.decode()
    assert page.count('class="cell"') == 2
    assert 'data-count="4"' in page
    assert "13800138000" not in page
    assert as_("alice").get("/newsroom/wishes/?kind=nonsense").status_code == 200
    assert as_("dan").get("/newsroom/wishes/").status_code == 403


def test_more_cells_ask_no_more_of_the_database(town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bulletins.queries.wishes import wishes_by_cell

    def asked() -> int:
        wishes_by_cell(actor=town.actor("alice"))
        with CaptureQueriesContext(connection) as found:
            wishes_by_cell(actor=alice)
        return len(found)

    alice = town.actor("alice")
    wish_facility(kind="park", device=b"1" * 32, address="a", community=f"{STREET}001", at=town.at)
    one = asked()
    for grid in (f"{STREET}001002", f"{STREET}002003"):
        lon, lat = inside(grid)
        wish_facility(kind="park", device=b"2" * 32, address="a", community="", lon=lon, lat=lat, at=town.at)
    assert asked() == one
