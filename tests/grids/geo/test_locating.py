"""Which grid a point is in, the tie rule, and accuracy circles."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon, box, set_srid, to_wkb
from shapely.geometry import shape

from grids.geo import Kind, Locator, metres_per_degree

WEST, EAST, NORTH = "440310001001001", "440310001001002", "440310001001003"
CELLS = {WEST: box(114.30, 22.69, 114.31, 22.70), EAST: box(114.31, 22.69, 114.32, 22.70), NORTH: box(114.30, 22.70, 114.32, 22.71)}


@pytest.fixture
def locator():
    return Locator(cells=[(code, to_wkb(area)) for code, area in reversed(CELLS.items())])


def test_a_point_in_one_grid_is_inside_it(locator):
    found = locator.locate(lon=114.315, lat=22.695)
    assert (found.kind, found.code, found.others) == (Kind.INSIDE, EAST, ())


def test_b1_a_point_in_no_grid_is_outside_and_not_an_error(locator):
    found = locator.locate(lon=114.5, lat=22.695)
    assert (found.kind, found.code) == (Kind.OUTSIDE, "")


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 0.0), (None, 22.7), (math.nan, 22.7), (22.7, 114.3), (114.3, math.inf)])
def test_b2_what_is_no_position_is_nowhere(locator, lon, lat):
    assert locator.locate(lon=lon, lat=lat).kind is Kind.NOWHERE


def test_b6_on_a_shared_border_the_lowest_code_wins(locator):
    found = locator.locate(lon=114.31, lat=22.695)
    assert (found.kind, found.code, found.others) == (Kind.BORDER, WEST, (EAST,))


def test_b6_in_a_corner_of_three_the_lowest_code_wins(locator):
    found = locator.locate(lon=114.31, lat=22.70)
    assert (found.kind, found.code, found.others) == (Kind.BORDER, WEST, (EAST, NORTH))


def test_b6_the_outer_border_belongs_to_the_grid(locator):
    assert locator.locate(lon=114.32, lat=22.695).code == EAST
    assert locator.locate(lon=114.32, lat=22.695).kind is Kind.INSIDE


def test_b6_the_order_of_loading_does_not_matter():
    ways = [Locator(cells=list(CELLS.items())), Locator(cells=list(reversed(CELLS.items())))]
    assert {way.locate(lon=114.31, lat=22.70).code for way in ways} == {WEST}


def test_wkb_with_and_without_srid_and_shapes_are_all_taken():
    area = CELLS[WEST]
    for form in (area, to_wkb(area), memoryview(to_wkb(area)), to_wkb(set_srid(area, 4326), include_srid=True)):
        assert Locator(cells=[(WEST, form)]).locate(lon=114.305, lat=22.695).code == WEST


def test_with_no_grids_every_position_is_outside():
    empty = Locator(cells=[])
    assert len(empty) == 0
    assert empty.locate(lon=114.3, lat=22.7).kind is Kind.OUTSIDE
    assert empty.locate_many(points=[(114.3, 22.7)])[0].kind is Kind.OUTSIDE
    assert empty.touched(lon=114.3, lat=22.7, radius_m=100) == ()


coordinate = (
    st.none() | st.floats() | st.sampled_from([114.30, 114.31, 114.32, 22.69, 22.70]) | st.floats(114.29, 114.33) | st.floats(22.68, 22.72)
)


@given(points=st.lists(st.tuples(coordinate, coordinate), max_size=30))
def test_many_at_once_are_answered_as_one_by_one(points):
    locator = Locator(cells=CELLS.items())
    assert locator.locate_many(points=points) == [locator.locate(lon=lon, lat=lat) for lon, lat in points]


def test_b5_a_circle_within_one_grid_crosses_nothing(locator):
    assert locator.touched(lon=114.305, lat=22.695, radius_m=100) == (WEST,)
    assert not locator.crosses(lon=114.305, lat=22.695, radius_m=100)


def test_b5_a_circle_of_three_kilometres_crosses_grids(locator):
    assert locator.crosses(lon=114.305, lat=22.695, radius_m=3000)
    assert locator.touched(lon=114.305, lat=22.695, radius_m=3000) == (WEST, EAST, NORTH)


def test_b5_the_circle_is_measured_in_metres_on_the_ground(locator):
    to_border = 0.002 * metres_per_degree(lat=22.695)[0]
    assert not locator.crosses(lon=114.308, lat=22.695, radius_m=to_border - 0.5)
    assert locator.crosses(lon=114.308, lat=22.695, radius_m=to_border + 0.5)


def test_b5_the_circle_is_round_and_not_its_box():
    corner = Locator(cells=[(WEST, box(114.30, 22.69, 114.31, 22.70)), (NORTH, box(114.31, 22.70, 114.32, 22.71))])
    east, north = metres_per_degree(lat=22.70)
    lon, lat = 114.31 - 80 / east, 22.70 - 80 / north
    assert not corner.crosses(lon=lon, lat=lat, radius_m=100)
    assert corner.crosses(lon=lon, lat=lat, radius_m=115)


@pytest.mark.parametrize("radius", [-1, math.nan, math.inf])
def test_b5_a_radius_that_is_none_is_an_error(locator, radius):
    with pytest.raises(ValueError, match="radius"):
        locator.crosses(lon=114.305, lat=22.695, radius_m=radius)


def test_a_hole_in_a_grid_belongs_to_the_grid_in_the_hole():
    hole = box(114.304, 22.694, 114.306, 22.696)
    holed = Polygon(CELLS[WEST].exterior.coords, [hole.exterior.coords])
    locator = Locator(cells=[(WEST, holed), (EAST, hole)])
    assert locator.locate(lon=114.305, lat=22.695).code == EAST
    assert locator.locate(lon=114.304, lat=22.695).code == WEST  # their common border
    assert locator.locate(lon=114.301, lat=22.695).code == WEST


def test_every_street_of_xicheng_holds_a_point_of_its_own(shared):
    document = json.loads(shared("polygons/xicheng-all.geojson").read_text(encoding="utf-8"))
    areas = {str(one["properties"]["code"]): shape(one["geometry"]) for one in document["features"]}
    locator = Locator(cells=areas.items())
    for code, area in areas.items():
        point = area.representative_point()
        assert locator.locate(lon=point.x, lat=point.y).code == code
