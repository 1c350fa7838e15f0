"""Importing appeals: 7,000 real ones where they are at hand, and a small district of invented ones for every rule."""

import csv
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.models import Unit
from governance.access.roles import Role
from governance.errors import NotAllowed
from governance.ledger.models import Entry
from governance.ledger.verify import chains, check_chain
from grids.actions.demo import load_shipped_divisions
from grids.models import Division
from incidents.actions.appeals import import_appeals
from incidents.actions.appeals.appeal import COLUMNS
from incidents.actions.appeals.importing import BATCH
from incidents.cards import row_cards
from incidents.management.commands.import_appeals import Command
from incidents.models import Category, Incident, Tally
from incidents.queries.queue import Filters, queue
from incidents.workflow import State

AT = datetime(2026, 11, 18, 4, tzinfo=UTC)
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "appeals" / "pingshan_appeals_2018.csv"
PLAIN = {
    "REC_ID": "1",
    "CREATE_TIME": "2018-02-08 15:34:40",
    "SUB_TYPE_ID": "662",
    "SUB_TYPE_NAME": "侵占绿地",
    "MAIN_TYPE_ID": "186",
    "MAIN_TYPE_NAME": "市政设施",
    "EVENT_SRC_NAME": "12345",
    "EVENT_PROPERTY_NAME": "投诉",
    "STREET_NAME": "东街道",
    "COMMUNITY_NAME": "老坑社区",
    "DISPOSE_UNIT_NAME": "城市管理局",
    "DISPOSE_UNIT_ID": "1583",
    "INTIME_ARCHIVE_NUM": "1",
    "OVERTIME_ARCHIVE_NUM": "0",
    "DISTRICT_NAME": "某区",
    "OCCUR_PLACE": "-",
}


@pytest.fixture
def district(db: None) -> str:
    """440399 with two streets: 老坑 and 新桥 in the east, 新桥 again in the west."""
    for code, name in (
        ("4403", "某市"), ("440399", "某区"), ("440399001", "东街道"), ("440399002", "西街道"),
        ("440399001001", "老坑社区居委会"), ("440399001002", "新桥社区居委会"), ("440399002001", "新桥社区居委会"),
    ):  # fmt: skip
        parent = {4: None, 6: code[:4], 9: code[:6], 12: code[:9]}[len(code)]
        Division.objects.create(code=code, name=name, parent_id=parent)
    return "440399"


def row(**changes: str) -> dict[str, str]:
    return PLAIN | changes


def written(path: Path, rows: list[dict[str, str]], *, encoding: str = "utf-8", columns: list[str] | None = None) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns or list(PLAIN))
        writer.writeheader()
        writer.writerows(rows)
    return path


def ran(path: Path, district: str, *words: str) -> dict[str, Any]:
    out, err = StringIO(), StringIO()
    call_command("import_appeals", str(path), "--district", district, "--json", *words, stdout=out, stderr=err)
    answer: dict[str, Any] = json.loads(out.getvalue())
    assert answer["rows"] == answer["imported"] + answer["unchanged"] + len(answer["refused"])
    assert "%" in err.getvalue(), "progress"
    return answer


def case(rec_id: str = "1") -> Incident:
    return Incident.objects.get(origin=f"appeals:440399:{rec_id}")


def lines(answer: dict[str, Any], kind: str) -> dict[int, str]:
    return {one["line"]: one["reason"] for one in answer[kind]}


def test_an_appeal_becomes_a_case_as_it_was(district: str, tmp_path: Path) -> None:
    answer = ran(written(tmp_path / "a.csv", [row(OVERTIME_ARCHIVE_NUM="1", INTIME_ARCHIVE_NUM="0", OCCUR_PLACE="老坑路口")]), district)
    assert (answer["imported"], answer["repaired"], answer["units_added"], answer["categories_added"]) == (1, [], 1, 1)
    found = case()
    assert found.received_at == datetime(2018, 2, 8, 15, 34, 40, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert (found.code, found.placing, found.point, found.place) == ("440399001001", "community", None, "老坑路口")
    assert (found.state, found.late, found.closed_at, found.due_at) == (State.CLOSED, True, None, None)
    assert (found.source, found.nature) == ("hotline", "complaint")
    assert (found.category.scheme, found.category.code, found.category.name) == ("appeals:440399", "662", "侵占绿地")
    assert (found.category.major_name, found.category.active, found.category.kind) == ("市政设施", False, "event")
    assert found.unit is not None
    assert (found.unit.name, found.unit.codes, found.unit.imported) == ("城市管理局", ["440399"], True)
    assert found.number == "4403992018020800001"
    entry = Entry.objects.get(verb="incident.imported")
    assert (entry.object_id, entry.chain, entry.version, entry.post) == (str(found.pk), "440399", 1, "system@")
    assert (entry.detail["state"], entry.detail["units"], entry.detail["source"]) == ("closed", [found.unit_id], "12345")


def test_a_second_import_changes_nothing(district: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(REC_ID=str(n), COMMUNITY_NAME="-" if n % 7 == 0 else "老坑社区") for n in range(30)])
    first = ran(path, district)
    assert (first["imported"], len(first["repaired"])) == (30, 5)
    before = (Entry.objects.count(), list(Incident.objects.order_by("pk").values()), Unit.objects.count(), Category.objects.count())
    second = ran(path, district)
    assert (second["imported"], second["unchanged"], second["repaired"], second["refused"]) == (0, 30, [], [])
    assert (Entry.objects.count(), list(Incident.objects.order_by("pk").values()), Unit.objects.count(), Category.objects.count()) == before


def test_column_order_further_columns_encoding_and_a_mark_do_not_matter(district: str, tmp_path: Path) -> None:
    rows = [row(REC_ID="1", WETTER="schön"), row(REC_ID="2", WETTER="")]
    ran(written(tmp_path / "a.csv", [{k: v for k, v in one.items() if k != "WETTER"} for one in rows], encoding="utf-8-sig"), district)
    other = written(tmp_path / "b.csv", rows, encoding="gb18030", columns=["WETTER", *sorted(PLAIN)])
    assert (ran(other, district)["unchanged"], Incident.objects.count()) == (2, 2)


def test_a_rec_id_with_other_content_is_refused_and_the_first_stays(district: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(), row(), row(SUB_TYPE_ID="1", SUB_TYPE_NAME="路灯"), row(REC_ID="2")])
    answer = ran(path, district)
    assert (answer["imported"], answer["unchanged"]) == (2, 1)
    assert list(lines(answer, "refused")) == [4]
    assert "内容不同" in lines(answer, "refused")[4]
    later = ran(written(tmp_path / "b.csv", [row(DISPOSE_UNIT_NAME="教育局")]), district)
    assert list(lines(later, "refused")) == [2]
    assert case().category.name == "侵占绿地"
    assert (found := case().unit) is not None
    assert found.name == "城市管理局"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"REC_ID": "-"}, "REC_ID"),
        ({"REC_ID": "9.1E+03"}, "REC_ID"),
        ({"CREATE_TIME": "-"}, "CREATE_TIME"),
        ({"CREATE_TIME": "2018-02-30 10:00:00"}, "CREATE_TIME"),
        ({"CREATE_TIME": "08/02/2018 10:00"}, "CREATE_TIME"),
        ({"CREATE_TIME": "2036-02-08 10:00:00"}, "将来"),
        ({"CREATE_TIME": "1899-12-30 00:00:00"}, "CREATE_TIME"),
        ({"SUB_TYPE_ID": "-", "SUB_TYPE_NAME": "-"}, "无法归类"),
        ({"SUB_TYPE_ID": "六六二"}, "SUB_TYPE_ID"),
        ({"SUB_TYPE_NAME": "字" * 65}, "SUB_TYPE_NAME"),
        ({"DISPOSE_UNIT_NAME": "字" * 129}, "DISPOSE_UNIT_NAME"),
        ({"INTIME_ARCHIVE_NUM": "1", "OVERTIME_ARCHIVE_NUM": "1"}, "矛盾"),
        ({"INTIME_ARCHIVE_NUM": "ja"}, "INTIME_ARCHIVE_NUM"),
        ({"DISTRICT_NAME": "龙岗区"}, "属于另一区"),
        ({"OCCUR_PLACE": "a\x00b"}, "控制字符"),
    ],
)
def test_a_line_that_cannot_be_a_case_is_refused_and_stops_no_other(
    district: str, tmp_path: Path, changes: dict[str, str], reason: str
) -> None:
    answer = ran(written(tmp_path / "a.csv", [row(REC_ID="1"), row(**({"REC_ID": "2"} | changes)), row(REC_ID="3")]), district)
    assert list(lines(answer, "refused")) == [3]
    assert reason in lines(answer, "refused")[3]
    assert answer["imported"] == 2


@pytest.mark.parametrize(
    ("changes", "reason", "expected"),
    [
        ({"EVENT_PROPERTY_NAME": "-"}, "性质不详", {"nature": "other"}),
        ({"EVENT_PROPERTY_NAME": "吐槽"}, "“吐槽”", {"nature": "other"}),
        ({"EVENT_SRC_NAME": ""}, "来源不详", {"source": "other"}),
        ({"EVENT_SRC_NAME": "飞鸽"}, "“飞鸽”", {"source": "other"}),
        ({"COMMUNITY_NAME": "-"}, "社区不详", {"code": "440399001", "placing": "nowhere"}),
        ({"COMMUNITY_NAME": "无名社区"}, "无名社区", {"code": "440399001", "placing": "nowhere"}),
        ({"COMMUNITY_NAME": "-", "STREET_NAME": "-", "DISTRICT_NAME": "-"}, "归到全区", {"code": "440399", "placing": "nowhere"}),
        ({"COMMUNITY_NAME": "新桥社区", "STREET_NAME": "-"}, "新桥社区", {"code": "440399", "placing": "nowhere"}),
        ({"STREET_NAME": "西街道"}, "不符", {"code": "440399001001", "placing": "community"}),
        ({"DISPOSE_UNIT_NAME": "-", "DISPOSE_UNIT_ID": "-"}, "单位不详", {"unit": None, "state": "closed"}),
        ({"INTIME_ARCHIVE_NUM": "-", "OVERTIME_ARCHIVE_NUM": "-"}, "未说明已结案", {"late": None, "state": "dispatched"}),
        ({"INTIME_ARCHIVE_NUM": "0", "DISPOSE_UNIT_NAME": "-"}, "未说明已结案", {"late": None, "state": "filed", "due_at": None}),
        ({"CREATE_TIME": "2018/2/8"}, "只有日期", {"received_at": datetime(2018, 2, 7, 16, tzinfo=UTC)}),
        ({"REC_ID": "1.0"}, "小数", {"origin": "appeals:440399:1"}),
        ({"OCCUR_PLACE": "长" * 201}, "截到", {"place": "长" * 200}),
        ({"SUB_TYPE_ID": "-"}, "由名称", {}),
        ({"SUB_TYPE_NAME": "-"}, "由其他行", {}),
        ({"SUB_TYPE_NAME": "侵占绿带"}, "“侵占绿带”", {}),
    ],
)  # fmt: skip
def test_a_dirty_line_is_repaired_and_told(
    district: str, tmp_path: Path, changes: dict[str, str], reason: str, expected: dict[str, object]
) -> None:
    clean = [row(REC_ID="7"), row(REC_ID="8")]
    answer = ran(written(tmp_path / "a.csv", [*clean, row(**changes)]), district)
    assert (answer["imported"], list(lines(answer, "repaired")), answer["refused"]) == (3, [4], [])
    assert reason in lines(answer, "repaired")[4]
    found = case()
    assert {name: getattr(found, name) for name in expected} == expected
    assert found.category.name == "侵占绿地"
    assert reason in "".join(Entry.objects.get(object_id=str(found.pk)).detail["repaired"])


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2018/2/8 15:34", datetime(2018, 2, 8, 7, 34, tzinfo=UTC)),
        ("2018-02-08T15:34:40.250", datetime(2018, 2, 8, 7, 34, 40, tzinfo=UTC)),
        ("2018-02-08T07:34:40Z", datetime(2018, 2, 8, 7, 34, 40, tzinfo=UTC)),
        ("2018-02-08 15:34:40+08:00", datetime(2018, 2, 8, 7, 34, 40, tzinfo=UTC)),
        ("2018年2月8日 15:34", datetime(2018, 2, 8, 7, 34, tzinfo=UTC)),
        ("２０１８-02-08 00:00:00", datetime(2018, 2, 7, 16, tzinfo=UTC)),
    ],
)
def test_times_are_of_shanghai_in_the_spellings_that_spreadsheets_make(
    district: str, tmp_path: Path, time: str, expected: datetime
) -> None:
    ran(written(tmp_path / "a.csv", [row(CREATE_TIME=time)]), district)
    assert case().received_at == expected


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("@坪山", "wechat"),
        ("美丽深圳", "app"),
        ("12345", "hotline"),
        ("12319", "hotline"),
        ("政府信箱", "mailbox"),
        ("固话投诉", "phone"),
        ("其他", "other"),
    ],
)
def test_the_other_systems_sources_have_a_word_here(district: str, tmp_path: Path, name: str, source: str) -> None:
    answer = ran(written(tmp_path / "a.csv", [row(EVENT_SRC_NAME=name)]), district)
    assert (case().source, answer["repaired"]) == (source, [])


def test_two_communities_of_one_name_are_told_apart_by_the_street(district: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(COMMUNITY_NAME="新桥社区", STREET_NAME="西街道"), row(REC_ID="2", COMMUNITY_NAME="新桥社区")])
    assert ran(path, district)["repaired"] == []
    assert (case("1").code, case("2").code) == ("440399002001", "440399001002")


def test_a_known_unit_of_that_name_takes_the_case_and_the_one_that_serves_the_place_first(district: str, tmp_path: Path) -> None:
    Unit.objects.create(name="城市管理局", kind="department", codes=["440398"])
    west = Unit.objects.create(name="综合办", kind="department", codes=["440399002"])
    east = Unit.objects.create(name="综合办", kind="department", codes=["440399001"])
    rows = [
        row(),
        row(REC_ID="2", DISPOSE_UNIT_NAME="综合办"),
        row(REC_ID="3", DISPOSE_UNIT_NAME="综合办", COMMUNITY_NAME="-", STREET_NAME="西街道"),
    ]
    assert ran(written(tmp_path / "a.csv", rows), district)["units_added"] == 1
    assert (case("2").unit, case("3").unit) == (east, west)
    assert (found := case("1").unit) is not None
    assert (found.imported, found.codes) == (True, ["440399"]), "another district's bureau is another bureau"


def test_one_name_of_two_units_is_told_apart_by_their_ids(district: str, tmp_path: Path) -> None:
    rows = [
        row(REC_ID="1", DISPOSE_UNIT_NAME="城建办", DISPOSE_UNIT_ID="9444"),
        row(REC_ID="2", DISPOSE_UNIT_NAME="城建办（东街道办事处）", DISPOSE_UNIT_ID="9444"),
        row(REC_ID="3", DISPOSE_UNIT_NAME="城建办", DISPOSE_UNIT_ID="9466"),
        row(REC_ID="4", DISPOSE_UNIT_NAME="城建办（西街道办事处）", DISPOSE_UNIT_ID="9466"),
        row(REC_ID="5", DISPOSE_UNIT_NAME="老坑社区", DISPOSE_UNIT_ID="1805"),
        row(REC_ID="6", DISPOSE_UNIT_NAME="老坑社区（东街道办事处）", DISPOSE_UNIT_ID="1805"),
    ]
    answer = ran(written(tmp_path / "a.csv", rows), district)
    assert list(lines(answer, "repaired")) == [2, 4]
    names = [unit.name for n in "123456" if (unit := case(n).unit)]
    assert names == [
        "城建办（东街道办事处）",
        "城建办（东街道办事处）",
        "城建办（西街道办事处）",
        "城建办（西街道办事处）",
        "老坑社区",
        "老坑社区（东街道办事处）",
    ]
    assert list(Unit.objects.filter(name__startswith="城建办").order_by("name").values_list("codes", flat=True)) == [
        ["440399001"],
        ["440399002"],
    ]
    assert set(Unit.objects.filter(name__startswith="老坑").values_list("kind", flat=True)) == {"community_committee"}


def test_one_odd_line_does_not_name_a_category(district: str, tmp_path: Path) -> None:
    rows = [row(REC_ID="1", SUB_TYPE_NAME="其它", MAIN_TYPE_ID="1", MAIN_TYPE_NAME="杂项"), row(REC_ID="2"), row(REC_ID="3")]
    answer = ran(written(tmp_path / "a.csv", rows), district)
    category = Category.objects.get()
    assert (category.name, category.major_name, list(lines(answer, "repaired"))) == ("侵占绿地", "市政设施", [2])


def test_broken_lines_in_the_middle_are_refused_by_number(district: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(REC_ID=str(n)) for n in range(1, 7)])
    raw = path.read_bytes().split(b"\r\n")
    raw[2] = raw[2].replace("老坑".encode(), b"\xff\xfe")
    raw[3] = raw[3].replace(b"2018-02-08", b'"2018-02-08')
    raw[4] = raw[4].rsplit(b",", 3)[0]
    raw[5] += b",more,cells"
    path.write_bytes(b"\r\n".join(raw))
    answer = ran(path, district)
    assert list(lines(answer, "refused")) == [3, 4, 5, 6]
    assert set(Incident.objects.values_list("origin", flat=True)) == {"appeals:440399:1", "appeals:440399:6"}


def test_what_only_the_database_refuses_leaves_out_one_line(district: str, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE incidents_incident ADD CONSTRAINT unlucky CHECK (origin NOT LIKE '%%:13')")
    answer = ran(written(tmp_path / "a.csv", [row(REC_ID=str(n)) for n in range(1, 21)]), district)
    assert list(lines(answer, "refused")) == [14]
    assert "数据库拒绝" in lines(answer, "refused")[14]
    assert (answer["imported"], answer["units_added"], answer["categories_added"], Incident.objects.count()) == (19, 1, 1, 19)
    assert check_chain(chain="440399", outside={}).fault is None


def test_an_import_that_broke_off_goes_on_where_it_was(district: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(REC_ID=str(n)) for n in range(2 * BATCH + 10)])
    seen: list[int] = []

    def lost(progress: Any) -> None:
        seen.append(progress.rows)
        if len(seen) == 2:
            raise ConnectionError("the line is cut")

    with pytest.raises(ConnectionError):
        import_appeals(actor=SYSTEM_ACTOR, file=path, district=district, at=AT, tell=lost)
    assert Incident.objects.count() == 2 * BATCH
    answer = ran(path, district)
    assert (answer["imported"], answer["unchanged"]) == (10, 2 * BATCH)
    assert Incident.objects.count() == Entry.objects.filter(verb="incident.imported").count() == 2 * BATCH + 10


def test_ctrl_c_keeps_what_is_written_and_says_so(district: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.csv", [row(REC_ID=str(n)) for n in range(BATCH + 10)])

    def pressed(_self: object, _progress: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Command, "tell", pressed)
    with pytest.raises(CommandError, match="继续") as ended:
        ran(path, district)
    assert (ended.value.returncode, Incident.objects.count()) == (130, BATCH)


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_the_same_time_make_each_case_once(tmp_path: Path) -> None:
    for code, name in (("4403", "某市"), ("440399", "某区"), ("440399001", "东街道"), ("440399001001", "老坑社区居委会")):
        Division.objects.create(code=code, name=name, parent_id={4: None, 6: code[:4], 9: code[:6], 12: code[:9]}[len(code)])
    path = written(tmp_path / "a.csv", [row(REC_ID=str(n), SUB_TYPE_ID=str(n % 9), SUB_TYPE_NAME=f"类{n % 9}") for n in range(BATCH + 50)])
    begin = Barrier(2)

    def once(_number: int) -> tuple[int, int, int]:
        try:
            begin.wait()
            outcome = import_appeals(actor=SYSTEM_ACTOR, file=path, district="440399", at=AT)
            return outcome.imported, outcome.unchanged, len(outcome.refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(once, range(2)))
    assert [sum(column) for column in zip(*found, strict=True)] == [BATCH + 50, BATCH + 50, 0]
    assert Incident.objects.count() == Entry.objects.filter(verb="incident.imported").count() == BATCH + 50
    assert (Category.objects.count(), Unit.objects.count()) == (9, 1)
    assert check_chain(chain="440399", outside={}).fault is None


def test_a_trial_run_tells_the_same_and_writes_nothing(district: str, tmp_path: Path) -> None:
    rows = [row(REC_ID=str(n % 600), SUB_TYPE_ID="-" if n == 3 else "662") for n in range(700)]
    path = written(tmp_path / "a.csv", [*rows, row(REC_ID="5", COMMUNITY_NAME="新桥社区")])
    trial = ran(path, district, "--dry-run")
    assert not Incident.objects.exists()
    assert not Entry.objects.exists()
    assert not Unit.objects.exists()
    real = ran(path, district)
    kept = ("rows", "imported", "unchanged", "repaired", "refused")
    assert {name: trial[name] for name in kept} == {name: real[name] for name in kept}
    assert (trial["written"], real["written"]) == (False, True)


@pytest.mark.parametrize("missing", [["REC_ID"], ["CREATE_TIME", "COMMUNITY_NAME"]])
def test_a_header_without_the_columns_names_those_missing(district: str, tmp_path: Path, missing: list[str]) -> None:
    path = written(tmp_path / "a.csv", [], columns=[name for name in COLUMNS if name not in missing])
    with pytest.raises(CommandError) as refused:
        ran(path, district)
    assert refused.value.returncode == 2
    assert all(name in str(refused.value) for name in missing)
    assert not any(name in str(refused.value) for name in COLUMNS if name not in missing)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04rest", b"REC_ID,REC_ID," + ",".join(COLUMNS[1:]).encode()])
def test_what_is_no_such_table_is_refused_whole(district: str, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        ran(path, district)
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="无法读取"):
        ran(tmp_path / "none.csv", district)


def test_a_district_that_is_not_loaded_is_told(district: str, tmp_path: Path) -> None:
    for code in ("440398", "440399001", "x"):
        with pytest.raises(CommandError, match="尚未导入"):
            ran(written(tmp_path / "a.csv", [row()]), code)


def test_only_registrars_of_the_district_and_commands_import(district: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row()])
    for actor in (Actor(1, "Carol", (Held(Role.REGISTRAR, "440398"),)), Actor(2, "Alice", (Held(Role.DISPATCHER, district),))):
        with pytest.raises(NotAllowed):
            import_appeals(actor=actor, file=path, district=district, at=AT)


def test_lists_and_counters_show_imported_cases_at_their_community(district: str, tmp_path: Path) -> None:
    ran(written(tmp_path / "a.csv", [row(REC_ID=str(n), INTIME_ARCHIVE_NUM=str(n % 2)) for n in range(4)]), district)
    leader = Actor(9, "Leo", (Held(Role.LEADER, district),))
    page = queue(actor=leader, filters=Filters(code="440399001001"), at=AT)
    cards = row_cards(incidents=page.items, at=AT)
    assert len(cards) == 4
    assert {(card["title"], card["unit"], card["approximate"], card["point"]) for card in cards} == {("侵占绿地", "城市管理局", True, None)}
    assert dict(Tally.objects.values_list("state", "count")) == {"closed": 2, "dispatched": 2}
    assert {card["lamp"] for card in cards} == {None}, "no deadline is made up"


# The real file: what is below counts it.


@pytest.fixture(scope="module")
def real() -> list[dict[str, str]]:
    if not REAL.exists():
        pytest.skip("the real appeals are not at hand: they may not ship")
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.django_db(transaction=True)  # one transaction for all would be slow: the chain's head gets a version for each entry
def test_seven_thousand_real_appeals_become_cases(real: list[dict[str, str]]) -> None:
    load_shipped_divisions(actor=SYSTEM_ACTOR, at=AT)
    answer = ran(REAL, "440310")
    assert (answer["rows"], answer["imported"], answer["unchanged"], answer["refused"]) == (7000, 7000, 0, [])
    dirty = [n for n, one in enumerate(real, 2) if "-" in (value for name, value in one.items() if name != "OCCUR_PLACE")]
    assert len(dirty) == 28
    assert set(dirty) <= set(lines(answer, "repaired"))

    cases = {one.origin: one for one in Incident.objects.select_related("category", "unit")}
    assert len(cases) == 7000
    shanghai = ZoneInfo("Asia/Shanghai")
    communities = dict(Division.objects.filter(code__startswith="440310").values_list("code", "name"))
    for one in real:
        found = cases[f"appeals:440310:{one['REC_ID']}"]
        assert found.received_at.astimezone(shanghai).strftime("%Y-%m-%d %H:%M:%S") == one["CREATE_TIME"]
        assert found.category.code == one["SUB_TYPE_ID"]
        assert found.late == {"10": False, "01": True}.get(one["INTIME_ARCHIVE_NUM"] + one["OVERTIME_ARCHIVE_NUM"])
        assert (found.unit is None) == (one["DISPOSE_UNIT_NAME"] == "-")
        if one["COMMUNITY_NAME"] != "-":
            assert communities[found.code] == f"{one['COMMUNITY_NAME']}居委会"
            assert communities[found.code[:9]] == one["STREET_NAME"]
    assert Counter(one.state for one in cases.values()) == {"closed": 6998, "dispatched": 2}
    assert Counter(one.late for one in cases.values()) == {False: 6279, True: 719, None: 2}
    assert answer["categories_added"] == len({one["SUB_TYPE_ID"] for one in real}) == 346
    assert answer["units_added"] == len({one["DISPOSE_UNIT_NAME"] for one in real} - {"-", "城建办"}) == 143
    assert sum(Tally.objects.values_list("count", flat=True)) == 7000
    assert all(check_chain(chain=chain, outside={}).fault is None for chain in chains())

    entries = Entry.objects.count()
    again = ran(REAL, "440310")
    assert (again["unchanged"], again["imported"], again["repaired"], again["refused"]) == (7000, 0, [], [])
    assert Entry.objects.count() == entries
    assert Incident.objects.filter(received_at__gt=AT - timedelta(days=365)).count() == 0
