"""What the map in three dimensions tells of buildings: cases by the list's scope, people in bands, doors without people for the desk."""

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grids.models import Building, Dwelling
from residents.models import Resident
from tests.town import STREET, Town, inside

BOX = "114.29,22.69,114.37,22.73"
CASES, PEOPLE = f"/api/map/buildings/cases/?bbox={BOX}&state=open", f"/api/map/buildings/people/?bbox={BOX}"


def house(town: Town, grid: str, *, people: int = 0, half: float = 0.0004) -> Building:
    """A house round the middle of a grid, with so many people in one dwelling."""
    lon, lat = inside(grid)
    box = Polygon.from_bbox((lon - half, lat - half, lon + half, lat + half))
    made = Building.objects.create(code=f"B{grid}{people}", name="楼", grid_code=grid, floors=3, footprint=MultiPolygon(box, srid=4326))
    dwelling = Dwelling.objects.create(building=made, stairwell="1", floor=1, room="101")
    Resident.objects.bulk_create(Resident(code=grid, dwelling=dwelling, status="1", collected_at=town.at) for _n in range(people))
    return made


def test_cases_count_for_the_building_they_are_at_within_the_scope(as_: Any, town: Town) -> None:
    own, other = house(town, town.grid), house(town, town.other_grid)
    for _n in range(2):
        town.case()
    town.case(by="carol", grid=town.other_grid)
    assert as_("alice").get(CASES).json() == {str(own.pk): 2}
    assert as_("carol").get(CASES).json() == {str(other.pk): 1}
    assert as_("leo").get(CASES).json() == {str(own.pk): 2, str(other.pk): 1}
    assert as_("").get(CASES).status_code == 401


def test_a_case_beyond_the_reach_of_every_building_is_nobodys(as_: Any, town: Town) -> None:
    lon, lat = inside(town.grid)
    house(town, town.grid, half=0.0001)
    town.case(lon=lon + 0.0030, lat=lat)
    assert as_("alice").get(CASES).json() == {}
    town.case(lon=lon + 0.0003, lat=lat)
    assert len(as_("alice").get(CASES).json()) == 1


def test_the_box_is_needed_and_a_wrong_one_is_named(as_: Any) -> None:
    for path in ("/api/map/buildings/cases/", "/api/map/buildings/people/", "/api/map/buildings/people/?bbox=1,2"):
        answer = as_("leo").get(path)
        assert answer.status_code == 400
        assert "bbox" in answer.json()["error"]["fields"]


@pytest.mark.parametrize(("people", "band"), [(0, None), (4, None), (5, 1), (19, 1), (20, 2), (50, 3), (100, 4), (130, 4)])
def test_people_leave_in_bands_and_a_few_are_not_told_from_none(as_: Any, town: Town, people: int, band: int | None) -> None:
    made = house(town, town.grid, people=people)
    assert as_("leo").get(PEOPLE).json() == ({} if band is None else {str(made.pk): band})


def test_bands_are_told_within_the_scope_of_those_who_may_count(as_: Any, town: Town) -> None:
    made = house(town, town.grid, people=9)
    assert as_("alice").get(PEOPLE).json() == {str(made.pk): 1}
    assert as_("bob").get(PEOPLE).json() == {str(made.pk): 1}
    assert as_("carol").get(PEOPLE).json() == {}
    assert [as_(name).get(PEOPLE).status_code for name in ("dan", "sam", "")] == [403, 403, 401]


def test_the_dead_and_the_moved_do_not_fill_a_house(as_: Any, town: Town) -> None:
    house(town, town.grid, people=6)
    Resident.objects.filter(pk__in=list(Resident.objects.values_list("pk", flat=True)[:2])).update(status="2")
    assert as_("leo").get(PEOPLE).json() == {}


def test_the_desk_sees_the_doors_of_the_chart_and_not_the_people(as_: Any, town: Town) -> None:
    made = house(town, town.grid, people=7)
    path = f"/registry/buildings/{made.pk}/"
    assert "7 人" in as_("bob").get(path).content.decode()
    desk = as_("alice").get(path)
    assert desk.status_code == 200
    assert "101" in desk.content.decode()
    assert "7 人" not in desk.content.decode()
    assert as_("carol").get(path).status_code == 404
    assert as_("dan").get(path).status_code == 403


@pytest.mark.parametrize("path", [CASES, PEOPLE])
def test_three_houses_cost_as_many_statements_as_one(as_: Any, town: Town, path: str) -> None:
    client, counted = as_("alice"), []
    for grid in (town.grid, f"{STREET}001002", f"{STREET}001003"):
        house(town, grid, people=6)
        town.case(by="alice", grid=grid)
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        counted.append(len(seen))
    assert counted[0] == counted[2]


def test_a_tile_of_grids_has_each_name_at_one_point(as_: Any, town: Town) -> None:
    lon, lat = inside(town.grid)
    assert b"spots" in as_("alice").get(f"/api/map/tiles/grids/{tile(lon, lat, 14)}.mvt").content


def tile(lon: float, lat: float, z: int) -> str:
    from math import asinh, pi, radians, tan

    return f"{z}/{int((lon + 180) / 360 * 2**z)}/{int((1 - asinh(tan(radians(lat))) / pi) / 2 * 2**z)}"
