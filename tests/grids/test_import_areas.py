"""Importing outlines of divisions, and grids as drafts."""

import json
import zipfile
from collections.abc import Callable
from io import StringIO
from math import cos, sin
from pathlib import Path

import pytest
from django.contrib.gis.gdal import CoordTransform, OGRGeometry, SpatialReference
from django.contrib.gis.geos import GEOSGeometry
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, transaction

from governance.access.actor import SYSTEM_ACTOR
from governance.codes import Level
from governance.errors import NotAllowed
from grids import queries
from grids.actions import AreaFile, import_areas
from grids.geo import FileRefused, FileTooLarge, from_storage
from grids.models import Division, Grid
from grids.summary import Summary
from tests.grids.ground import (
    BOB,
    CAROL,
    COMMUNITIES,
    DISTRICT,
    EIGHT,
    FOUR,
    NOON,
    ONE,
    REGISTRAR,
    STREET,
    TWO,
    area,
    draw,
    entries,
    feature,
    found,
    geojson,
    import_communities,
    later,
    middle,
    ring,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def take(path: Path, level: Level = Level.COMMUNITY, *, skip_refused: bool = False, dry_run: bool = False, **options: object) -> Summary:
    file = AreaFile(path, level, **options)  # type: ignore[arg-type]
    return import_areas(actor=REGISTRAR, at=NOON, file=file, skip_refused=skip_refused, dry_run=dry_run)


def command(*words: str) -> tuple[int, dict[str, object]]:
    out = StringIO()
    try:
        call_command("import_areas", *words, "--json", stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_outlines_go_to_their_divisions_and_missing_ones_are_made(tmp_path: Path) -> None:
    done = take(geojson(tmp_path, COMMUNITIES), approximate=True, parent_name="一街道")
    assert (done.added, done.changed, done.written) == (2, 0, True)
    assert done.created == ("4403", DISTRICT, STREET)
    community = Division.objects.get(pk=ONE)
    assert (community.name, community.parent_id, community.approximate) == ("东社区", STREET, True)
    assert Division.objects.get(pk=STREET).name == "一街道"
    lon, lat = middle(0, 0)
    assert queries.locate(lon=lon, lat=lat).code == ONE


def test_a_second_run_changes_and_records_nothing(tmp_path: Path) -> None:
    import_communities(tmp_path)
    stamp, recorded = queries.editions(), len(entries("area.imported"))
    done = take(geojson(tmp_path, COMMUNITIES))
    assert (done.added, done.changed, done.unchanged) == (0, 0, 2)
    assert (queries.editions(), len(entries("area.imported"))) == (stamp, recorded)


def test_a_known_division_keeps_its_name_when_the_file_has_none_and_its_parent_is_not_renamed(tmp_path: Path) -> None:
    import_communities(tmp_path)
    Division.objects.filter(pk=STREET).update(name="一街道")
    done = take(geojson(tmp_path, [feature(ONE, None, ring(0, 0, 2, 3))]), parent_name="别的名字")
    assert (done.changed, done.unchanged) == (1, 0)
    assert dict(Division.objects.filter(pk__in=[ONE, STREET]).values_list("pk", "name")) == {ONE: "东社区", STREET: "一街道"}


def test_the_fifteen_streets_of_xicheng_are_taken(shared: Callable[[str], Path]) -> None:
    path = shared("polygons/xicheng-all.geojson")
    code, answer = command(str(path), "--level", "street", "--parent-name", "西城区")
    assert (code, answer["added"], answer["refused"]) == (0, 15, [])
    assert answer["created"] == ["1101", "110102"]
    assert dict(Division.objects.filter(pk__in=["110102", "110102001"]).values_list("pk", "name")) == {
        "110102": "西城区", "110102001": "西长安街街道",
    }  # fmt: skip
    assert queries.locate(lon=116.37667, lat=39.90823).code == "110102001"
    assert command(str(path), "--level", "street")[1]["unchanged"] == 15


def test_grids_become_drafts_and_are_not_in_force(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, EIGHT)
    assert queries.draft_grids().count() == 8
    assert queries.current_grids().count() == 0
    (entry,) = [entry for entry in entries("area.imported") if entry.kind == "grid"]
    assert (entry.code, entry.detail["added"], len(entry.detail["sha256"])) == (DISTRICT, 8, 64)


def test_only_grids_that_differ_from_those_in_force_become_drafts(tmp_path: Path) -> None:
    found(tmp_path)
    named = {code: f"第{int(code[-3:])}网格" for code in EIGHT} | {f"{TWO}004": "改名网格"}
    path = geojson(tmp_path, [feature(code, named[code], rings) for code, rings in EIGHT.items()])
    done = take(path, Level.GRID)
    assert (done.added, done.changed, done.unchanged) == (0, 1, 7)
    assert [draft.name for draft in queries.draft_grids()] == ["改名网格"]


def test_a_draft_is_replaced_by_a_later_file_and_dropped_when_asked(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, FOUR)
    path = geojson(tmp_path, [feature(f"{ONE}001", "大网格", ring(0, 0, 2, 1), 类别="专属网格")])
    done = take(path, Level.GRID, replace_drafts=True)
    assert (done.changed, done.further["dropped_drafts"], done.further["drafts"]) == (1, sorted(FOUR)[1:], 1)
    draft = Grid.objects.get()
    assert (draft.name, draft.kind) == ("大网格", "exclusive")


def test_a_grid_of_an_unknown_community_is_refused_by_name(tmp_path: Path) -> None:
    path = geojson(tmp_path, [feature(f"{ONE}001", "甲", ring(0, 0))])
    done = take(path, Level.GRID)
    assert [(line.row, line.code, line.reason) for line in done.refused] == [(1, f"{ONE}001", "unknown_community")]
    assert not Grid.objects.exists()
    assert not Division.objects.exists()
    assert take(path, Level.GRID, create_communities=True).added == 1


BOW_TIE = [[114.30, 22.70], [114.31, 22.71], [114.31, 22.70], [114.30, 22.71], [114.30, 22.70]]
UNCLOSED = [[114.30, 22.70], [114.31, 22.70], [114.31, 22.71], [114.30, 22.71]]
FLAT = [[114.30, 22.70], [114.31, 22.70], [114.32, 22.70], [114.30, 22.70]]


@pytest.mark.parametrize(
    ("rings", "reason", "told"),
    [
        (BOW_TIE, "invalid", "Self-intersection[114.305 22.705]"),
        (UNCLOSED, "unclosed", "114.3"),
        (FLAT, "collinear", "114.3"),
        ({"type": "Polygon", "coordinates": []}, "empty", ""),
        ({"type": "Point", "coordinates": [114.3, 22.7]}, "not_polygon", ""),
    ],
)
def test_b7_a_faulty_polygon_is_refused_with_reason_and_place_and_never_repaired(
    tmp_path: Path, rings: object, reason: str, told: str
) -> None:
    path = geojson(tmp_path, [*COMMUNITIES, feature(f"{STREET}003", "坏", rings)])
    done = take(path)
    (line,) = done.refused
    assert (line.row, line.reason, done.written) == (3, reason, False)
    assert told in line.text
    assert not Division.objects.exists()
    assert take(path, skip_refused=True).added == 2
    assert not Division.objects.filter(pk=f"{STREET}003").exists()


def test_b3_a_file_with_swapped_axes_is_refused_with_the_hint_and_taken_when_told(tmp_path: Path) -> None:
    swapped = [[lat, lon] for lon, lat in ring(0, 0)]
    path = geojson(tmp_path, [feature(ONE, "东社区", swapped)])
    assert [line.reason for line in take(path).refused] == ["swapped_axes"]
    assert take(path, swap_axes=True).added == 1
    lon, lat = middle(0, 0)
    assert queries.locate(lon=lon, lat=lat).code == ONE


def test_what_lies_outside_the_known_district_is_refused(tmp_path: Path) -> None:
    outline = geojson(tmp_path, [feature(DISTRICT, "演示区", ring(0, 0, 4, 2))], name="district.geojson")
    assert take(outline, Level.DISTRICT).added == 1
    far = geojson(tmp_path, [feature(ONE, "东社区", ring(300, 300))])
    assert [line.reason for line in take(far).refused] == ["outside_area"]
    assert take(geojson(tmp_path, COMMUNITIES)).added == 2


def transformed(rings: list[list[float]], epsg: int) -> list[list[float]]:
    line = OGRGeometry(f"LINESTRING ({', '.join(f'{x} {y}' for x, y in rings)})", SpatialReference(4326))
    line.transform(CoordTransform(SpatialReference(4326), SpatialReference(epsg)))
    return [list(pair[:2]) for pair in line.tuple]


@pytest.mark.parametrize(("epsg", "in_file"), [(4547, True), (4547, False), (3857, True), (3857, False), (4490, True)])
def test_b10_projected_files_land_where_they_belong(tmp_path: Path, epsg: int, in_file: bool) -> None:
    rings = transformed(ring(0, 0), epsg)
    path = geojson(tmp_path, [feature(ONE, "东社区", rings)], crs=f"urn:ogc:def:crs:EPSG::{epsg}" if in_file else None)
    done = take(path, crs="auto" if in_file else f"EPSG:{epsg}")
    assert done.added == 1
    west, south, east, north = Division.objects.get(pk=ONE).area.extent  # type: ignore[union-attr]
    assert (west, south, east, north) == pytest.approx((114.30, 22.70, 114.31, 22.71), abs=1e-7)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_b10_shifted_files_are_put_back(tmp_path: Path, datum: str) -> None:
    rings = [list(from_storage(lon=lon, lat=lat, datum=datum)) for lon, lat in ring(0, 0)]
    assert take(geojson(tmp_path, [feature(ONE, "东社区", rings)]), crs=datum).added == 1
    area = Division.objects.get(pk=ONE).area
    assert area is not None
    assert area.extent == pytest.approx((114.30, 22.70, 114.31, 22.71), abs=1e-7)


def test_b10_ring_order_and_height_are_normalised(tmp_path: Path) -> None:
    clockwise = [[*pair, 35.5] for pair in ring(0, 0)[::-1]]
    take(geojson(tmp_path, [feature(ONE, "东社区", clockwise)]))
    area = Division.objects.get(pk=ONE).area
    assert area is not None
    assert not area.hasz
    assert area[0].exterior_ring.is_counterclockwise


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unknown_format"),
        (b"{", "broken_file"),
        (b'{"type":"FeatureCollection","features":[]}', "no_features"),
        (b'{"type":"FeatureCollection","features":[{"type":"Feature"', "broken_file"),
        (b"PK\x03\x04 not a zip", "broken_file"),
        (b"SQLite format 3\0" + b"\0" * 200, "broken_file"),
        (b"\x00\x00\x27\x0a" + b"\0" * 200, "broken_file"),
        ("编码,名称\n1,2\n".encode("gb18030"), "unknown_format"),
        (b"[" * 100_000, "unknown_format"),
        (b'{"features":' + b"[" * 100_000, "broken_file"),
    ],
)
def test_a_broken_file_has_a_clear_answer_and_exit_1(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_bytes(content)
    status, answer = command(str(path), "--level", "street")
    assert (status, answer["error"]["code"]) == (1, code)  # type: ignore[index]


@pytest.mark.parametrize("words", [("--crs", "EPSG:99999"), ("--crs", "moon"), ("--crs", "EPSG:4610")])
def test_an_unknown_or_secret_system_has_a_clear_answer(tmp_path: Path, words: tuple[str, str]) -> None:
    status, answer = command(str(geojson(tmp_path, COMMUNITIES)), "--level", "community", *words)
    assert status == 1
    assert answer["error"]["code"] in {"crs_unknown", "datum_needs_parameters"}  # type: ignore[index]


def test_a_zipped_file_is_taken_like_a_plain_one(tmp_path: Path) -> None:
    path = tmp_path / "areas.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(geojson(tmp_path, COMMUNITIES), "somewhere/社区.geojson")
    assert take(path).added == 2


def test_rows_of_another_level_are_refused_by_name(tmp_path: Path) -> None:
    done = take(geojson(tmp_path, [*COMMUNITIES, feature(f"{STREET}000", "一街道", ring(0, 0)), feature("x1", "?", ring(1, 0))]))
    assert [(line.row, line.code, line.reason) for line in done.refused] == [(3, STREET, "wrong_level"), (4, "x1", "wrong_level")]


def test_an_overlong_name_is_refused_before_the_database_is_asked(tmp_path: Path) -> None:
    done = take(geojson(tmp_path, [feature(ONE, "长" * 65, ring(0, 0)), feature(TWO, "坏\x00名", ring(1, 0))]))
    assert [line.reason for line in done.refused] == ["bad_text", "bad_text"]


def test_a_dry_run_tells_and_changes_nothing(tmp_path: Path) -> None:
    done = take(geojson(tmp_path, COMMUNITIES), dry_run=True)
    assert (done.added, done.written) == (2, False)
    assert not Division.objects.exists()


def test_importing_is_for_those_who_keep_the_map_of_the_area(tmp_path: Path) -> None:
    path = geojson(tmp_path, COMMUNITIES)
    for stranger in (CAROL, BOB):
        with pytest.raises(NotAllowed):
            import_areas(actor=stranger, at=NOON, file=AreaFile(path, Level.COMMUNITY))
    assert not Division.objects.exists()
    assert import_areas(actor=SYSTEM_ACTOR, at=later(), file=AreaFile(path, Level.COMMUNITY)).added == 2


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        take(tmp_path / "none.geojson")
    assert refused.value.code == "no_such_file"
    with pytest.raises(CommandError):
        call_command("import_areas", str(tmp_path / "none.geojson"), "--level", "street")


def test_b9_a_file_of_two_hundred_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.geojson"
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        file.truncate(200 << 20)  # sparse: it takes no room on the disk
    with pytest.raises(FileTooLarge) as refused:
        take(path)
    assert refused.value.status == 413
    assert command(str(path), "--level", "community")[1]["error"]["code"] == "too_large"  # type: ignore[index]


def test_b9_a_polygon_of_too_many_vertices_is_refused_and_its_neighbours_are_not(tmp_path: Path) -> None:
    circle = [[round(114.30 + 0.01 * cos(n / 31_831), 9), round(22.70 + 0.01 * sin(n / 31_831), 9)] for n in range(200_001)]
    done = take(geojson(tmp_path, [*COMMUNITIES, feature(f"{STREET}003", "圆", [*circle, circle[0]])]), skip_refused=True)
    assert [(line.row, line.reason) for line in done.refused] == [(3, "too_many_vertices")]
    assert done.added == 2


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"code": f"{STREET}009", "parent_id": "440310"}, "division_lies_in_its_parent"),
        ({"code": STREET, "parent_id": STREET}, "division_lies_in_its_parent"),
        ({"code": "44039"}, "division_code_is_a_code"),
        ({"code": f"{STREET}009", "area": GEOSGeometry("MULTIPOLYGON (((0 0, 1 1, 1 0, 0 1, 0 0)))", srid=4326)}, "division_area_is_valid"),
        ({"code": f"{STREET}009", "area": GEOSGeometry("MULTIPOLYGON (((0 0, 200 0, 200 1, 0 0)))", srid=4326)}, "division_area_is_valid"),
    ],
)
def test_the_database_refuses_what_no_division_can_be(tmp_path: Path, row: dict[str, object], constraint: str) -> None:
    import_communities(tmp_path)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Division.objects.create(name="坏", **row)


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"code": f"{TWO}001"}, "grid_lies_in_its_community|grid_belongs_to_a_community"),
        ({"code": f"{STREET}001001", "community_id": STREET}, "grid_belongs_to_a_community"),
        ({"code": f"{ONE}01"}, "grid_code_has_15_digits"),
        ({"kind": "round"}, "grid_kind_is_known"),
        ({"valid_to": later()}, "draft_grid_has_no_end"),
        ({"valid_from": later(), "valid_to": NOON}, "grid_ends_after_start|range lower bound"),
        ({"area": GEOSGeometry("MULTIPOLYGON (((0 0, 1 1, 1 0, 0 1, 0 0)))", srid=4326)}, "grid_area_is_valid"),
    ],
)
def test_the_database_refuses_what_no_grid_can_be(tmp_path: Path, row: dict[str, object], constraint: str) -> None:
    import_communities(tmp_path)
    with pytest.raises((IntegrityError, DataError), match=constraint), transaction.atomic():
        Grid.objects.create(**({"code": f"{ONE}001", "name": "坏", "community_id": ONE, "area": area(0, 0)} | row))
