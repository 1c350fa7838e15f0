"""Areas from GeoJSON: what is normalised, what is refused, with number, reason and place."""

import json
import math

import pytest
from shapely import box, get_srid

from grids.geo import Caps, Datum, FileRefused, FileTooLarge, Reason, from_storage, open_source, read_areas, square_metres
from tests.grids.geo.drawn import NEXT_SQUARE, SQUARE, collection, crs_member, feature

DISTRICT = box(114.2, 22.6, 114.5, 22.8)
CAPS = Caps()


@pytest.fixture
def read(written):
    def reading(*features, crs=None, caps=CAPS, document=None, **options):
        path = written(document or collection(*features))
        return read_areas(source=open_source(path=path, crs=crs, caps=caps), **options)

    return reading


@pytest.fixture
def refused(read):
    def fault_of(*rings, **options):
        reading = read(feature(NEXT_SQUARE, code="440310001002"), feature(*rings), **options)
        assert [row.number for row in reading.rows] == [1]
        (row,) = reading.refused
        assert (row.number, row.code) == (2, "440310001001")
        assert row.fault.text
        return row.fault

    return fault_of


def test_an_area_is_read_with_its_code_name_and_shape(read):
    (row,) = read(feature(SQUARE, code=440310001000, name="坪山街道")).rows
    assert (row.number, row.code, row.name) == (1, "440310001", "坪山街道")
    assert row.geometry.geom_type == "MultiPolygon"
    assert get_srid(row.geometry) == 4326
    assert row.geometry.equals(box(114.30, 22.69, 114.31, 22.70))
    assert row.properties["name"] == "坪山街道"


def test_b7_a_bow_tie_is_refused_with_its_place_and_only_a_preview_of_a_repair(refused):
    fault = refused([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]])
    assert fault.reason is Reason.INVALID
    assert "Self-intersection[0.5 0.5]" in fault.text
    assert fault.place == (0.5, 0.5)
    assert "2" in fault.preview
    assert "MultiPolygon" in fault.preview


def test_b7_an_unclosed_ring_is_refused(refused):
    fault = refused(SQUARE[:-1])
    assert fault.reason is Reason.UNCLOSED
    assert fault.place == (114.30, 22.70)


@pytest.mark.parametrize("rings", [[], [[]]])
def test_b7_an_empty_polygon_is_refused(refused, rings):
    assert refused(*rings).reason is Reason.EMPTY


@pytest.mark.parametrize(
    "ring",
    [
        [[114.30, 22.69], [114.31, 22.70], [114.32, 22.71], [114.30, 22.69]],
        [[114.301, 22.693], [114.302, 22.694], [114.3031, 22.6951], [114.301, 22.693]],
        [[114.30, 22.69], [114.31, 22.70], [114.30, 22.69]],
        [[114.30, 22.69], [114.30, 22.69], [114.30, 22.69], [114.30, 22.69]],
    ],
)
def test_b7_points_on_one_line_are_refused(refused, ring):
    assert refused(ring).reason is Reason.COLLINEAR


def test_b7_a_hole_outside_its_ring_is_refused(refused):
    fault = refused(SQUARE, [[114.40, 22.69], [114.41, 22.69], [114.41, 22.70], [114.40, 22.69]])
    assert fault.reason is Reason.INVALID
    assert fault.place is not None


@pytest.mark.parametrize(
    "odd", [[[114.30, "22"]], [["a", "b"]], [114.3, 22.6], "POLYGON", [[None, 1], [2, 3], [2, 4], [None, 1]], [["114,22"] * 4]]
)
def test_coordinates_of_another_form_are_refused(read, odd):
    broken = feature(SQUARE)
    broken["geometry"]["coordinates"] = [odd]
    (row,) = read(broken).refused
    assert row.fault.reason is Reason.BAD_COORDINATES


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_b2_coordinates_that_are_no_numbers_are_refused(read, number):
    document = json.dumps(collection(feature(SQUARE))).replace("22.7", number)
    (row,) = read(document=document).refused
    assert row.fault.reason is Reason.BAD_COORDINATES


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [114.3, 22.7]},
        {"type": "LineString", "coordinates": SQUARE},
        {"type": "Polygon"},
        {"type": "GeometryCollection", "geometries": []},
    ],
)
def test_what_is_no_polygon_is_refused(read, geometry):
    (row,) = read({"type": "Feature", "properties": {"code": "440310001001"}, "geometry": geometry}).refused
    assert row.fault.reason in {Reason.EMPTY, Reason.NOT_POLYGON}


def test_b10_ring_order_is_normalised(read):
    hole = [[114.303, 22.693], [114.306, 22.693], [114.306, 22.696], [114.303, 22.696], [114.303, 22.693]]
    (row,) = read(feature(SQUARE[::-1], hole)).rows
    (part,) = row.geometry.geoms
    assert part.exterior.is_ccw
    assert not part.interiors[0].is_ccw


def test_b10_heights_are_left_out(read):
    (row,) = read(feature([[*pair, 35.5] for pair in SQUARE])).rows
    assert not row.geometry.has_z
    assert row.geometry.equals(box(114.30, 22.69, 114.31, 22.70))


def test_b10_a_crs_member_is_obeyed(read):
    metres = [[530824.5 + x, 2510411.6 + y] for x, y in ([0, 0], [1000, 0], [1000, 1000], [0, 1000], [0, 0])]
    reading = read(document=collection(feature(metres), crs=crs_member("urn:ogc:def:crs:EPSG::4547")))
    (row,) = reading.rows
    assert row.geometry.within(DISTRICT)
    assert square_metres(row.geometry) == pytest.approx(1_000_000, rel=1e-3)
    assert reading.crs.in_file == "EPSG:4547"


def test_b10_a_crs_member_after_the_features_is_obeyed_too(read):
    document = collection(feature([[x * 111319.49079327358, 0.0 if y < 22.695 else 1000.0] for x, y in SQUARE]))
    document["crs"] = crs_member("EPSG:3857")
    (row,) = read(document=document).rows
    assert row.geometry.bounds[0] == pytest.approx(114.30)


def test_b10_a_crs_member_that_nobody_knows_is_refused_by_name(read):
    with pytest.raises(FileRefused) as refused:
        read(document=collection(feature(SQUARE), crs=crs_member("urn:local:grid")))
    assert refused.value.code == "crs_unknown"
    assert "urn:local:grid" in str(refused.value)


@pytest.mark.parametrize(
    ("member", "code"),
    [(None, "crs_missing"), ({"type": "link", "properties": {"href": "x"}}, "crs_unknown"), ("EPSG:4326", "crs_unknown")],
)
def test_b10_an_odd_crs_member_is_refused(read, member, code):
    with pytest.raises(FileRefused) as refused:
        read(document=collection(feature(SQUARE), crs=member))
    assert refused.value.code == code


def test_b10_metres_without_a_system_are_refused_and_not_placed(read):
    reading = read(feature([[530824.5, 2510411.6], [531824.5, 2510411.6], [531824.5, 2511411.6], [530824.5, 2510411.6]]))
    assert reading.rows == ()
    assert reading.refused[0].fault.reason is Reason.OUT_OF_RANGE


def test_b4_a_file_declared_gcj02_is_stored_where_it_really_is(read):
    drawn = [list(from_storage(lon=lon, lat=lat, datum=Datum.GCJ02)) for lon, lat in SQUARE]
    (row,) = read(feature(drawn), crs="gcj02").rows
    assert row.geometry.equals_exact(read(feature(SQUARE)).rows[0].geometry, tolerance=1e-6)


def test_b3_swapped_axes_are_refused_with_the_suggestion_and_read_when_told_so(read):
    swapped = feature([[lat, lon] for lon, lat in SQUARE])
    (row,) = read(swapped, within=DISTRICT).refused
    assert row.fault.reason is Reason.SWAPPED_AXES
    assert row.fault.place == (22.69, 114.30)
    (row,) = read(swapped, within=DISTRICT, swap_axes=True).rows
    assert row.geometry.equals(box(114.30, 22.69, 114.31, 22.70))


def test_b3_swapped_axes_show_without_an_outline_where_degrees_run_out(read):
    (row,) = read(feature([[lat, lon] for lon, lat in SQUARE])).refused
    assert row.fault.reason is Reason.SWAPPED_AXES


def test_b3_northing_before_easting_is_found_in_a_plane_system_too(read):
    metres = [[2510411.6 + y, 530824.5 + x] for x, y in ([0, 0], [1000, 0], [1000, 1000], [0, 1000], [0, 0])]
    (row,) = read(feature(metres), crs="4547", within=DISTRICT).refused
    assert row.fault.reason is Reason.SWAPPED_AXES


def test_an_area_outside_the_district_is_refused(read):
    (row,) = read(feature([[lon + 1, lat] for lon, lat in SQUARE]), within=DISTRICT).refused
    assert row.fault.reason is Reason.OUTSIDE_AREA


def test_a_second_row_with_the_same_code_is_refused_and_names_the_first(read):
    reading = read(feature(SQUARE), feature(NEXT_SQUARE))
    assert [row.number for row in reading.rows] == [1]
    assert reading.refused[0].fault.reason is Reason.DUPLICATE_CODE
    assert "1" in reading.refused[0].fault.text


def test_a_refused_row_does_not_take_its_code_with_it(read):
    reading = read(feature(SQUARE[:-1]), feature(SQUARE))
    assert [row.number for row in reading.rows] == [2]


def test_a_row_without_a_code_is_refused_unless_codes_are_not_asked_for(read):
    bare = {"type": "Feature", "properties": {"name": "无码"}, "geometry": feature(SQUARE)["geometry"]}
    assert read(bare).refused[0].fault.reason is Reason.CODE_MISSING
    assert read(bare, code_required=False).rows[0].name == "无码"


def test_a_code_in_exponent_form_is_refused(read):
    assert read(feature(SQUARE, code="4.4031E+11")).refused[0].fault.reason is Reason.CODE_UNREADABLE


def test_every_feature_is_either_taken_or_refused(read):
    features = [
        feature(SQUARE),
        feature(SQUARE[:-1], code="440310001002"),
        {"type": "Feature"},
        7,
        feature(NEXT_SQUARE, code="440310001003"),
    ]
    reading = read(*features)
    assert sorted([row.number for row in reading.rows] + [row.number for row in reading.refused]) == [1, 2, 3, 4, 5]
    assert [row.number for row in reading.rows] == [1, 5]


def circle(count):
    ring = [[114.3 + 0.01 * math.cos(angle), 22.7 + 0.01 * math.sin(angle)] for angle in (2 * math.pi * n / count for n in range(count))]
    return [*ring, ring[0]]


def test_b9_a_row_with_too_many_vertices_is_refused(refused):
    fault = refused(circle(1000), caps=Caps(row_vertices=1000))
    assert fault.reason is Reason.TOO_MANY_VERTICES
    assert "1001" in fault.text


def test_b9_a_file_with_too_many_vertices_is_too_large(read):
    many = [feature(circle(100), code=f"{n}") for n in range(10)]
    assert len(read(*many, caps=Caps(vertices=1010)).rows) == 10
    with pytest.raises(FileTooLarge) as refused:
        read(*many, caps=Caps(vertices=1009))
    assert refused.value.status == 413


def test_b9_a_file_with_too_many_bytes_or_features_is_too_large(read):
    with pytest.raises(FileTooLarge):
        read(feature(SQUARE), caps=Caps(bytes=100))
    with pytest.raises(FileTooLarge):
        read(feature(SQUARE), feature(NEXT_SQUARE), caps=Caps(features=1))


def test_the_streets_of_xicheng_are_all_read(shared):
    reading = read_areas(source=open_source(path=shared("polygons/xicheng-all.geojson")))
    assert (len(reading.rows), reading.refused) == (15, ())
    assert (reading.rows[0].code, reading.rows[0].name) == ("110102001", "西长安街街道")
    assert all(len(row.code) == 9 for row in reading.rows)
    assert reading.columns == {"code": "code", "name": "Name"}


def test_the_streets_of_xicheng_given_the_wrong_way_round_are_all_suggested(shared, written):
    text = shared("polygons/xicheng-all.geojson").read_text(encoding="utf-8")
    document = json.loads(text)
    for one in document["features"]:
        one["geometry"]["coordinates"] = [[pair[::-1] for pair in ring] for ring in one["geometry"]["coordinates"]]
    outline = read_areas(source=open_source(path=shared("polygons/xicheng-outline.geojson"))).rows[0].geometry
    reading = read_areas(source=open_source(path=written(document)), within=outline)
    assert {row.fault.reason for row in reading.refused} == {Reason.SWAPPED_AXES}
    assert len(reading.refused) == 15


@pytest.mark.parametrize(
    ("name", "count", "digits"), [("communities_approximate", 23, 12), ("streets_approximate", 6, 9), ("pingshan_district", 1, 6)]
)
def test_the_files_of_pingshan_are_all_read(shared, name, count, digits):
    reading = read_areas(source=open_source(path=shared(f"pingshan/{name}_wgs84.geojson")))
    assert (len(reading.rows), reading.refused) == (count, ())
    assert {len(row.code) for row in reading.rows} == {digits}


def test_neighbourhoods_with_codes_of_another_kind_are_read_by_naming_the_column(shared):
    source = open_source(path=shared("requests_la/nc-boundary-2019.json"))
    reading = read_areas(source=source, columns={"code": "nc_id"})
    assert len(reading.rows) + len(reading.refused) == 99
    assert [row.fault.reason for row in reading.refused] == [Reason.DUPLICATE_CODE]  # two of them have the number 0
    assert len(read_areas(source=source, code_required=False).rows) == 99
