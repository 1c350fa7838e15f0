"""The demo's grids: enough of them, well coded, and covering the district without a gap or an overlap."""

from collections import Counter

import numpy as np
import pytest
import shapely

from grids.demo import SEED, demo_grids
from grids.demo.district import FOLDER, communities, in_metres
from grids.demo.grids import GridRow, _in_reading_order
from grids.demo.partition import cells_of
from grids.geo import Locator, coverage, open_source, read_areas

OTHER_SEED = 7


@pytest.fixture(scope="module", params=[SEED, OTHER_SEED])
def grids(request) -> list[GridRow]:
    return demo_grids(seed=request.param)


@pytest.fixture(scope="module")
def district():
    return read_areas(source=open_source(path=FOLDER / "pingshan_district_wgs84.geojson")).rows[0].geometry


def test_b8_the_grids_cover_the_district_with_no_gap_and_no_overlap_of_a_square_metre(grids, district):
    found = coverage(cells=[(grid.code, grid.area) for grid in grids], outer=district, tolerance_m2=1.0)
    assert found.sound, found


def test_b8_the_same_check_sees_one_missing_and_one_moved_grid(grids, district):
    cells = [(grid.code, grid.area) for grid in grids]
    assert len(coverage(cells=cells[1:], outer=district).gaps) == 1
    moved = shapely.transform(cells[40][1], lambda pairs: pairs + np.array((2e-5, 0)))
    found = coverage(cells=[*cells[:40], (cells[40][0], moved), *cells[41:]], outer=district)
    assert found.overlaps
    assert found.gaps
    assert all(cells[40][0] in (overlap.first, overlap.second) for overlap in found.overlaps)


def test_neighbours_share_identical_vertices_across_community_borders_too(grids):
    copies = shapely.from_wkb(shapely.to_wkb([grid.area for grid in grids]))  # the check below writes SRID 0 into what it gets
    assert shapely.coverage_is_valid(copies)


def test_each_community_is_covered_by_its_own_grids(grids):
    for place in communities():
        own = [(grid.code, grid.area) for grid in grids if grid.community_code == place.code]
        assert coverage(cells=own, outer=place.outline, tolerance_m2=1.0).sound, place.name


def test_there_are_over_two_hundred_valid_grids_in_one_piece_each(grids):
    assert len(grids) >= 200
    assert {(grid.area.is_valid, len(grid.area.geoms), shapely.get_srid(grid.area)) for grid in grids} == {(True, 1, 4326)}


def test_codes_are_the_community_and_a_number_from_one_without_a_break(grids):
    numbers = Counter()
    for grid in grids:
        numbers[grid.community_code] += 1
        assert grid.code == f"{grid.community_code}{numbers[grid.community_code]:03d}"
    assert len(numbers) == 23
    assert min(numbers.values()) >= 7


def test_numbers_run_from_north_to_south_and_in_a_row_from_west_to_east():
    spots = {name: shapely.box(x, y, x + 1, y + 1) for name, x, y in [("d", 8, 0), ("a", 0, 9), ("c", 0, 1), ("b", 9, 8)]}
    ordered = _in_reading_order([(area, "", name) for name, area in spots.items()])
    assert [name for _area, _what, name in ordered] == ["a", "b", "c", "d"]


def test_names_are_unique(grids):
    assert len({grid.name for grid in grids}) == len(grids)


def test_a_few_grids_are_schools_hospitals_and_parks_inside_another(grids):
    exclusive = [grid for grid in grids if grid.kind == "exclusive"]
    assert {grid.site for grid in exclusive} == {"school", "hospital", "park"}
    assert len(exclusive) < len(grids) / 10
    locator = Locator(cells=[(grid.code, grid.area) for grid in grids])
    for grid in exclusive:
        middle = grid.area.representative_point()
        assert locator.locate(lon=middle.x, lat=middle.y).code == grid.code
        assert len(grid.area.geoms[0].exterior.coords) > 4


def test_cells_are_compact(grids):
    shapes = [in_metres(grid.area) for grid in grids if grid.kind == "general"]
    roundness = sorted(4 * 3.14159 * shape.area / shape.geoms[0].exterior.length ** 2 for shape in shapes)
    assert roundness[len(roundness) // 2] > 0.7
    assert roundness[0] > 0.2


def test_the_same_seed_gives_the_same_grids_and_another_seed_others():
    places = communities()[:2]
    first, again, other = (cells_of(places, seed=seed) for seed in (1, 1, 2))
    assert {code: [cell.wkb for cell in cells] for code, cells in first.items()} == {
        code: [cell.wkb for cell in cells] for code, cells in again.items()
    }
    assert first != other
