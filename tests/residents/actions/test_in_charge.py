"""Who is in charge of an enterprise lies sealed, is shown masked, whole with reason and second factor, and knows its source."""

from uuid import UUID

import pytest
from django.db import connection

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.second_factor.codes import NeedsSecondFactor
from governance.errors import Conflict, Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from residents.actions.enterprises.charge import note_in_charge
from residents.actions.enterprises.editing import edit_enterprise, register_enterprise
from residents.actions.rotating import rotate_vault
from residents.disclosure import quota
from residents.disclosure.charge import people_in_charge
from residents.models import Enterprise, Look
from tests.residents.actions.test_enterprises import HEADER, take
from tests.residents.conftest import AT, GRID, OTHER_GRID, STREET
from tests.residents.imports.files import write
from tests.residents.people import prove_second_factor

pytestmark = pytest.mark.django_db
NAME, PHONE = "陈守业", "13900001111"
GOOD = "91110000600037341L"
KEY = "A" * 43 + "="


@pytest.fixture
def firm():
    return Enterprise.objects.create(name="甲饮食店", code=GRID)


def note(actor, firm, **more):
    values = {"role": "charge", "name": NAME, "phone": PHONE, "source": "网格员", "at": AT} | more
    return note_in_charge(actor=actor, enterprise_id=firm.pk, **values)


def seen(actor, firm, **more):
    return people_in_charge(actor=actor, enterprise=Enterprise.objects.get(pk=firm.pk), at=AT, **more)


def test_it_lies_sealed_and_is_shown_masked_with_its_source_and_a_record(bob, firm):
    note(bob, firm)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM residents_enterprise t")
        text = cursor.fetchone()[0]
    assert not any(word in text for word in (NAME, PHONE, NAME.encode().hex(), PHONE.encode().hex()))
    [one] = seen(bob, firm)
    assert (one.label, one.name, one.phone, one.source, one.masked) == ("负责人", "陈**", "139****1111", "网格员", True)
    entry = Entry.objects.get(verb="enterprise.read")
    assert (entry.detail["fields"], NAME in str(entry.detail)) == (["charge"], False)
    assert Look.objects.get().resident_id == firm.pk
    assert NAME not in str(Entry.objects.get(verb="enterprise.charge_noted").detail)


def test_whole_values_need_the_area_a_reason_a_second_factor_and_are_counted(bob, firm, monkeypatch):
    note(bob, firm)
    handler = Actor(8, "Hal", (Held("handler", STREET),))
    assert seen(handler, firm)[0].masked
    with pytest.raises(NotAllowed):
        seen(handler, firm, whole=True, reason="联系整改")
    with pytest.raises(Invalid):
        seen(bob, firm, whole=True, reason="看")
    with pytest.raises(NeedsSecondFactor):
        seen(bob, firm, whole=True, reason="联系整改")
    prove_second_factor(bob)
    assert (seen(bob, firm, whole=True, reason="联系整改")[0].name, Entry.objects.get(verb="enterprise.unmasked").detail["reason"]) == (
        NAME,
        "联系整改",
    )
    monkeypatch.setattr(quota, "WHOLE_PER_DAY", 1)
    with pytest.raises(quota.OverQuota):
        seen(bob, firm, whole=True, reason="联系整改")


def test_strangers_and_administrators_see_nothing(bob, carol, firm):
    note(bob, firm)
    for actor in (carol, Actor(9, "Sys", (Held("system_admin", "4403"),)), Actor(7, "Otto", (Held("grid_worker", OTHER_GRID),))):
        with pytest.raises(NotFound):
            seen(actor, firm)
        with pytest.raises(NotFound):
            note(actor, firm)


@pytest.mark.parametrize(("given", "field"), [({"role": "x"}, "role"), ({"phone": "12"}, "phone"), ({"name": "长" * 51}, "name")])
def test_what_is_wrong_is_named(bob, firm, given, field):
    with pytest.raises(Invalid) as refused:
        note(bob, firm, **given)
    assert list(refused.value.fields) == [field]


def test_without_a_name_the_role_goes_and_with_the_last_one_the_key(bob, firm):
    note(bob, firm)
    note(bob, firm, role="safety", name="林秋生", phone="")
    note(bob, firm, name="")
    assert [one.role for one in seen(bob, firm)] == ["safety"]
    note(bob, firm, role="safety", name="")
    firm.refresh_from_db()
    assert (firm.people, firm.wrapped_key, seen(bob, firm)) == (None, None, [])


@pytest.mark.parametrize("algorithm", ["aes", "sm"])
def test_g12_a_rotation_takes_it_along(alice, bob, firm, keys, algorithm):
    keys(f"1:aes:{KEY}")
    note(bob, firm)
    keys(f"2:{algorithm}:{'C' * 43}=,1:aes:{KEY}")
    assert rotate_vault(actor=SYSTEM_ACTOR, at=AT) == 1
    keys(f"2:{algorithm}:{'C' * 43}=")
    assert seen(bob, firm)[0].phone == "139****1111"


def test_a_file_brings_them_and_the_building_and_twice_changes_nothing(alice, bob, building, tmp_path):
    header = [*HEADER, "楼栋编码", "负责人", "联系电话", "法定代表人"]
    rows = [header, ["甲公司", GOOD, "", "", "", building.code, NAME, PHONE, "林秋生"], ["乙店", "", "", "二号", "", "nowhere", "", "", ""]]
    rows.append(["丙店", "", "", "三号", "", "", "", "13900002222", ""])
    path = write(tmp_path, rows)
    found = take(alice, path)
    assert found.refused == [(3, "building", "building_unknown"), (4, "charge_name", "required")]
    one = Enterprise.objects.get()
    assert (one.building, one.code) == (building, GRID)
    assert [who.name for who in seen(bob, one)] == ["林**", "陈**"]
    again = take(alice, path)
    assert (again.added, again.changed, again.same) == (0, 0, 1)


def test_an_enterprise_is_registered_and_changed_by_hand_each_value_with_its_own_source(alice, bob, carol, building, firm):
    values = {"name": "乙商铺", "kind": "shop", "building": building.code, "staff_count": "3", "uscc": GOOD.lower()}
    one = register_enterprise(actor=bob, enterprise_id=UUID(int=5), code="", values=values, source="网格员", at=AT)
    assert (one.code, one.uscc, one.staff_count, one.provenance["staff_count"][0]) == (GRID, GOOD, 3, "网格员")
    same = register_enterprise(actor=bob, enterprise_id=one.pk, code="", values=values, source="网格员", at=AT)
    assert (same.pk, Enterprise.objects.count()) == (one.pk, 2)
    edited = edit_enterprise(
        actor=alice, enterprise_id=one.pk, version=1, values={"staff_count": "5", "name": "乙商铺"}, source="信息员", at=AT
    )
    assert (edited.version, edited.provenance["staff_count"][0], edited.provenance["name"][0]) == (2, "信息员", "网格员")
    assert Entry.objects.get(verb="enterprise.edited").detail == {"fields": ["staff_count"]}
    with pytest.raises(Conflict):
        edit_enterprise(actor=alice, enterprise_id=one.pk, version=1, values={"staff_count": "6"}, source="", at=AT)
    with pytest.raises(Conflict):
        edit_enterprise(actor=alice, enterprise_id=firm.pk, version=1, values={"uscc": GOOD}, source="", at=AT)
    with pytest.raises(NotFound):
        edit_enterprise(actor=carol, enterprise_id=one.pk, version=2, values={"name": "x"}, source="", at=AT)
    with pytest.raises(NotAllowed):
        register_enterprise(actor=carol, enterprise_id=UUID(int=6), code=GRID, values={"name": "x"}, source="", at=AT)
    for wrong in ({"uscc": GOOD[:-1] + "M"}, {"kind": "x"}, {"staff_count": "-1"}, {"registered_on": "2026.2.30"}, {"name": ""}):
        with pytest.raises(Invalid) as refused:
            edit_enterprise(actor=alice, enterprise_id=one.pk, version=2, values=wrong, source="", at=AT)
        assert list(refused.value.fields) == list(wrong)
