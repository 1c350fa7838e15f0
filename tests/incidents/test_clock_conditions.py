"""What the clocks go by beside the limits: loaded, set by an administrator, and seen in the clocks of cases."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from governance.errors import Invalid, NotAllowed
from governance.ledger.models import Entry
from incidents.actions.catalogue.setting import end_setting, set_area_grade, set_season, set_unit_hours
from incidents.models import AreaGrade, Season, Standard, UnitHours
from incidents.queries import reference
from tests.incidents.walking import step, to
from tests.town import STREET, Town

TABLES = {
    "unit_hours": ("unit,slots,code\n市政养护所,09:00-17:00,\n没有的单位,09:00-17:00,\n环卫公司,25:00-26:00,\n", UnitHours, 1),
    "area_grades": (f"code,grade\n{STREET},A\n{STREET}001,B\n999999,A\n", AreaGrade, 2),
    "seasons": ("name,first,last\n汛期,04-15,10-15\n坏的,02-30,03-01\n冬季,12-01,02-28\n", Season, 2),
}


@pytest.mark.parametrize("what", sorted(TABLES))
def test_a_table_is_loaded_twice_changes_nothing_and_a_trial_writes_nothing(town: Town, tmp_path: Path, what: str):
    text, model, good = TABLES[what]
    file = tmp_path / f"{what}.csv"
    file.write_text(text, encoding="utf-8")

    def load(*options: str) -> dict[str, object]:
        out = StringIO()
        call_command(f"load_{what}", str(file), "--json", *options, stdout=out)
        return json.loads(out.getvalue())

    assert load("--dry-run")["added"] == good
    assert model.objects.count() == 0
    first = load()
    assert (first["added"], len(first["refused"])) == (good, text.count("\n") - 1 - good)
    again = load()
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, good)
    assert Entry.objects.filter(verb="catalogue.loaded", object_id=what).count() == 1


def test_what_an_administrator_set_no_load_writes_over_unless_it_is_told_to(town: Town, tmp_path: Path):
    set_area_grade(actor=town.actor("sam"), code=STREET, grade="C", at=town.at)
    file = tmp_path / "grades.csv"
    file.write_text(f"code,grade\n{STREET},A\n", encoding="utf-8")
    call_command("load_area_grades", str(file), stdout=StringIO())
    assert AreaGrade.objects.get().grade == "C"
    call_command("load_area_grades", str(file), "--overwrite", stdout=StringIO())
    assert AreaGrade.objects.get().grade == "A"


def test_a_clock_counts_by_the_hours_of_the_unit_and_the_limit_of_grade_and_season(town: Town):
    sam = town.actor("sam")
    set_unit_hours(actor=sam, unit_id=town.units["市政养护所"].pk, slots="07:00-11:00", at=town.at)
    set_area_grade(actor=sam, code=STREET, grade="A", at=town.at)
    set_season(actor=sam, name="深秋", first="11-01", last="11-30", at=town.at)
    Standard.objects.create(category=town.category, condition="damage", name="破损", limit="2 work_hour", area_grade="A")
    Standard.objects.create(category=town.category, condition="damage", name="破损", limit="3 work_hour", season="深秋")
    reference.forget_all()
    clock = to(town, "dispatched").clocks[-1]
    assert (clock["limit"], clock["slots"]) == ("2 work_hour", "07:00-11:00"), "a grade counts more than a season"
    end_setting(actor=sam, kind="area_grade", key=STREET, at=town.at)
    end_setting(actor=sam, kind="unit_hours", key=str(town.units["市政养护所"].pk), at=town.at)
    reference.forget_all()
    clock = to(town, "dispatched").clocks[-1]
    assert (clock["limit"], clock.get("slots", "")) == ("3 work_hour", "")
    step(town, case := to(town, "filed"), "dispatch")
    assert case.clocks[-1]["rule"].endswith("/深秋")


@pytest.mark.parametrize(("given", "field"), [
    ({"slots": "12:00-08:00"}, "slots"), ({"slots": ""}, "slots"), ({"unit_id": 10**6, "slots": "08:00-12:00"}, "unit"),
])  # fmt: skip
def test_hours_that_are_none_are_refused_by_name(town: Town, given: dict[str, object], field: str):
    with pytest.raises(Invalid) as refused:
        set_unit_hours(actor=town.actor("sam"), at=town.at, **({"unit_id": town.units["市政养护所"].pk} | given))  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]


def test_only_the_system_administrator_sets_them_and_the_page_does_it(town: Town, client: Client):
    with pytest.raises(NotAllowed):
        set_season(actor=town.actor("erin"), name="夏", first="06-01", last="09-30", at=town.at)
    client.force_login(town.people["sam"])
    wrong = client.post("/catalogue/clocks/", {"act": "season", "name": "夏", "first": "6月", "last": "09-30"})
    assert wrong.status_code == 400
    assert "月日" in wrong.content.decode()
    assert client.post("/catalogue/clocks/", {"act": "season", "name": "夏", "first": "06-01", "last": "09-30"}).status_code == 302
    assert "06-01" in client.get("/catalogue/clocks/").content.decode()
    assert client.post("/catalogue/clocks/", {"act": "end", "kind": "season", "key": "夏"}).status_code == 302
    assert list(Entry.objects.filter(kind="season").order_by("id").values_list("verb", flat=True)) == ["season.set", "season.ended"]
    client.force_login(town.people["alice"])
    assert client.get("/catalogue/clocks/").status_code in {302, 403}
