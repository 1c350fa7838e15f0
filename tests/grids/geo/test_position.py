"""What is no position, and what has its axes swapped."""

import math

import pytest
from shapely import Polygon

from grids.geo import known_position, plausible, swap_suggestion

DISTRICT = Polygon([(114.2, 22.6), (114.5, 22.6), (114.5, 22.8), (114.2, 22.8)])


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(0.0, 0.0), (-0.0, 0.0), (1e-7, -1e-7), (None, None), (114.3, None), (None, 22.7), (math.nan, 22.7), (114.3, math.inf)],
)
def test_b2_absent_nan_infinite_and_the_zero_island_are_no_position(lon, lat):
    assert known_position(lon=lon, lat=lat) is None


@pytest.mark.parametrize(("lon", "lat"), [(114.3, 22.7), (0.0, 51.48), (-78.5, 0.0), (22.7, 114.3)])
def test_b2_anything_else_is_given_back_as_it_is(lon, lat):
    assert known_position(lon=lon, lat=lat) == (lon, lat)


def test_b3_a_swapped_point_is_suggested_the_other_way_round():
    assert swap_suggestion(lon=22.7, lat=114.3, within=DISTRICT) == (114.3, 22.7)
    assert swap_suggestion(lon=22.7, lat=114.3, within=DISTRICT.bounds) == (114.3, 22.7)


def test_b3_a_point_in_the_district_is_left_alone():
    assert swap_suggestion(lon=114.3, lat=22.7, within=DISTRICT) is None


def test_b3_a_point_that_is_outside_both_ways_gets_no_suggestion():
    assert swap_suggestion(lon=113.0, lat=22.7, within=DISTRICT) is None
    assert swap_suggestion(lon=22.7, lat=113.0, within=DISTRICT) is None


def test_b3_where_both_ways_lie_inside_nothing_is_suggested():
    square = Polygon([(10, 10), (40, 10), (40, 40), (10, 40)])
    assert swap_suggestion(lon=20, lat=30, within=square) is None


def test_a_latitude_over_ninety_is_not_plausible():
    assert plausible(lon=114.3, lat=22.7)
    assert not plausible(lon=22.7, lat=114.3)
    assert not plausible(lon=446312.8, lat=22.7)
