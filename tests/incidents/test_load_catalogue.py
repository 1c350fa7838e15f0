"""Loading the catalogue: idempotent, line by line, and an administrator's changes stay."""

import csv
import json
from collections import Counter
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.models import Unit
from governance.access.roles import Role
from governance.errors import Conflict, Invalid, NotAllowed
from governance.ledger.models import Entry
from governance.ledger.verify import chains, check_chain
from incidents.actions import catalogue
from incidents.actions.catalogue.conditions import ORDER
from incidents.clock import Limit
from incidents.models import Category, CategoryKind, Day, Responsibility, StageLimit, Standard
from incidents.queries import reference
from incidents.triage import propose

AT = datetime(2026, 11, 18, 4, tzinfo=UTC)
ADMIN = Actor(1, "Sam", (Held(Role.SYSTEM_ADMIN, "440399"),))
LEGACY = catalogue.SHIPPED["categories"].with_name("legacy_categories.csv")

pytestmark = pytest.mark.django_db


def load(command: str, *words: str) -> dict[str, Any]:
    out = StringIO()
    call_command(command, *words, "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def table(path: Path, *lines: str) -> str:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def whole() -> None:
    load("load_categories")
    load("load_standards")


def test_the_shipped_categories_are_the_201_of_the_national_layout() -> None:
    answer = load("load_categories")
    assert (answer["rows"], answer["added"], answer["refused"]) == (201, 201, [])
    assert Category.objects.filter(scheme="gbt30428").count() == 201
    assert Category.objects.get(kind="event", code="0401").name == "无照经营游商"
    assert Category.objects.get(kind="component", code="0101").name_en == "Water-supply manhole cover"


def test_loading_again_changes_and_records_nothing() -> None:
    whole()
    load("load_stage_limits")
    load("load_calendar")
    entries = Entry.objects.count()
    for command in ("load_categories", "load_standards", "load_stage_limits", "load_calendar"):
        answer = load(command)
        assert (answer["added"], answer["changed"], answer["refused"]) == (0, 0, []), command
        assert answer["unchanged"] == answer["rows"] > 0
    assert Entry.objects.count() == entries == 4


def test_each_load_that_changes_something_is_one_entry_with_its_counts() -> None:
    load("load_categories")
    entry = Entry.objects.get()
    assert (entry.verb, entry.kind, entry.object_id, entry.detail["added"]) == ("catalogue.loaded", "catalogue", "categories", 201)
    assert all(check_chain(chain=chain, outside={}).fault is None for chain in chains())


def test_a_trial_run_tells_and_writes_nothing() -> None:
    answer = load("load_categories", "--dry-run")
    assert (answer["added"], answer["written"]) == (201, False)
    assert not Category.objects.exists()
    assert not Entry.objects.exists()


def test_categories_are_found_by_initials_and_by_whole_pinyin() -> None:
    load("load_categories")
    assert Category.objects.get(kind="component", code="0101").pinyin == "ssjg shangshuijinggai"


def test_a_changed_name_in_the_file_changes_one_category(tmp_path: Path) -> None:
    load("load_categories")
    rows = catalogue.SHIPPED["categories"].read_text(encoding="utf-8").replace("上水井盖", "供水井盖")
    path = tmp_path / "categories.csv"
    path.write_text(rows, encoding="utf-8")
    answer = load("load_categories", str(path), "--scheme", "gbt30428")
    assert (answer["changed"], answer["unchanged"]) == (1, 200)


# The 04/05 trap: the two numberings exchange these event majors, and a file does not say which one it follows.


def test_a_file_of_ones_own_must_say_whose_numbering_it_follows() -> None:
    with pytest.raises(CommandError, match="04 与 05 相反") as refused:
        load("load_categories", str(LEGACY))
    assert refused.value.returncode == 2
    assert not Category.objects.exists()


def test_street_order_is_major_04_in_the_newer_numbering_and_05_in_the_older() -> None:
    whole()
    answer = load("load_categories", str(LEGACY), "--scheme", "cjt214")
    assert (answer["rows"], answer["added"], answer["refused"]) == (119, 119, [])
    majors = Category.objects.filter(kind="event", major_name="街面秩序").values_list("scheme", "major_code").distinct()
    assert set(majors) == {("gbt30428", "04"), ("cjt214", "05")}
    assert Category.objects.get(scheme="gbt30428", kind="event", code="0501").name == "供水管道破裂"
    assert Category.objects.get(scheme="cjt214", kind="event", code="0501").name == "无照经营游商"
    assert Category.objects.filter(scheme="gbt30428").count() == 201


@pytest.mark.parametrize(("file", "scheme"), [(LEGACY, "gbt30428"), (catalogue.SHIPPED["categories"], "cjt214")])
def test_a_file_given_the_wrong_numbering_has_its_exchanged_majors_refused(file: Path, scheme: str) -> None:
    answer = load("load_categories", str(file), "--scheme", scheme)
    with file.open(encoding="utf-8", newline="") as source:
        exchanged = [row for row in csv.DictReader(source) if row["kind"] == "event" and row["major_code"] in {"04", "05"}]
    assert len(answer["refused"]) == len(exchanged) > 10
    assert not Category.objects.filter(kind="event", major_code__in=["04", "05"]).exists()


def test_broken_lines_are_told_with_their_number_and_stop_no_other(tmp_path: Path) -> None:
    path = table(
        tmp_path / "own.csv",
        "种类,kind,major_code,major_name,minor_code,minor_name",
        "x,部件,01,公用设施,01,井盖",
        "x,部件,01,公用设施,01,井盖二",
        "x,物件,01,公用设施,02,雨水箅子",
        "x,部件,01,公用设施,a2,雨水箅子",
        "x,部件,01,公用设施,03,",
        "x,部件,01,公用设施",
        'x,部件,01,公用设施,04,"未完',
        "x,事件,1,市容环境,9,空调外机",
    )
    answer = load("load_categories", path, "--scheme", "city")
    assert [line["line"] for line in answer["refused"]] == [3, 4, 5, 6, 7, 8]
    assert (answer["rows"], answer["added"]) == (8, 2)
    assert Category.objects.get(kind="event").code == "0109", "a spreadsheet drops the zero"


def test_a_table_without_its_columns_names_those_missing(tmp_path: Path) -> None:
    path = table(tmp_path / "own.csv", "kind,major_code", "部件,01")
    with pytest.raises(CommandError, match=r"major_name、code\|minor_code、name\|minor_name"):
        load("load_categories", path, "--scheme", "city")


def test_gb18030_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes("kind,major_code,major_name,minor_code,minor_name\n部件,01,公用设施,01,井盖\n".encode("gb18030"))
    load("load_categories", str(path), "--scheme", "city")
    assert Category.objects.get().name == "井盖"


def test_every_category_has_one_default_standard_with_a_limit_that_counts() -> None:
    answer = (load("load_categories"), load("load_standards"))[1]
    assert (answer["rows"], answer["added"], answer["changed"], answer["refused"]) == (429, 440, 0, [])
    assert Standard.objects.count() == 429 + 11
    assert Standard.objects.filter(condition="general").count() == 11, "categories without a condition take their default limit"
    for category in Category.objects.prefetch_related("standards"):
        defaults = [one for one in category.standards.all() if one.is_default]
        assert len(defaults) == 1, category
        best = min((one.condition for one in category.standards.all()), key=ORDER.index)
        assert defaults[0].condition == best
        assert Limit.parse(defaults[0].limit).seconds > 0


def test_a_manhole_cover_is_damaged_unless_somebody_says_worse() -> None:
    whole()
    cover = Category.objects.get(kind="component", code="0101")
    limits = dict(cover.standards.values_list("condition", "limit"))
    assert limits == {"hazard_missing": "2 urgent_hour", "damage": "4 work_hour", "leaning": "2 work_day"}
    assert (default := reference.default_standard(cover.pk)) is not None
    assert (default.condition, default.name) == ("damage", "破损、锈蚀、失灵")


def test_a_standard_for_another_category_of_that_code_is_refused(tmp_path: Path) -> None:
    load("load_categories")
    path = table(
        tmp_path / "own.csv",
        "kind,major_code,minor_code,minor_name,condition_class,limit",
        "事件,05,01,无照经营游商,other,2 urgent_hour",
        "事件,04,01,无照经营游商,other,two hours",
        "事件,04,01,无照经营游商,other,2 urgent_hour",
    )
    answer = load("load_standards", path, "--scheme", "gbt30428")
    assert [line["line"] for line in answer["refused"]] == [2, 3]
    assert answer["added"] == 1


def test_the_calendar_has_make_up_days_and_another_year_can_be_added(tmp_path: Path) -> None:
    load("load_calendar")
    assert Day.objects.filter(date__year=2026, kind="workday_makeup").exists()
    assert reference.calendar().knows(date(2026, 6, 1))
    assert not reference.calendar().knows(date(2027, 6, 1))
    path = table(
        tmp_path / "2027.csv",
        "date,kind,name",
        "2027-01-01,holiday,元旦",
        "2027-10-01,放假,国庆节",
        "2027/10/09,调休,国庆节",
        "2027-02-30,holiday,x",
    )
    answer = load("load_calendar", path)
    assert (answer["added"], [line["line"] for line in answer["refused"]]) == (3, [5])
    assert reference.calendar().knows(date(2027, 6, 1))
    assert reference.calendar().is_workday(date(2027, 10, 9)), "a Saturday that is worked"


def test_stage_limits_are_those_of_the_desk_and_the_field(tmp_path: Path) -> None:
    load("load_stage_limits")
    expected = {"reported": 15, "verifying": 30, "filed": 15, "fed_back": 15, "checking": 30, "checked": 15}
    assert dict(StageLimit.objects.values_list("state", "minutes")) == expected
    path = table(tmp_path / "own.csv", "state,minutes", "handling,30", "filed,0", "filed,1e3", "filed,20")
    answer = load("load_stage_limits", path)
    assert ([line["line"] for line in answer["refused"]], answer["changed"]) == ([2, 3, 4], 1)


def test_responsibilities_name_units_that_serve_the_area(tmp_path: Path) -> None:
    load("load_categories")
    office = Unit.objects.create(name="市政所", kind="department", codes=["440399001"])
    Unit.objects.create(name="市政所", kind="department", codes=["440399002"])
    path = table(
        tmp_path / "own.csv",
        "kind,major_code,minor_code,code,unit",
        "部件,01,,440399001,市政所",
        "部件,01,01,440399001001,市政所",
        "部件,01,01,440399,市政所",
        "部件,01,01,440399003,市政所",
        "部件,01,77,440399001,市政所",
        "部件,77,,440399001,市政所",
        "部件,01,01,4403990,市政所",
    )
    answer = load("load_responsibilities", path, "--scheme", "gbt30428")
    assert answer["added"] == 2
    assert [line["line"] for line in answer["refused"]] == [4, 5, 6, 7, 8], "two of that name, none there, no such category, major, area"
    again = load("load_responsibilities", path, "--scheme", "gbt30428")
    assert (again["added"], again["unchanged"]) == (0, 2)
    cover = Category.objects.get(kind="component", code="0101")
    assert [row["unit_id"] for row in propose(category=cover, code="440399001001001")] == [office.pk]


def test_an_administrators_change_stays_when_the_table_is_loaded_again() -> None:
    whole()
    standard = Standard.objects.get(category__code="0101", category__kind="component", condition="damage")
    catalogue.change_standard(actor=ADMIN, standard_id=standard.pk, changes={"limit": "6 work_hour"}, at=AT)
    answer = load("load_standards")
    assert (answer["changed"], answer["kept"]) == (0, 1)
    standard.refresh_from_db()
    assert (standard.limit, standard.source) == ("6 work_hour", "本地修改 2026-11-18")
    answer = load("load_standards", "--overwrite")
    assert answer["changed"] == 1
    standard.refresh_from_db()
    assert standard.limit == "4 work_hour"


def test_a_change_is_recorded_with_what_was_before_and_known_at_once(django_capture_on_commit_callbacks: Any) -> None:
    whole()
    standard = Standard.objects.get(category__code="0101", category__kind="component", condition="leaning")
    before = reference.default_standard(standard.category_id)
    with django_capture_on_commit_callbacks(execute=True):
        catalogue.change_standard(actor=ADMIN, standard_id=standard.pk, changes={"is_default": True}, at=AT)
    entry = Entry.objects.get(verb="standard.changed")
    assert entry.detail == {"before": {"is_default": False}, "after": {"is_default": True}}
    after = reference.default_standard(standard.category_id)
    assert before is not None
    assert after is not None
    assert (before.condition, after.condition) == ("damage", "leaning")
    load("load_standards")
    assert reference.default_standard(standard.category_id) == after, "a load leaves the chosen default"


@pytest.mark.parametrize("changes", [{"limit": "soon"}, {"limit": "1.5 work_hour"}, {"code": "0102"}, {"name": "字" * 65}])
def test_a_change_that_is_none_is_refused_by_field(changes: dict[str, Any]) -> None:
    whole()
    standard = Standard.objects.filter(is_default=True).first()
    assert standard is not None
    with pytest.raises(Invalid) as refused:
        catalogue.change_standard(actor=ADMIN, standard_id=standard.pk, changes=changes, at=AT)
    assert set(refused.value.fields) == set(changes)
    assert not Entry.objects.filter(verb="standard.changed").exists()


def test_a_category_is_put_out_of_use_and_a_stage_gets_another_limit() -> None:
    load("load_categories")
    load("load_stage_limits")
    category = Category.objects.filter(kind=CategoryKind.EVENT).first()
    assert category is not None
    catalogue.change_category(actor=ADMIN, category_id=category.pk, changes={"active": False}, at=AT)
    catalogue.change_stage_limit(actor=ADMIN, state="filed", minutes=20, at=AT)
    category.refresh_from_db()
    assert not category.active
    assert load("load_stage_limits")["kept"] == 1
    assert set(Entry.objects.values_list("verb", flat=True)) == {"catalogue.loaded", "category.changed", "stagelimit.changed"}


def test_responsibilities_are_added_and_ended_one_by_one() -> None:
    load("load_categories")
    unit = Unit.objects.create(name="市政所", kind="department", codes=["440399"])
    category = Category.objects.get(kind="component", code="0101")
    duty = catalogue.add_responsibility(actor=ADMIN, unit_id=unit.pk, code="440399001", category_id=category.pk, at=AT)
    with pytest.raises(Conflict):
        catalogue.add_responsibility(actor=ADMIN, unit_id=unit.pk, code="440399001", category_id=category.pk, at=AT)
    for wrong in ({}, {"category_id": category.pk, "kind": "component", "major_code": "01"}, {"kind": "component", "major_code": "77"}):
        with pytest.raises(Invalid):
            catalogue.add_responsibility(actor=ADMIN, unit_id=unit.pk, code="440399001", at=AT, **wrong)  # type: ignore[arg-type]
    for area in ("440398001", "4403990"):
        with pytest.raises(Invalid):
            catalogue.add_responsibility(actor=ADMIN, unit_id=unit.pk, code=area, category_id=category.pk, at=AT)
    catalogue.end_responsibility(actor=ADMIN, responsibility_id=duty.pk, at=AT)
    assert not Responsibility.objects.exists()
    assert Entry.objects.get(verb="responsibility.ended").detail["unit"] == unit.pk


def test_only_the_system_administrator_changes_the_catalogue() -> None:
    whole()
    dispatcher = Actor(2, "Alice", (Held(Role.DISPATCHER, "440399001"),))
    standard = Standard.objects.filter(is_default=True).first()
    assert standard is not None
    with pytest.raises(NotAllowed):
        catalogue.change_standard(actor=dispatcher, standard_id=standard.pk, changes={"limit": "9 work_day"}, at=AT)
    with pytest.raises(NotAllowed):
        catalogue.load_categories(actor=dispatcher, at=AT)
    catalogue.load_categories(actor=SYSTEM_ACTOR, at=AT)


def test_load_reference_loads_everything_once() -> None:
    out = StringIO()
    call_command("load_reference", "--json", stdout=out)
    first = Counter[str]()  # categories and standards come in two files: of the city, and of what residents ask
    for one in json.loads(out.getvalue()):
        first[one["what"]] += one.get("added", 0)
    others = {one["what"]: one["changed"] for one in json.loads(out.getvalue()) if "added" not in one}
    assert {what: first[what] for what in ("categories", "standards", "stage_limits", "case_rules", "calendar")} == {
        "categories": 201 + 3,
        "standards": 440 + 3,
        "stage_limits": 6,
        "case_rules": 13,
        "calendar": 771,
    }
    assert (others["fields"], others["visit_kinds"]) == (185, 8)
    assert others["templates"] > 30
    entries = Entry.objects.count()
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert out.getvalue().count("+0 ~0 !0") == 10
    assert out.getvalue().strip().endswith("fields ~0, visit_kinds ~0, questions ~0, templates ~0")
    assert Entry.objects.count() == entries
