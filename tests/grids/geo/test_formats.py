"""Shapefile, GeoPackage, KML and zips of them, with their systems, encodings and ways of being broken."""

import json
import sqlite3
import zipfile

import pytest
from django.contrib.gis.gdal import DataSource
from shapely import box

from grids.geo import Caps, FileRefused, FileTooLarge, Reason, open_source, read_areas
from tests.grids.geo.drawn import NEXT_SQUARE, SQUARE, collection, feature, translate

TWO = collection(feature(SQUARE), feature(NEXT_SQUARE, code="440310001002", name="六和社区"))
EXPECTED = [("440310001001", "六联社区"), ("440310001002", "六和社区")]
SHAPEFILE = ("-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8")


def read(path, crs=None, layer=None, **options):
    return read_areas(source=open_source(path=path, crs=crs, layer=layer), **options)


def assert_two(reading, tolerance=1e-9):
    assert [(row.code, row.name) for row in reading.rows] == EXPECTED
    assert reading.refused == ()
    (part,) = reading.rows[0].geometry.geoms
    assert part.normalize().equals_exact(box(114.30, 22.69, 114.31, 22.70).normalize(), tolerance)


FORMATS = [
    ("areas.shp", SHAPEFILE, "shapefile"),
    ("areas.gpkg", ("-f", "GPKG"), "gpkg"),
    ("areas.kml", ("-f", "LIBKML"), "kml"),
]


@pytest.mark.parametrize(("name", "options", "kind"), FORMATS)
def test_each_format_gives_the_same_rows(converted, name, options, kind):
    path = converted(TWO, name, *options)
    assert open_source(path=path).format == kind
    assert_two(read(path))


@pytest.mark.parametrize("system", ["EPSG:4490", "EPSG:4547", "EPSG:4526", "EPSG:3857", "EPSG:4326"])
@pytest.mark.parametrize(("name", "options"), [("areas.shp", SHAPEFILE), ("areas.gpkg", ("-f", "GPKG"))])
def test_b10_the_system_in_the_file_is_obeyed(converted, name, options, system):
    reading = read(converted(TWO, name, *options, "-t_srs", system))
    assert_two(reading, tolerance=1e-7)
    assert reading.crs.in_file


def test_b10_a_shapefile_without_prj_needs_a_declaration(converted):
    path = converted(TWO, "areas.shp", *SHAPEFILE, "-t_srs", "EPSG:4547")
    path.with_suffix(".prj").unlink()
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "crs_missing"
    assert_two(read(path, crs="4547"), tolerance=1e-7)


def test_b10_a_declaration_against_the_prj_is_a_conflict(converted):
    path = converted(TWO, "areas.shp", *SHAPEFILE, "-t_srs", "EPSG:4547")
    with pytest.raises(FileRefused) as refused:
        read(path, crs="4548")
    assert refused.value.code == "crs_conflict"
    assert_two(read(path, crs="4547"), tolerance=1e-7)


def test_b10_a_geopackage_with_an_undefined_system_needs_a_declaration(converted):
    path = converted(TWO, "areas.gpkg", "-f", "GPKG")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_geometry_columns SET srs_id = 0")
        database.execute("UPDATE gpkg_contents SET srs_id = 0")
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "crs_missing"
    assert_two(read(path, crs="cgcs2000"))


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
@pytest.mark.parametrize("mark", [0x00, 0x57])
def test_f3_a_shapefile_without_cpg_is_read_in_chinese(converted, encoding, mark):
    path = converted(TWO, "areas.shp", *SHAPEFILE[:2], "-lco", f"ENCODING={encoding}")
    path.with_suffix(".cpg").unlink()
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[29] = mark  # the language mark: none, or the "ANSI" that ArcGIS writes over Chinese text
    path.with_suffix(".dbf").write_bytes(table)
    assert_two(read(path))


def test_b10_heights_in_a_shapefile_are_left_out(converted):
    high = collection(feature([[*pair, 12.5] for pair in SQUARE]))
    (row,) = read(converted(high, "areas.shp", *SHAPEFILE)).rows
    assert not row.geometry.has_z


def test_codes_in_a_kml_are_exact_though_they_are_floats(converted):
    many = collection(feature(SQUARE, code=440310001001007))
    assert read(converted(many, "areas.kml", "-f", "LIBKML")).rows[0].code == "440310001001007"


KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>一</name><Placemark><name>六联社区</name><ExtendedData><Data name="code"><value>440310001001</value></Data></ExtendedData>
<MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>{first}</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry>
</Placemark></Folder>
<Folder><name>二</name><Placemark><name>六和社区</name><ExtendedData><Data name="code"><value>440310001002</value></Data></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing><coordinates>{second}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder>
</Document></kml>"""


def kml(first=SQUARE, second=NEXT_SQUARE):
    lines = [" ".join(f"{lon},{lat},0" for lon, lat in ring) for ring in (first, second)]
    return KML.format(first=lines[0], second=lines[1])


def test_all_folders_of_a_kml_are_read(written):
    assert_two(read(written(kml(), "areas.kml")))


def test_b7_an_unclosed_ring_in_a_kml_is_refused(written):
    reading = read(written(kml(second=NEXT_SQUARE[:-1]), "areas.kml"))
    assert [row.code for row in reading.rows] == ["440310001001"]
    assert [(row.number, row.fault.reason, row.fault.place) for row in reading.refused] == [(2, Reason.UNCLOSED, (114.31, 22.70))]


def test_b4_a_kml_drawn_on_a_gcj02_map_is_declared_so(written):
    reading = read(written(kml(), "areas.kml"), crs="gcj02")
    assert reading.crs.remark
    west, south = reading.rows[0].geometry.bounds[:2]
    assert (114.30 - west, 22.69 - south) == pytest.approx((0.0049, -0.0027), abs=5e-4)


BOW_TIE = [[114.30, 22.69], [114.31, 22.70], [114.31, 22.69], [114.30, 22.70], [114.30, 22.69]]


@pytest.mark.parametrize(("name", "options"), [("areas.gpkg", ("-f", "GPKG")), ("areas.shp", SHAPEFILE), ("areas.kml", None)])
def test_b7_a_bow_tie_is_refused_in_every_format(converted, written, name, options):
    document = collection(feature(SQUARE), feature(BOW_TIE, code="440310001002"))
    path = converted(document, name, *options) if options else written(kml(second=BOW_TIE), name)
    (row,) = read(path).refused
    assert row.number == 2
    assert row.fault.reason is Reason.INVALID
    assert "Self-intersection[114.305 22.695]" in row.fault.text


def test_lines_and_rows_without_shape_are_refused(converted):
    lines = collection(
        {"type": "Feature", "properties": {"code": "440310001001"}, "geometry": {"type": "LineString", "coordinates": SQUARE}},
        {"type": "Feature", "properties": {"code": "440310001002"}, "geometry": None},
    )
    reading = read(converted(lines, "lines.gpkg", "-f", "GPKG"))
    assert [row.fault.reason for row in reading.refused] == [Reason.NOT_POLYGON, Reason.EMPTY]


def test_a_geopackage_with_several_layers_asks_for_one(converted, tmp_path, written):
    path = converted(TWO, "areas.gpkg", "-f", "GPKG", "-nln", "grids")
    translate(written(collection(feature(SQUARE))), path, "-f", "GPKG", "-update", "-nln", "streets")
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "several_layers"
    assert "grids" in str(refused.value)
    assert_two(read(path, layer="grids"))
    with pytest.raises(FileRefused) as refused:
        read(path, layer="nothing")
    assert refused.value.code == "unknown_layer"


@pytest.fixture
def zipped(tmp_path):
    def pack(*paths, name="areas.zip", folder="数据/"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in paths:
                archive.write(path, folder + path.name)
        return tmp_path / name

    return pack


def parts_of(path):
    return [part for part in path.parent.iterdir() if part.stem == path.stem]


def test_a_zipped_shapefile_is_read(converted, zipped):
    path = converted(TWO, "网格.shp", *SHAPEFILE[:2], "-t_srs", "EPSG:4547", "-lco", "ENCODING=GBK")
    assert_two(read(zipped(*parts_of(path))), tolerance=1e-7)


def test_a_kmz_and_a_zipped_geojson_are_read(written, zipped):
    assert_two(read(zipped(written(kml(), "doc.kml"), name="areas.kmz", folder="")))
    assert_two(read(zipped(written(TWO))))


def test_an_archive_with_two_data_files_is_refused(written, zipped):
    with pytest.raises(FileRefused) as refused:
        read(zipped(written(TWO, "a.geojson"), written(TWO, "b.geojson")))
    assert refused.value.code == "several_layers"


def test_b9_an_archive_that_unpacks_past_the_cap_is_too_large(written, zipped):
    path = zipped(written(json.dumps(TWO) + " " * 5_000_000))
    assert path.stat().st_size < 100_000
    with pytest.raises(FileTooLarge):
        open_source(path=path, caps=Caps(bytes=1_000_000))
    assert_two(read(path))


def test_b9_a_shapefile_is_counted_with_its_parts(converted):
    path = converted(TWO, "areas.shp", *SHAPEFILE)
    whole = sum(part.stat().st_size for part in parts_of(path))
    with pytest.raises(FileTooLarge):
        open_source(path=path, caps=Caps(bytes=whole - 1))


def test_b9_vertices_of_other_formats_are_counted(converted):
    path = converted(TWO, "areas.gpkg", "-f", "GPKG")
    with pytest.raises(FileTooLarge):
        open_source(path=path, caps=Caps(vertices=9))
    reading = read_areas(source=open_source(path=path, caps=Caps(row_vertices=4)))
    assert {row.fault.reason for row in reading.refused} == {Reason.TOO_MANY_VERTICES}


@pytest.mark.parametrize("missing", [".shx", ".dbf"])
def test_a_shapefile_without_a_part_is_refused_and_names_it(converted, missing):
    path = converted(TWO, "areas.shp", *SHAPEFILE)
    path.with_suffix(missing).unlink()
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "broken_file"
    assert missing in str(refused.value)


MANY = collection(*(feature(SQUARE, code=f"440310001{n:03d}", name="社区" * 20) for n in range(300)))


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
@pytest.mark.parametrize(
    ("name", "options"), [("areas.gpkg", ("-f", "GPKG")), ("areas.kml", ("-f", "LIBKML")), ("areas.geojson", ("-f", "GeoJSON"))]
)
def test_a_file_cut_short_is_refused(converted, name, options, share):
    path = converted(MANY, name, *options)
    assert len(read(path).rows) == 300
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "broken_file"


def test_a_broken_page_inside_a_geopackage_is_refused_and_no_row_is_lost_quietly(converted):
    path = converted(MANY, "areas.gpkg", "-f", "GPKG")
    with sqlite3.connect(path) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'source'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    broken = bytearray(path.read_bytes())
    inner = (page - 1) * size
    last_leaf = int.from_bytes(broken[inner + 8 : inner + 12], "big")
    broken[(last_leaf - 1) * size : last_leaf * size] = b"\xff" * size
    path.write_bytes(broken)
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "broken_file"


def test_shapes_missing_from_a_shapefile_cut_short_are_refused_row_by_row(converted):
    path = converted(MANY, "areas.shp", *SHAPEFILE)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    reading = read(path)
    assert len(reading.rows) + len(reading.refused) == 300
    assert {row.fault.reason for row in reading.refused} == {Reason.EMPTY}
    assert 140 < len(reading.refused) < 160


@pytest.mark.parametrize(
    "content", ["", "code,name\n1,2\n", "<html></html>", "[1, 2]", "PK nonsense", "<OGRVRTDataSource><!-- <kml --></OGRVRTDataSource>"]
)
def test_what_is_none_of_the_formats_is_refused(written, content):
    with pytest.raises(FileRefused) as refused:
        read(written(content, "areas.geojson"))
    assert refused.value.code in {"unknown_format", "broken_file"}


def test_a_file_that_points_to_other_files_is_not_followed(written, tmp_path):
    secret = written(TWO, "secret.geojson")
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>'
    vrt = f"<OGRVRTDataSource>{layer}<!-- <kml --></OGRVRTDataSource>"
    path = written(vrt, "trap.kml")
    assert len(DataSource(path)[0]) == 2  # GDAL left alone would follow it
    with pytest.raises(FileRefused):
        read(path)


def test_an_empty_collection_is_refused(written):
    with pytest.raises(FileRefused) as refused:
        read(written(collection()))
    assert refused.value.code == "no_features"


@pytest.mark.parametrize(
    "document",
    [
        {"type": "Feature", "properties": {"code": "1"}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}},
        {"type": "Polygon", "coordinates": [SQUARE]},
    ],
)
def test_a_lone_feature_or_geometry_is_read(written, document):
    assert len(read(written(document), code_required=False).rows) == 1


def test_nothing_is_left_in_the_folder_of_the_file(converted):
    path = converted(TWO, "areas.shp", *SHAPEFILE)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    before = sorted(path.parent.iterdir())
    read(path)
    assert sorted(path.parent.iterdir()) == before
