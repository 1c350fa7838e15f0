"""Importing buildings, and their dwellings."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.roles import Role
from governance.errors import Invalid, NotAllowed
from grids import queries
from grids.actions import BuildingFile, NewDwelling, add_dwellings, import_buildings
from grids.models import Building, Dwelling
from grids.summary import Summary
from tests.grids.ground import BOB, CAROL, DISTRICT, NOON, ONE, REGISTRAR, TWO, area, entries, feature, found, geojson, ring

pytestmark = pytest.mark.django_db


def house(code: str | None, column: float, row: float, **properties: object) -> dict[str, object]:
    return feature(code, f"{code}号楼", ring(column + 0.4, row + 0.4, 0.02, 0.02), **properties)


def take(path: Path, *, actor: Actor = REGISTRAR, skip_refused: bool = False, **options: object) -> Summary:
    return import_buildings(actor=actor, at=NOON, file=BuildingFile(path, **options), skip_refused=skip_refused)  # type: ignore[arg-type]


def test_each_building_stands_in_the_grid_that_holds_it(tmp_path: Path) -> None:
    found(tmp_path)
    done = take(geojson(tmp_path, [house("A1", 0, 0, floors=6, 用途="住宅"), house("A2", 3, 1, height=18.0)]))
    assert (done.added, done.refused) == (2, ())
    assert dict(Building.objects.values_list("code", "grid_code")) == {"A1": f"{ONE}001", "A2": f"{TWO}004"}
    assert list(Building.objects.order_by("code").values_list("floors", "height_m", "use")) == [
        (6, None, "residential"),
        (6, 18.0, "other"),
    ]
    assert set(Building.objects.values_list("read_at", flat=True)) == {NOON}
    (entry,) = entries("building.imported")
    assert (entry.code, entry.detail["added"]) == (DISTRICT, 2)


def test_a_second_run_changes_and_records_nothing(tmp_path: Path) -> None:
    found(tmp_path)
    path = geojson(tmp_path, [house("A1", 0, 0, floors=6), house(None, 1, 1)])
    assert take(path).added == 2
    stamp = queries.editions()
    done = take(path)
    assert (done.added, done.changed, done.unchanged) == (0, 0, 2)
    assert (queries.editions(), len(entries("building.imported"))) == (stamp, 1)


def test_what_a_later_file_is_silent_about_stays(tmp_path: Path) -> None:
    found(tmp_path)
    take(geojson(tmp_path, [house("A1", 0, 0, floors=6, 用途="住宅", 地址="学院路1号")]))
    moved = feature("A1", None, ring(1.4, 0.4, 0.02, 0.02))
    assert take(geojson(tmp_path, [moved])).changed == 1
    building = Building.objects.get()
    assert (building.name, building.address, building.floors, building.use) == ("A1号楼", "学院路1号", 6, "residential")
    assert building.grid_code == f"{ONE}002"


def test_a_building_without_a_code_gets_one_from_its_footprint(tmp_path: Path) -> None:
    found(tmp_path)
    path = geojson(tmp_path, [house(None, 0, 0), house(None, 0, 0)])
    done = take(path, skip_refused=True)
    assert [(line.row, line.reason) for line in done.refused] == [(2, "same_footprint")]
    assert Building.objects.get().code.startswith("F")


def test_the_refused_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    found(tmp_path)
    bad = [
        house("A 1", 0, 0),
        house("B", 0, 1, 地址="路" * 201),
        house("C", 0, 0, floors=900),
        feature("D", "坏", ring(0, 0)[:-1]),
        house("E", 1, 1),
    ]
    done = take(geojson(tmp_path, bad))
    assert [(line.row, line.reason) for line in done.refused] == [
        (1, "code_unusable"), (2, "bad_text"), (3, "bad_number"), (4, "unclosed"),
    ]  # fmt: skip
    assert not Building.objects.exists()
    assert take(geojson(tmp_path, bad), skip_refused=True).added == 1


def test_a_registrar_takes_buildings_of_the_own_area_only(tmp_path: Path) -> None:
    found(tmp_path)
    of_one = Actor(7006, "Rita", (Held(Role.REGISTRAR, ONE),))
    path = geojson(tmp_path, [house("A1", 0, 0), house("A2", 3, 1), house("A3", 50, 50)])
    done = take(path, actor=of_one)
    assert [(line.row, line.reason) for line in done.refused] == [(2, "out_of_scope"), (3, "out_of_scope")]
    assert take(path, actor=of_one, skip_refused=True).added == 1
    with pytest.raises(NotAllowed):
        take(path, actor=BOB)
    assert take(path, actor=CAROL).refused != ()


def test_a_registrar_cannot_take_over_a_building_of_another_area_by_its_code(tmp_path: Path) -> None:
    found(tmp_path)
    take(geojson(tmp_path, [house("A2", 3, 1)]))
    of_one = Actor(7006, "Rita", (Held(Role.REGISTRAR, ONE),))
    done = take(geojson(tmp_path, [house("A2", 0, 0)]), actor=of_one)
    assert [line.reason for line in done.refused] == ["out_of_scope"]
    assert Building.objects.get().grid_code == f"{TWO}004"


def test_a_building_outside_every_grid_is_kept_without_one(tmp_path: Path) -> None:
    found(tmp_path)
    done = take(geojson(tmp_path, [house("A3", 50, 50)]), actor=SYSTEM_ACTOR)
    assert (done.added, done.remarks[-1]) == (1, "1 栋楼不在任何网格内。")
    assert Building.objects.get().grid_code == ""


def test_with_an_outline_what_lies_outside_is_refused(tmp_path: Path) -> None:
    found(tmp_path)
    done = take(geojson(tmp_path, [house("A1", 0, 0), house("A3", 50, 50)]), within=ONE)
    assert [(line.row, line.reason) for line in done.refused] == [(2, "outside_area")]


def test_three_thousand_real_footprints_are_taken(shared: Callable[[str], Path]) -> None:
    out = StringIO()
    call_command(
        "import_buildings", str(shared("buildings/suzhou_3076_buildings.geojson")), "--crs", "gcj02", "--skip-refused", "--json", stdout=out
    )
    answer = json.loads(out.getvalue())
    assert answer["added"] + len(answer["refused"]) == answer["rows"] == 3076
    assert answer["added"] > 3000
    assert Building.objects.count() == answer["added"]


def test_dwellings_are_added_once_and_counted(tmp_path: Path) -> None:
    found(tmp_path)
    take(geojson(tmp_path, [house("A1", 0, 0)]))
    rooms = [NewDwelling("A1", "1单元", floor, f"{floor}01") for floor in (1, 2, 3)]
    assert add_dwellings(actor=REGISTRAR, at=NOON, dwellings=rooms) == 3
    assert add_dwellings(actor=REGISTRAR, at=NOON, dwellings=[*rooms, NewDwelling("A1", "", -1, "车库")]) == 1
    assert [entry.detail["added"] for entry in entries("dwelling.added")] == [3, 1]
    assert queries.buildings_of(grid=f"{ONE}001")[0]["dwellings"] == 4


@pytest.mark.parametrize("wrong", [("Z9", "", 1, "101"), ("A1", "九" * 9, 1, "101"), ("A1", "", 999, "101"), ("A1", "", 1, "")])
def test_a_dwelling_that_cannot_be_is_refused(tmp_path: Path, wrong: tuple[str, str, int, str]) -> None:
    found(tmp_path)
    take(geojson(tmp_path, [house("A1", 0, 0)]))
    with pytest.raises(Invalid):
        add_dwellings(actor=REGISTRAR, at=NOON, dwellings=[NewDwelling(*wrong)])
    assert not Dwelling.objects.exists()


def test_dwellings_are_added_by_those_who_keep_the_map_of_the_area(tmp_path: Path) -> None:
    found(tmp_path)
    take(geojson(tmp_path, [house("A1", 0, 0)]))
    for stranger in (CAROL, BOB):
        with pytest.raises(NotAllowed):
            add_dwellings(actor=stranger, at=NOON, dwellings=[NewDwelling("A1", "", 1, "101")])


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"grid_code": "123"}, "building_grid_is_a_grid_code"),
        ({"use": "palace"}, "building_use_is_known"),
        ({"code": ""}, "building_has_a_code"),
        ({"height_m": 0.0}, "building_has_some_height"),
    ],
)
def test_the_database_refuses_what_no_building_can_be(changes: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Building.objects.create(**({"code": "A1", "footprint": area(0, 0)} | changes))


def test_a_building_without_a_code_is_recognised_on_its_ground_from_another_file(tmp_path: Path) -> None:
    found(tmp_path)
    take(geojson(tmp_path, [house("A1", 0, 0), house(None, 1, 1), house(None, 1.1, 1)]))
    shifted = [
        feature(None, None, [[x + 3e-9, y - 2e-9] for x, y in ring(column + 0.4, row + 0.4, 0.02, 0.02)])
        for column, row in ((0, 0), (1, 1), (1.1, 1))
    ]
    done = take(geojson(tmp_path, [*shifted, house(None, 0.5, 0)]))
    assert (done.added, done.changed, Building.objects.count()) == (1, 3, 4)
    assert Building.objects.get(code="A1").name == "A1号楼"
