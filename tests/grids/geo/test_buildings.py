"""Buildings are read by the same engine as areas, with floors, height, use and address."""

import pytest

from grids.geo import Reason, open_source, read_buildings
from tests.grids.geo.drawn import NEXT_SQUARE, SQUARE, collection, feature


def read(path, **options):
    return read_buildings(source=open_source(path=path), **options)


def building(ring=SQUARE, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_a_building_is_read_with_all_its_fields(written):
    properties = {"楼栋编码": "4403100010010100001", "名称": "云栖苑1栋", "地址": "兰溪路8号", "用途": "住宅", "层数": "18层", "高度": 54}
    (row,) = read(written(collection(building(**properties)))).rows
    assert (row.code, row.name, row.address) == ("4403100010010100001", "云栖苑1栋", "兰溪路8号")
    assert (row.use, row.floors, row.height_m) == ("residential", 18, 54.0)
    assert row.footprint.geom_type == "MultiPolygon"


def test_zeros_at_the_end_of_a_building_code_are_kept(written):
    (row,) = read(written(collection(building(code="440310001000")))).rows
    assert row.code == "440310001000"


def test_what_the_file_does_not_say_stays_unsaid(written):
    (row,) = read(written(collection(building(Id=0)))).rows
    assert (row.code, row.name, row.address, row.use, row.floors, row.height_m) == ("", "", "", "", None, None)


def test_many_buildings_without_code_are_no_duplicates(written):
    assert len(read(written(collection(building(), building(NEXT_SQUARE)))).rows) == 2


@pytest.mark.parametrize("wrong", [{"floors": 0}, {"floors": "many"}, {"floors": 2.5}, {"height": -3}, {"height": 5000}])
def test_floors_and_heights_that_cannot_be_are_refused_by_row(written, wrong):
    reading = read(written(collection(building(floors=3), building(NEXT_SQUARE, **wrong))))
    assert [row.number for row in reading.rows] == [1]
    assert [(row.number, row.fault.reason) for row in reading.refused] == [(2, Reason.BAD_NUMBER)]


def test_b7_a_broken_footprint_is_refused_with_its_place(written):
    ring = [[0, 0], [2, 2], [2, 0], [0, 1], [0, 0]]
    (row,) = read(written(collection(feature(ring)))).refused
    assert row.fault.reason is Reason.INVALID
    assert "Self-intersection[" in row.fault.text


def test_three_thousand_real_footprints_are_all_read(shared):
    reading = read(shared("buildings/suzhou_3076_buildings.geojson"))
    assert (len(reading.rows), reading.refused) == (3076, ())
    assert reading.columns == {"floors": "Floor", "height": "height"}
    assert all(row.height_m == 3 * row.floors for row in reading.rows)
