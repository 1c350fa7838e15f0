"""Each line is taken, repaired or refused by itself: spellings, sources, communities, units."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection

from governance.access.models import Unit
from governance.ledger.models import Entry
from governance.ledger.verify import check_chain
from incidents.actions.appeals.appeal import COLUMNS
from incidents.models import Category, Incident
from tests.incidents.appeals.written import case, lines, ran, row, written


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
