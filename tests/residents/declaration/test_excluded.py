"""What may not be collected is refused by name, however it is spelled; what is declared is not."""

import csv
from pathlib import Path

import pytest

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Conflict, Invalid, NotAllowed
from residents.actions.declaring import add_field, load_fields
from residents.declaration.excluded import kinds, why_excluded
from residents.declaration.files import shipped
from residents.models import DeclaredField
from tests.residents.conftest import AT, STREET

ITEMS = Path(__file__).parents[4] / "shared" / "domain" / "gbt31000_items.csv"
SPELLINGS = [
    ("政治面貌", "politics"), ("partyMember", "politics"), ("zhengzhi_mianmao", "politics"),
    ("宗 教·信仰", "religion"), ("Faith", "religion"), ("ｒｅｌｉｇｉｏｎ", "religion"),
    ("信访次数", "petition"), ("petition_level", "petition"), ("维稳等级", "stability"),
    ("重点人员", "key_person"), ("KeyPersonList", "key_person"), ("风险等级", "key_person"),
    ("人脸模板", "biometrics"), ("fingerprint", "biometrics"), ("DNA", "biometrics"),
    ("行动轨迹", "tracks"), ("location_history", "tracks"), ("微信号", "social_media"),
    ("前科", "crime"), ("criminalRecord", "crime"), ("吸毒史", "drug"),
    ("drug_user", "drug"), ("艾滋病", "hiv"), ("HIV_status", "hiv"),
    ("精神病史", "psychiatric"), ("psychiatric_list", "psychiatric"), ("思想动态", "character"),
    ("银行卡号", "finance"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), SPELLINGS)
def test_an_excluded_kind_is_recognised_in_each_spelling(name, kind):
    found = why_excluded(name)
    assert found is not None
    assert found.kind == kind


def test_no_declared_field_is_taken_for_an_excluded_one():
    assert [field.key for field in shipped().fields if why_excluded(field.key, field.label, field.label_en)] == []


@pytest.mark.parametrize("name", ["agriculture", "discrimination_help", "family_difficulty", "抗战老兵帮扶", "轮椅需求", "宠物登记"])
def test_an_ordinary_name_is_not_refused(name):
    assert why_excluded(name) is None


@pytest.mark.skipif(not ITEMS.exists(), reason="the table of items is not part of a checkout")
def test_what_the_standard_s_table_marks_as_excluded_for_people_is_refused():
    rows = [
        row for row in csv.DictReader(ITEMS.open(encoding="utf-8")) if row["table"] in {"户籍人口", "实有人口（含流动、境外）", "留守人员"}
    ]
    assert len(rows) > 100
    for row in rows:
        refused = why_excluded(row["source_key"], row["item"]) is not None
        assert refused == (row["product_use"] == "exclude"), row["item"]


def test_every_excluded_kind_tells_a_reason():
    assert all(kind.reason and kind.words for kind in kinds())


def add(actor, **changes):
    values = {
        "code": STREET,
        "key": "wheelchair",
        "label": "轮椅需求",
        "kind": "boolean",
        "purposes": ["care"],
        "purpose": "借用轮椅",
        "at": AT,
    }
    return add_field(actor=actor, **(values | changes))


def test_an_office_adds_a_field_without_code(alice, fields):
    row = add(alice)
    assert (row.number, row.code, row.sealed_as) == (1000, STREET, "general")
    with pytest.raises(Conflict):
        add(alice)


@pytest.mark.parametrize("change", [{"key": "religion"}, {"label": "宗教信仰"}, {"purpose": "掌握重点人员"}])
def test_an_office_cannot_add_an_excluded_field(alice, fields, change):
    with pytest.raises(Invalid) as refused:
        add(alice, **change)
    assert refused.value.extra["excluded"] in {"religion", "key_person"}
    assert "不得采集" in str(refused.value.message)


@pytest.mark.parametrize("change", [{"purposes": []}, {"purposes": ["spying"]}, {"purpose": " "}, {"kind": "blob"}, {"key": "No Good"}])
def test_a_field_without_purpose_or_form_is_refused(alice, fields, change):
    with pytest.raises(Invalid):
        add(alice, **change)


def test_only_a_registrar_of_the_area_adds_a_field(bob, carol, fields):
    for actor in (bob, carol):
        with pytest.raises(NotAllowed):
            add(actor)


def test_loading_twice_changes_nothing(alice, fields):
    assert DeclaredField.objects.count() == 185
    assert load_fields(actor=SYSTEM_ACTOR, at=AT) == 0
    assert {row.key for row in DeclaredField.objects.filter(on=False)} == {"ethnicity", "native_place"}
