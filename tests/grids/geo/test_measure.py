"""Areas on the ellipsoid against what is known exactly."""

import pytest
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from grids.geo import metres_per_degree, square_metres

WHOLE_EARTH = 510_065_621_724_088.44  # m2, surface of the WGS-84 ellipsoid


def test_the_whole_ellipsoid_has_its_known_area():
    assert square_metres(box(-180, -90, 180, 90)) == pytest.approx(WHOLE_EARTH, rel=1e-12)


def test_a_small_cell_is_its_sides_multiplied():
    east, north = metres_per_degree(lat=22.7)
    assert square_metres(box(114.3, 22.6995, 114.301, 22.7005)) == pytest.approx(east * north * 1e-6, rel=1e-6)


def test_a_degree_at_the_equator_and_at_the_pole_has_its_known_length():
    assert metres_per_degree(lat=0) == pytest.approx((111319.491, 110574.276), abs=0.001)
    assert metres_per_degree(lat=90) == pytest.approx((0, 111693.980), abs=0.001)


def test_cutting_a_cell_in_two_does_not_change_its_area():
    whole = Polygon([(114.3, 22.6), (114.4, 22.65), (114.35, 22.75)])
    left, right = Polygon([(114.3, 22.6), (114.35, 22.625), (114.35, 22.75)]), Polygon([(114.35, 22.625), (114.4, 22.65), (114.35, 22.75)])
    assert square_metres(left) + square_metres(right) == pytest.approx(square_metres(whole), abs=0.001)


def test_three_points_on_one_slanted_edge_enclose_nothing():
    assert square_metres(Polygon([(114.0, 22.0), (114.5, 22.25), (115.0, 22.5)])) == pytest.approx(0, abs=0.001)


def test_holes_are_taken_off_and_direction_does_not_matter():
    ring, hole = box(114.3, 22.6, 114.4, 22.7), box(114.33, 22.63, 114.36, 22.66)
    holed = Polygon(ring.exterior.coords, [hole.exterior.coords])
    assert square_metres(holed) == pytest.approx(square_metres(ring) - square_metres(hole))
    assert square_metres(holed.reverse()) == pytest.approx(square_metres(holed))


def test_lines_and_points_have_no_area_and_parts_add_up():
    one, other = box(114.3, 22.6, 114.4, 22.7), box(115.3, 22.6, 115.4, 22.7)
    mixed = GeometryCollection([MultiPolygon([one, other]), LineString([(0, 0), (1, 1)]), Point(3, 3)])
    assert square_metres(mixed) == pytest.approx(square_metres(one) + square_metres(other))
    assert square_metres(Polygon()) == 0
