"""The demo's buildings and dwellings: enough, apart, each in its grid, coded and addressed."""

import re
from collections import Counter

import pytest
import shapely

from grids.demo import SEED, demo_buildings, demo_grids, dwellings_of
from grids.demo.district import in_metres
from grids.geo import BuildingRow, Locator

USES = {"residential", "shop", "office", "factory", "school", "hospital", "public"}


@pytest.fixture(scope="module", params=[SEED, 7])
def seed(request) -> int:
    return request.param


@pytest.fixture(scope="module")
def buildings(seed) -> list[BuildingRow]:
    return demo_buildings(seed=seed)


def test_there_are_over_two_thousand_of_all_uses(buildings):
    assert len(buildings) >= 2000
    assert {building.use for building in buildings} == USES


def test_every_grid_has_buildings(seed, buildings):
    assert {building.grid_code for building in buildings} == {grid.code for grid in demo_grids(seed=seed)}


def test_every_building_lies_inside_the_one_grid_it_names(seed, buildings):
    areas = {grid.code: grid.area for grid in demo_grids(seed=seed)}
    assert all(areas[building.grid_code].contains_properly(building.footprint) for building in buildings)
    locator = Locator(cells=areas.items())
    for building in buildings[::50]:
        middle = building.footprint.centroid
        assert not locator.crosses(lon=middle.x, lat=middle.y, radius_m=1)


def test_no_two_buildings_touch(buildings):
    shapes = [building.footprint for building in buildings]
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    assert (left == right).all()


def test_footprints_are_rectangles_of_plausible_size(buildings):
    for building in buildings:
        flat = in_metres(building.footprint)
        assert len(flat.geoms[0].exterior.coords) == 5
        assert flat.area == pytest.approx(flat.minimum_rotated_rectangle.area, rel=0.01)
        assert 60 < flat.area < 3000


def test_codes_have_nineteen_digits_and_say_the_grid(buildings):
    assert len({building.code for building in buildings}) == len(buildings)
    for building in buildings:
        assert re.fullmatch(r"\d{19}", building.code)
        assert building.code[:12] == building.grid_code[:12]
        assert int(building.code[12:14]) == int(building.grid_code[12:])


def test_height_is_three_metres_a_floor(buildings):
    assert all(building.height_m == 3 * building.floors and 1 <= building.floors <= 33 for building in buildings)


def test_addresses_are_whole_and_names_and_house_numbers_are_given_once(buildings):
    assert all(re.fullmatch(r"广东省深圳市坪山区\w+街道\w+社区\w+\d+号", building.address) for building in buildings)
    assert max(Counter(building.address for building in buildings).values()) == 1
    assert all(building.name and "{" not in building.name for building in buildings)


def test_numbers_count_from_one(buildings):
    assert [building.number for building in buildings] == list(range(1, len(buildings) + 1))


def test_dwellings_are_only_in_residential_buildings_and_each_room_once(buildings):
    for building in buildings[::20]:
        dwellings = list(dwellings_of(building=building))
        assert bool(dwellings) == (building.use == "residential")
        assert len({(one.stairwell, one.floor, one.room) for one in dwellings}) == len(dwellings)
        assert len({one.code for one in dwellings}) == len(dwellings)
        assert all(re.fullmatch(building.code + r"\d{6}", one.code) for one in dwellings)
        assert {one.floor for one in dwellings} <= set(range(1, building.floors + 1))


def test_the_same_seed_gives_the_same_buildings(seed, buildings):
    assert demo_buildings(seed=seed) == buildings
    assert demo_buildings(seed=seed) is not buildings
