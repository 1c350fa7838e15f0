"""Loading tables of divisions."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.roles import Role
from governance.errors import NotAllowed
from grids import queries
from grids.actions import load_divisions
from grids.actions.demo import load_shipped_divisions
from grids.geo import FileRefused
from grids.models import Division
from grids.summary import Summary
from tests.grids.ground import BOB, CAROL, NOON, REGISTRAR, entries

pytestmark = pytest.mark.django_db
HEAD = "community_code,community_name,street_code,street_name,district_code,district_name\n"
ROWS = "440398001001,东社区,440398001,一街道,440398,演示区\n440398001002,西社区,440398001,一街道,440398,演示区\n"


def table(folder: Path, text: str | bytes, name: str = "divisions.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def load(file: Path, **options: bool) -> Summary:
    return load_divisions(actor=SYSTEM_ACTOR, at=NOON, file=file, **options)


def names() -> dict[str, str]:
    return dict(Division.objects.values_list("code", "name"))


def test_every_level_of_a_line_becomes_a_division_under_its_parent(tmp_path: Path) -> None:
    done = load(table(tmp_path, HEAD + ROWS))
    assert (done.added, done.changed, done.refused, done.written) == (4, 0, (), True)
    assert done.created == ("4403",)
    assert names() == {"4403": "4403", "440398": "演示区", "440398001": "一街道", "440398001001": "东社区", "440398001002": "西社区"}
    assert dict(Division.objects.values_list("code", "parent_id")) == {
        "4403": None, "440398": "4403", "440398001": "440398", "440398001001": "440398001", "440398001002": "440398001",
    }  # fmt: skip


def test_a_second_run_changes_and_records_nothing(tmp_path: Path) -> None:
    load(table(tmp_path, HEAD + ROWS))
    stamp, recorded = queries.editions(), len(entries("division.loaded"))
    done = load(table(tmp_path, HEAD + ROWS))
    assert (done.added, done.changed, done.unchanged) == (0, 0, 4)
    assert (queries.editions(), len(entries("division.loaded"))) == (stamp, recorded)


def test_a_changed_name_updates_and_the_ledger_keeps_the_old_one(tmp_path: Path) -> None:
    load(table(tmp_path, HEAD + ROWS))
    assert queries.names(["440398001001"]) == {"440398001001": "东社区"}
    done = load(table(tmp_path, HEAD + ROWS.replace("东社区", "东风社区")))
    assert (done.added, done.changed) == (0, 1)
    assert entries("division.loaded")[-1].detail["renamed"] == {"440398001001": ["东社区", "东风社区"]}
    assert queries.names(["440398001001"]) == {"440398001001": "东风社区"}


def test_a_name_given_only_by_code_is_filled_in_later_and_never_lost_again(tmp_path: Path) -> None:
    load(table(tmp_path, HEAD + ROWS))
    cities = table(tmp_path, "district_code,district_name,city_code,city_name\n440398,演示区,4403,深圳市\n", "districts.csv")
    assert load(cities).changed == 1
    load(table(tmp_path, HEAD + ROWS))
    assert names()["4403"] == "深圳市"


def test_padded_codes_are_cut_to_their_level(tmp_path: Path) -> None:
    load(table(tmp_path, "街道代码,街道名称,区县代码,区县名称\n440398001000,一街道,440398000000,演示区\n"))
    assert names() == {"4403": "4403", "440398": "演示区", "440398001": "一街道"}


def test_one_pair_of_columns_serves_every_level(tmp_path: Path) -> None:
    load(table(tmp_path, "编码;名称\n440300000000;深圳市\n440398000000;演示区\n440398001001;东社区\n"))
    assert names() == {"4403": "深圳市", "440398": "演示区", "440398001": "440398001", "440398001001": "东社区"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_usual_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    load(table(tmp_path, (HEAD + ROWS).encode(encoding)))
    assert names()["440398001001"] == "东社区"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("440398001003,,440398001,一街道,440398,演示区", "name_missing"),
        ("440398001003,南社区,440398002,二街道,440398,演示区", "outside_parent"),
        ("44039800100,南社区,440398001,一街道,440398,演示区", "wrong_level"),
        ("4.40398E+11,南社区,440398001,一街道,440398,演示区", "code_unreadable"),
        (",南社区,440398001,一街道,440398,演示区", "code_unusable"),
        ("440398001003,南社区,440398001,另一街道,440398,演示区", "name_conflict"),
        ("440398001003,南社区,440398001,一街道", "broken_row"),
        (f"440398001003,{'长' * 65},440398001,一街道,440398,演示区", "bad_text"),
    ],
)
def test_one_bad_line_is_named_and_nothing_is_written(tmp_path: Path, line: str, reason: str) -> None:
    done = load(table(tmp_path, f"{HEAD}{ROWS}{line}\n"))
    assert [(refused.row, refused.reason) for refused in done.refused] == [(4, reason)]
    assert not done.written
    assert names() == {}
    assert entries("division.loaded") == []


def test_the_good_lines_are_written_when_asked_to_skip_the_others(tmp_path: Path) -> None:
    done = load(table(tmp_path, f"{HEAD}{ROWS}440398001003,,440398001,一街道,440398,演示区\n"), skip_refused=True)
    assert (done.written, done.added, len(done.refused)) == (True, 4, 1)
    assert "440398001003" not in names()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a,b\n1,2\n", "unknown_column"),
        (b"", "unknown_column"),
        (HEAD.encode() + b"440398001001,\xff\xff\x80,440398001,x,440398,y\n", "broken_file"),
        (HEAD.encode() + b'"440398001001,never closed' + b"x" * 200_000, "broken_file"),
    ],
)
def test_what_is_no_such_table_is_refused_with_its_reason(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        load(table(tmp_path, content))
    assert refused.value.code == code


def test_a_broken_byte_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="第 3 行"):
        load(table(tmp_path, (HEAD + ROWS.splitlines()[0]).encode() + b"\n\xff\xff\x80\x81,x\n"))


def test_a_dry_run_tells_and_changes_nothing(tmp_path: Path) -> None:
    done = load(table(tmp_path, HEAD + ROWS), dry_run=True)
    assert (done.added, done.written, names()) == (4, False, {})


def test_a_registrar_loads_the_own_district_and_nobody_elses(tmp_path: Path) -> None:
    file = table(tmp_path, HEAD + ROWS)
    for stranger in (CAROL, BOB):
        with pytest.raises(NotAllowed):
            load_divisions(actor=stranger, at=NOON, file=file)
    assert names() == {}
    assert load_divisions(actor=REGISTRAR, at=NOON, file=file).added == 4


def test_a_registrar_of_a_street_cannot_rename_what_is_wider(tmp_path: Path) -> None:
    load(table(tmp_path, HEAD + ROWS))
    of_street = Actor(7005, "Rita", (Held(Role.REGISTRAR, "440398001"),))
    changed = ROWS.replace("演示区", "改名区").replace("一街道", "新街道")
    assert load_divisions(actor=of_street, at=NOON, file=table(tmp_path, HEAD + changed)).changed == 1
    assert (names()["440398"], names()["440398001"]) == ("演示区", "新街道")


def test_the_shipped_tables_load_wholly_and_once() -> None:
    assert load_shipped_divisions(actor=SYSTEM_ACTOR, at=NOON) > 0
    assert queries.at_level(12).count() == 777
    assert names()["4403"] == "深圳市"
    assert load_shipped_divisions(actor=SYSTEM_ACTOR, at=NOON) == 0


def test_real_tables_of_other_districts_load(shared: Callable[[str], Path]) -> None:
    done = load(shared("divisions/communities.csv"))
    assert (done.refused, queries.at_level(12).count()) == ((), 777)


def test_the_command_answers_as_json_and_ends_with_1_when_rows_are_refused(tmp_path: Path) -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("load_divisions", str(table(tmp_path, f"{HEAD}{ROWS}x,y,z,a,b,c\n")), "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert ended.value.code == 1
    assert (answer["written"], answer["refused"][0]["row"]) == (False, 4)
    out = StringIO()
    call_command("load_divisions", str(table(tmp_path, HEAD + ROWS)), "--json", stdout=out)
    assert json.loads(out.getvalue())["added"] == 4


def test_the_command_says_when_there_is_no_such_file() -> None:
    with pytest.raises(CommandError, match="no_such_file"):
        call_command("load_divisions", "/nowhere/at-all.csv")
    with pytest.raises(CommandError, match="no_such_file"):
        call_command("load_divisions", "/tmp")
