"""Overlaps, gaps and what sticks out, planted and found; sound covers pass."""

import json

import pytest
from shapely import Point, Polygon, box, union_all
from shapely.geometry import shape

from grids.geo import coverage, metres_per_degree, open_source, read_areas, square_metres

OUTER = box(114.30, 22.69, 114.34, 22.70)


def quarters():
    return [(f"44031000100100{n}", box(114.29 + n / 100, 22.69, 114.30 + n / 100, 22.70)) for n in (1, 2, 3, 4)]


def test_a_cover_without_fault_is_sound():
    assert coverage(cells=quarters(), outer=OUTER).sound


def test_b8_a_planted_overlap_is_found_with_its_pair_and_square_metres():
    cells = quarters()
    metre = 1 / metres_per_degree(lat=22.695)[0]
    cells[1] = (cells[1][0], box(114.31 - 10 * metre, 22.69, 114.32, 22.70))
    found = coverage(cells=cells, outer=OUTER)
    (overlap,) = found.overlaps
    assert (overlap.first, overlap.second) == (cells[0][0], cells[1][0])
    assert overlap.square_metres == pytest.approx(10 * 0.01 * metres_per_degree(lat=22.695)[1], rel=1e-4)
    assert 114.3099 < overlap.lon < 114.31
    assert found.gaps == ()
    assert not found.sound


def test_b8_a_planted_gap_is_found_with_its_place_and_square_metres():
    cells = quarters()
    hole = box(114.324, 22.694, 114.326, 22.696)
    cells[2] = (cells[2][0], cells[2][1].difference(hole))
    found = coverage(cells=cells, outer=OUTER)
    (gap,) = found.gaps
    assert gap.square_metres == pytest.approx(square_metres(hole))
    assert hole.contains(gap.geometry.representative_point())
    assert hole.contains(Point(gap.lon, gap.lat))
    assert found.overlaps == ()


def test_b8_a_gap_inside_is_found_without_an_outer_area_too():
    cells = quarters()
    cells[2] = (cells[2][0], cells[2][1].difference(box(114.324, 22.694, 114.326, 22.696)))
    assert len(coverage(cells=cells).gaps) == 1
    assert coverage(cells=quarters()).sound


def test_b8_a_missing_cell_at_the_edge_is_a_gap():
    (gap,) = coverage(cells=quarters()[:3], outer=OUTER).gaps
    assert gap.square_metres == pytest.approx(square_metres(box(114.33, 22.69, 114.34, 22.70)))


def test_b8_what_sticks_out_of_the_outer_area_is_told_with_its_code():
    cells = quarters()
    cells[3] = (cells[3][0], box(114.33, 22.69, 114.35, 22.70))
    (patch,) = coverage(cells=cells, outer=OUTER).beyond
    assert patch.code == cells[3][0]
    assert patch.square_metres == pytest.approx(square_metres(box(114.34, 22.69, 114.35, 22.70)))


def test_b8_the_tolerance_is_in_square_metres():
    cells = quarters()
    sliver = 0.5 / square_metres(box(114.31, 22.69, 115.31, 22.70))  # degrees of longitude that make half a square metre
    cells[0] = (cells[0][0], box(114.30, 22.69, 114.31 + sliver, 22.70))
    assert coverage(cells=cells, outer=OUTER, tolerance_m2=1.0).sound
    assert len(coverage(cells=cells, outer=OUTER, tolerance_m2=0.25).overlaps) == 1


def test_b8_one_cell_drawn_twice_overlaps_wholly():
    first = quarters()[0]
    (overlap,) = coverage(cells=[first, ("440310001001009", first[1])]).overlaps
    assert overlap.square_metres == pytest.approx(square_metres(first[1]))


def test_a_vertex_of_one_neighbour_on_a_slanted_edge_of_the_other_is_no_fault():
    a, b, middle = (114.30, 22.60), (114.40, 22.70), (114.35, 22.65)
    below, above = Polygon([a, (114.40, 22.60), b]), [Polygon([a, middle, (114.30, 22.70)]), Polygon([middle, b, (114.30, 22.70)])]
    cells = [("1", below), ("2", above[0]), ("3", above[1])]
    assert coverage(cells=cells, outer=box(114.30, 22.60, 114.40, 22.70)).sound


def test_faults_come_worst_first():
    cells = [
        *quarters(),
        ("440310001001008", box(114.301, 22.691, 114.302, 22.692)),
        ("440310001001009", box(114.311, 22.691, 114.315, 22.695)),
    ]
    sizes = [overlap.square_metres for overlap in coverage(cells=cells, outer=OUTER).overlaps]
    assert len(sizes) == 2
    assert sizes == sorted(sizes, reverse=True)


def test_the_streets_of_xicheng_cover_their_district(shared):
    document = json.loads(shared("polygons/xicheng-all.geojson").read_text(encoding="utf-8"))
    areas = [(str(one["properties"]["code"]), shape(one["geometry"])) for one in document["features"]]
    assert len(areas) == 15
    assert coverage(cells=areas, outer=union_all([area for _code, area in areas])).sound
    assert not coverage(cells=areas[1:], outer=union_all([area for _code, area in areas])).sound


def test_neighbourhoods_that_really_overlap_are_all_named(shared):
    source = open_source(path=shared("requests_la/nc-boundary-2019.json"))
    rows = read_areas(source=source, columns={"code": "nc_id"}, code_required=False).rows
    found = coverage(cells=[(row.code, row.geometry) for row in rows])
    assert found.overlaps
    by_code = {row.code: row.geometry for row in rows}
    for overlap in found.overlaps[:20]:
        shared_ground = by_code[overlap.first].intersection(by_code[overlap.second])
        assert square_metres(shared_ground) == pytest.approx(overlap.square_metres)
