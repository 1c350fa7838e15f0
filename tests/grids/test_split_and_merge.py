"""Splitting and merging grids: history stays, and everything that stands on a grid follows in one transaction (B11)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.contrib.gis.geos import MultiPolygon, Point
from django.core.management import CommandError, call_command
from django.db import connection
from shapely import from_wkb, union_all

from governance.access.actor import Actor
from governance.access.models import Post, Unit, User
from governance.codes import Level
from governance.errors import Conflict, Invalid, NotAllowed, NotFound
from grids import queries
from grids.actions import BuildingFile, Redrawn, import_buildings, merge_grids, on_redraw, redraw, split_grid
from grids.geo import square_metres
from grids.models import Building, Grid
from grids.parting import Parting, parting_of
from tests.grids.ground import (
    BOB,
    CAROL,
    DISTRICT,
    EIGHT,
    FOUR,
    NOON,
    ONE,
    REGISTRAR,
    SOUTH,
    STEP,
    TWO,
    WEST,
    draw,
    entries,
    feature,
    found,
    geojson,
    import_communities,
    later,
    middle,
    publish,
    ring,
)  # fmt: skip

pytestmark = pytest.mark.django_db
FIRST, SECOND = f"{ONE}001", f"{ONE}002"
ACROSS = "114.29 22.7049, 114.3201 22.7049"  # west to east through the lower row


@dataclass
class Desk:
    """A stand-in for the app that holds cases: open cases by code, with or without a position."""

    cases: dict[str, tuple[str, tuple[float, float] | None]] = field(default_factory=dict)
    calls: list[dict[str, object]] = field(default_factory=list)
    refuses: bool = False

    def __call__(self, *, old: Mapping[str, str], new: Sequence[tuple[str, MultiPolygon]], actor: Actor, at: datetime) -> int:
        assert connection.in_atomic_block
        self.calls.append({"old": dict(old), "new": [code for code, _area in new], "actor": actor, "at": at})
        if self.refuses:
            raise Conflict("a case cannot follow")
        moved = 0
        for case, (code, point) in self.cases.items():
            if code not in old:
                continue
            place = queries.locate(lon=point[0], lat=point[1]).code if point else ""
            self.cases[case] = (place or old[code], point)
            moved += self.cases[case][0] != code
        return moved

    def orphans(self) -> list[str]:
        known = set(queries.current_grids().values_list("code", flat=True))
        return [case for case, (code, _point) in self.cases.items() if len(code) == Level.GRID and code not in known]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    followers: list[object] = []
    monkeypatch.setattr(redraw, "_followers", followers)
    made = Desk()
    on_redraw(made)
    on_redraw(made)  # once is enough
    return made


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    found(tmp_path)
    return tmp_path


def split(code: str = FIRST, by: str = ACROSS, **options: object) -> Redrawn:
    return split_grid(actor=REGISTRAR, at=later(), code=code, by=parting_of(by), **options)  # type: ignore[arg-type]


def merge(codes: Sequence[str], into: str, **options: object) -> Redrawn:
    return merge_grids(actor=REGISTRAR, at=later(), codes=codes, into=into, **options)  # type: ignore[arg-type]


def ground_of(*codes: str) -> float:
    grids = queries.current_grids().filter(code__in=codes)
    return square_metres(union_all([from_wkb(bytes(grid.area.wkb)) for grid in grids]))


def test_b11_a_split_opens_parts_that_are_the_old_ground_and_keeps_the_old_code_as_history(ground: Path) -> None:
    before = ground_of(FIRST)
    done = split()
    assert (done.ended, done.opened, done.version) == ((FIRST,), (f"{ONE}005", f"{ONE}006"), 2)
    assert ground_of(*done.opened) == pytest.approx(before, abs=0.01)
    assert queries.soundness(district=DISTRICT).sound
    assert queries.grid_at(code=FIRST) is None
    (old,) = queries.versions_of(code=FIRST)
    assert (old.valid_from, old.valid_to) == (NOON, later())
    assert queries.names([FIRST]) == {FIRST: "第1网格"}
    north, south = middle(0, 0)[0], middle(0, 0)[0]
    assert queries.locate(lon=north, lat=22.709).code == f"{ONE}005"
    assert queries.locate(lon=south, lat=22.701).code == f"{ONE}006"


def test_b11_the_ledger_tells_what_became_of_a_code_and_where_a_new_one_came_from(ground: Path) -> None:
    done = split()
    (ended,) = entries("grid.split")
    assert (ended.object_id, ended.code, ended.actor_id, ended.detail["into"]) == (FIRST, FIRST, REGISTRAR.user_id, list(done.opened))
    assert {entry.object_id: entry.detail["from"] for entry in entries("grid.opened")} == {code: [FIRST] for code in done.opened}


def test_b11_open_cases_follow_by_position_and_none_is_orphaned(ground: Path, desk: Desk) -> None:
    desk.cases = {
        "north": (FIRST, (114.305, 22.709)), "south": (FIRST, (114.305, 22.701)), "on the line": (FIRST, (114.305, 22.7049)),
        "by community": (FIRST, None), "elsewhere": (SECOND, middle(1, 0)), "strayed": (FIRST, (115.0, 23.0)),
    }  # fmt: skip
    done = split()
    assert {case: code for case, (code, _point) in desk.cases.items()} == {
        "north": f"{ONE}005", "south": f"{ONE}006", "on the line": f"{ONE}005", "by community": ONE, "elsewhere": SECOND, "strayed": ONE,
    }  # fmt: skip
    assert (done.moved, desk.orphans()) == (5, [])
    (call,) = desk.calls
    assert call == {"old": {FIRST: ONE}, "new": [f"{ONE}005", f"{ONE}006"], "actor": REGISTRAR, "at": later()}
    assert entries("grid.split")[0].detail["moved"] == 5


def test_b11_when_a_case_cannot_follow_the_split_does_not_happen(ground: Path, desk: Desk) -> None:
    desk.refuses = True
    with pytest.raises(Conflict):
        split()
    assert queries.grid_at(code=FIRST) is not None
    assert queries.current_grids().count() == 8
    assert entries("grid.split") == []
    assert queries.locate(lon=114.305, lat=22.709).code == FIRST


def test_b11_many_cases_many_redraws_no_orphans(ground: Path, desk: Desk) -> None:
    random = Random(11)
    for number in range(200):
        lon, lat = WEST + random.uniform(0, 4) * STEP, SOUTH + random.uniform(0, 2) * STEP
        desk.cases[str(number)] = (queries.locate(lon=lon, lat=lat).code, (lon, lat))
    split()
    split_grid(actor=REGISTRAR, at=later(2), code=f"{ONE}005", by=parting_of("114.3033 22.6, 114.3071 22.8"))
    merge_grids(actor=REGISTRAR, at=later(3), codes=[f"{ONE}006", SECOND], into=SECOND)
    draw(ground, {f"{TWO}001": ring(2, 0, 1.5, 1), f"{TWO}002": ring(3.5, 0, 0.5, 1)})
    publish(at=later(4))
    assert desk.orphans() == []
    for code, point in desk.cases.values():
        assert point is not None
        assert code == queries.locate(lon=point[0], lat=point[1]).code
    assert queries.soundness(district=DISTRICT).sound


def test_b11_a_publication_lets_cases_follow_too(tmp_path: Path, desk: Desk) -> None:
    import_communities(tmp_path)
    desk.cases = {"waiting": (ONE, middle(0, 0)), "by name": (ONE, None)}
    draw(tmp_path, FOUR)
    publish()
    assert desk.cases == {"waiting": (FIRST, middle(0, 0)), "by name": (ONE, None)}
    draw(tmp_path, {f"{ONE}011": ring(0, 0, 2, 1)})
    done = publish(at=later())
    assert desk.calls[-1]["old"] == {FIRST: f"{ONE}011", SECOND: f"{ONE}011"}
    assert desk.cases["waiting"][0] == f"{ONE}011"
    assert done.redrawn is not None
    assert done.redrawn.moved == 1


def test_b11_merged_grids_end_and_everything_on_them_goes_to_the_new_one(ground: Path, desk: Desk) -> None:
    desk.cases = {"a": (FIRST, middle(0, 0)), "b": (SECOND, None)}
    before = ground_of(FIRST, SECOND)
    done = merge([FIRST, SECOND], f"{ONE}020", name="大网格")
    assert (done.ended, done.opened, done.moved) == ((FIRST, SECOND), (f"{ONE}020",), 2)
    assert ground_of(f"{ONE}020") == pytest.approx(before, abs=0.01)
    assert {code for code, _point in desk.cases.values()} == {f"{ONE}020"}
    assert queries.names([f"{ONE}020"]) == {f"{ONE}020": "大网格"}
    assert [entry.object_id for entry in entries("grid.merged")] == [FIRST, SECOND]
    assert entries("grid.opened")[0].detail["from"] == [FIRST, SECOND]


def test_b11_a_grid_may_take_in_its_neighbour_under_its_own_code(ground: Path) -> None:
    done = merge([FIRST, SECOND], FIRST)
    assert (done.ended, done.opened) == ((SECOND,), (FIRST,))
    assert [version.valid_to for version in queries.versions_of(code=FIRST)] == [None, later()]
    assert [entry.object_id for entry in entries("grid.merged")] == [SECOND]


def test_splitting_and_merging_back_gives_the_old_ground(ground: Path) -> None:
    before = ground_of(FIRST)
    parts = split()
    merge_grids(actor=REGISTRAR, at=later(2), codes=parts.opened, into=f"{ONE}030")
    assert ground_of(f"{ONE}030") == pytest.approx(before, abs=0.01)
    assert queries.soundness(district=DISTRICT).sound


def test_buildings_follow_their_ground(ground: Path) -> None:
    houses = [feature("A1", "北楼", ring(0.4, 0.8, 0.02, 0.02)), feature("A2", "南楼", ring(0.4, 0.2, 0.02, 0.02))]
    import_buildings(actor=REGISTRAR, at=NOON, file=BuildingFile(geojson(ground, houses, name="houses.geojson")))
    assert split().buildings == 2
    assert dict(Building.objects.values_list("code", "grid_code")) == {"A1": f"{ONE}005", "A2": f"{ONE}006"}
    merge_grids(actor=REGISTRAR, at=later(2), codes=[f"{ONE}005", f"{ONE}006"], into=f"{ONE}007")
    assert set(Building.objects.values_list("grid_code", flat=True)) == {f"{ONE}007"}


def test_posts_on_an_ended_grid_are_named(ground: Path) -> None:
    bob = User.objects.create(username="bob", display_name="Bob", fictitious=True)
    office = Unit.objects.create(name="办事处", kind="street_office", codes=[DISTRICT])
    Post.objects.create(user=bob, role="grid_worker", unit=office, code=FIRST, starts_at=NOON)
    done = split()
    assert done.posts == ((bob.pk, "grid_worker", FIRST),)
    assert FIRST in done.remarks()[0]


def test_polygons_divide_as_well_as_a_line_and_may_bring_their_codes(ground: Path) -> None:
    halves = [feature(f"{ONE}041", "西", ring(-1, -1, 1.5, 4)), feature(f"{ONE}042", "东", ring(0.5, -1, 3, 4))]
    done = split(by=str(geojson(ground, halves, name="halves.geojson")))
    assert done.opened == (f"{ONE}041", f"{ONE}042")
    assert queries.locate(lon=114.301, lat=22.705).code == f"{ONE}041"
    assert queries.soundness(district=DISTRICT).sound


def test_a_line_may_come_in_a_file(ground: Path) -> None:
    line = {"type": "LineString", "coordinates": [[114.29, 22.7049], [114.3201, 22.7049]]}
    assert len(split(by=str(geojson(ground, [feature(None, None, line)], name="line.geojson"))).opened) == 2


def test_the_parts_get_the_codes_that_are_asked_for(ground: Path) -> None:
    assert split(into=[f"{ONE}101", f"{ONE}102"]).opened == (f"{ONE}101", f"{ONE}102")


@pytest.mark.parametrize(
    ("into", "refusal"),
    [
        ([FIRST, f"{ONE}102"], Conflict), ([f"{ONE}101"], Invalid), ([f"{ONE}101", f"{ONE}101"], Conflict),
        ([f"{TWO}101", f"{ONE}102"], Invalid), (["x", "y"], Invalid),
    ],
)  # fmt: skip
def test_codes_that_cannot_be_given_are_refused(ground: Path, into: list[str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        split(into=into)
    assert queries.grid_at(code=FIRST) is not None


def test_a_code_that_ended_is_never_given_again(ground: Path) -> None:
    split()
    with pytest.raises(Conflict):
        merge_grids(actor=REGISTRAR, at=later(2), codes=[f"{ONE}005", f"{ONE}006"], into=FIRST)


@pytest.mark.parametrize("line", ["114.29 22.9, 114.32 22.9", "114.29 22.7049, 114.305 22.7049", "114.3 22.7, 114.3 22.7"])
def test_a_line_that_does_not_cross_is_refused(ground: Path, line: str) -> None:
    with pytest.raises(Invalid):
        split(by=line)


@pytest.mark.parametrize(
    ("polygons", "told"),
    [
        ([ring(-1, -1, 1.5, 4), ring(0.6, -1, 3, 4)], "平方米不在任何多边形内"),
        ([ring(-1, -1, 1.6, 4), ring(0.5, -1, 3, 4)], "与前面的重叠"),
        ([ring(-1, -1, 1.5, 4), ring(0.5, -1, 3, 4), ring(9, 9)], "第 3 个多边形不在网格内"),
        ([ring(-1, -1, 5, 5)], "至少要分成两部分"),
    ],
)
def test_polygons_that_do_not_fit_are_refused_with_their_square_metres(ground: Path, polygons: list[object], told: str) -> None:
    path = geojson(ground, [feature(None, None, rings) for rings in polygons], name="parts.geojson")
    with pytest.raises(Invalid, match=told):
        split(by=str(path))
    assert queries.grid_at(code=FIRST) is not None


def test_only_grids_that_adjoin_in_one_community_are_merged(ground: Path) -> None:
    for codes in ([FIRST], [FIRST, FIRST], [FIRST, f"{TWO}001"], [f"{TWO}001", f"{ONE}004"]):
        with pytest.raises(Invalid):
            merge(codes, FIRST)
    draw(ground, {f"{ONE}001": ring(0, 0, 0.5, 2), f"{ONE}002": ring(0.5, 0, 1, 2), f"{ONE}003": ring(1.5, 0, 0.5, 2)})
    publish(at=later())
    with pytest.raises(Invalid, match="不相邻"):
        merge_grids(actor=REGISTRAR, at=later(2), codes=[f"{ONE}001", f"{ONE}003"], into=FIRST)


def test_a_grid_that_is_not_in_force_cannot_be_redrawn(ground: Path) -> None:
    with pytest.raises(NotFound):
        split(code=f"{ONE}099")
    with pytest.raises(NotFound):
        merge([FIRST, f"{ONE}099"], FIRST)


def test_redrawing_is_for_those_who_keep_the_map_of_the_area(ground: Path) -> None:
    for stranger in (CAROL, BOB):
        with pytest.raises(NotAllowed):
            split_grid(actor=stranger, at=later(), code=FIRST, by=parting_of(ACROSS))
        with pytest.raises(NotAllowed):
            merge_grids(actor=stranger, at=later(), codes=[FIRST, SECOND], into=FIRST)
    assert queries.current_grids().count() == 8


def test_a_dry_run_tells_and_changes_nothing(ground: Path, desk: Desk) -> None:
    assert split(dry_run=True).opened == (f"{ONE}005", f"{ONE}006")
    assert merge([FIRST, SECOND], FIRST, dry_run=True).ended == (SECOND,)
    assert sorted(queries.current_grids().values_list("code", flat=True)) == sorted(EIGHT)
    assert entries("grid.opened") == []


def test_the_commands_answer_as_json_and_refuse_with_1(ground: Path) -> None:
    out = StringIO()
    call_command("split_grid", FIRST, "--with", ACROSS, "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["written"], answer["ended"]) == (True, [FIRST])
    call_command("merge_grids", *answer["opened"], "--into", f"{ONE}050", stdout=StringIO())
    assert queries.grid_at(code=f"{ONE}050") is not None
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("split_grid", FIRST, "--with", ACROSS, "--json", stdout=out)
    assert (ended.value.code, json.loads(out.getvalue())["error"]["code"]) == (1, "not_found")
    with pytest.raises(CommandError, match="no_such_file"):
        call_command("split_grid", SECOND, "--with", "/nowhere/line.geojson")


def test_the_follower_answers_in_sql_by_the_same_rule(ground: Path) -> None:
    split()
    point = Point(114.305, 22.7049, srid=4326)
    assert queries.current_grids().filter(area__covers=point).order_by("code").values_list("code", flat=True)[0] == f"{ONE}005"
    assert queries.locate(lon=114.305, lat=22.7049).kind == "border"


def test_no_follower_hears_of_a_parting_that_keeps_nothing(ground: Path, desk: Desk) -> None:
    with pytest.raises(Invalid):
        split_grid(actor=REGISTRAR, at=later(), code=FIRST, by=Parting(polygons=()))
    assert desk.calls == []
    assert Grid.objects.count() == 8
