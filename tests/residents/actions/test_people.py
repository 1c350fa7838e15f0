"""Registering, editing, moving, births and deaths."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from residents.actions.moving import form_household, join_household, leave, move_resident, register_birth
from residents.actions.registering import edit_resident, register_resident
from residents.actions.rights import give_consent
from residents.disclosure import Looking, disclose
from residents.models import Household, Locator, Residence, Resident
from tests.residents.conftest import AT, ELSEWHERE, GRID, OTHER_GRID
from tests.residents.people import identity_number, person, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
LATER = AT + timedelta(days=30)


def text(actor, resident, key, purpose="registry"):
    [card] = disclose(actor=actor, ids=[resident.pk], looking=Looking(purpose, "detail", keys=[key]), at=AT)
    return card.text(key)


def test_a_retried_registration_is_the_same_person(alice):
    pk = uuid4()
    assert register(alice, 1, resident_id=pk) == register(alice, 1, resident_id=pk)
    assert Entry.objects.filter(verb="resident.registered").count() == 1


def test_f10_one_number_is_one_person(alice, carol):
    first = register(alice, 1)
    with pytest.raises(Conflict) as refused:
        register(alice, 1)
    assert refused.value.extra["resident"] == str(first.pk)
    with pytest.raises(Conflict) as elsewhere:
        register(carol, 1, code=ELSEWHERE)
    assert "resident" not in elsewhere.value.extra


def test_only_a_registrar_of_the_area_registers(bob, carol):
    for actor in (bob, carol):
        with pytest.raises(NotAllowed):
            register(actor, 1)


def test_c4_a_field_that_does_not_exist_or_is_computed_is_refused(alice):
    for key in ("role", "person_id", "id_number_hash", "grid_code"):
        with pytest.raises(Invalid) as refused:
            register(alice, 1, **{key: "x"})
        assert list(refused.value.fields) == [key]


def test_the_number_fills_birth_date_and_sex(alice):
    resident = register(alice, 1)
    assert text(alice, resident, "birth_date") == "1991-**-**"
    assert text(alice, resident, "sex") == "男"


def test_sensitive_values_by_consent_need_the_separate_consent(alice):
    with pytest.raises(Invalid):
        register(alice, 1, legal_basis="2")
    register(alice, 1, legal_basis="2", consent_sensitive="1")


def test_g6_a_child_by_consent_needs_the_guardian_s(alice):
    child = {"id_number_enc": identity_number(1, born="20180601"), "legal_basis": "2", "consent_sensitive": "1"}
    with pytest.raises(Invalid) as refused:
        register(alice, 1, **child)
    assert list(refused.value.fields) == ["guardian_consent"]
    resident = register(alice, 1, **child, guardian_consent="1")
    with pytest.raises(Invalid) as refused:
        give_consent(actor=alice, resident_id=resident.pk, purpose="education", notice_version="2026-1", at=AT)
    assert list(refused.value.fields) == ["guardian"]
    assert give_consent(actor=alice, resident_id=resident.pk, purpose="education", notice_version="2026-1", at=AT, guardian=True).guardian


def test_an_edit_changes_what_differs_and_records_names_only(alice):
    resident = register(alice, 1)
    edit_resident(
        actor=alice, resident_id=resident.pk, version=1, values={"phone": "13900000000", "employer": person(1)["employer"]}, at=LATER
    )
    entry = Entry.objects.order_by("-id").first()
    assert (entry.verb, entry.detail, entry.version) == ("resident.edited", {"fields": ["phone"]}, 2)
    with pytest.raises(Conflict):
        edit_resident(actor=alice, resident_id=resident.pk, version=1, values={"phone": "13900000001"}, at=LATER)
    edit_resident(actor=alice, resident_id=resident.pk, version=2, values={"phone": ""}, at=LATER)
    assert text(alice, resident, "phone") == ""
    assert Locator.objects.get(pk=resident.pk).phone is None


def test_an_unchanged_edit_is_no_entry(alice):
    resident = register(alice, 1)
    before = Entry.objects.count()
    edit_resident(actor=alice, resident_id=resident.pk, version=1, values={"employer": person(1)["employer"]}, at=LATER)
    assert Entry.objects.count() == before


def test_each_value_knows_its_source_and_grows_stale(alice):
    resident = register(alice, 1)
    edit_resident(
        actor=alice, resident_id=resident.pk, version=1, values={"employer": "新单位"}, at=LATER, source_kind="3", source="社保局"
    )
    looking = Looking("registry", "detail", keys=["employer", "phone"])
    [card] = disclose(actor=alice, ids=[resident.pk], looking=looking, at=AT + timedelta(days=370))
    assert card.shown["employer"].origin[:2] == ("3", "社保局")
    assert card.shown["phone"].origin[0] == "2"
    assert (card.shown["phone"].stale, card.shown["employer"].stale) == (True, False)


def test_bob_does_not_edit(alice, bob):
    resident = register(alice, 1)
    with pytest.raises(NotAllowed):
        edit_resident(actor=bob, resident_id=resident.pk, version=1, values={"phone": "13900000000"}, at=LATER)


def test_a_move_ends_one_stay_and_begins_another(alice, bob):
    resident = register(alice, 1)
    moved = move_resident(actor=alice, resident_id=resident.pk, code=OTHER_GRID, at=LATER)
    assert (moved.code, Locator.objects.get(pk=moved.pk).code) == (OTHER_GRID, OTHER_GRID)
    stays = list(Residence.objects.order_by("since").values_list("code", "began", "ended"))
    assert stays == [(GRID, "registered", "moved_within"), (OTHER_GRID, "moved_within", "")]
    with pytest.raises(NotFound):
        disclose(actor=bob, ids=[resident.pk], looking=Looking("visit", "detail"), at=LATER)


def test_c2_nobody_is_moved_into_another_office_s_area_or_dwelling(alice, carol):
    resident = register(alice, 1)
    with pytest.raises(NotAllowed):
        move_resident(actor=alice, resident_id=resident.pk, code=ELSEWHERE, at=LATER)
    theirs = form_household(actor=carol, code=ELSEWHERE, at=AT)
    with pytest.raises(NotAllowed):
        join_household(actor=alice, resident_id=resident.pk, household=theirs, at=LATER)
    with pytest.raises(NotFound):
        move_resident(actor=alice, resident_id=resident.pk, code=GRID, household=theirs, at=LATER)
    with pytest.raises(NotFound):
        move_resident(actor=alice, resident_id=resident.pk, code=GRID, dwelling_id=987654, at=LATER)


def test_leaving_keeps_the_record_for_three_years_and_coming_back_clears_it(alice):
    resident = register(alice, 1)
    gone = leave(actor=alice, resident_id=resident.pk, at=LATER)
    assert (gone.status, gone.retain_until) == ("2", date(2029, 12, 21))
    with pytest.raises(IllegalStep):
        leave(actor=alice, resident_id=resident.pk, at=LATER)
    back = move_resident(actor=alice, resident_id=resident.pk, code=GRID, at=LATER + timedelta(days=1))
    assert (back.status, back.retain_until) == ("1", None)


def test_the_dead_are_not_moved(alice):
    resident = register(alice, 1)
    leave(actor=alice, resident_id=resident.pk, at=LATER, died=True)
    with pytest.raises(IllegalStep):
        move_resident(actor=alice, resident_id=resident.pk, code=GRID, at=LATER)


def test_a_child_is_born_into_the_mother_s_household(alice):
    mother = register(alice, 1)
    household = form_household(actor=alice, code=GRID, at=AT)
    join_household(actor=alice, resident_id=mother.pk, household=household, at=AT, head=True)
    child = register_birth(actor=alice, resident_id=uuid4(), mother_id=mother.pk, values={"name": "李小小"}, born=date(2026, 11, 20), at=AT)
    assert child.household_id == household.pk
    assert Household.objects.get(pk=household.pk).head_id == mother.pk
    assert text(alice, child, "is_minor_under14") == "是"
    assert Residence.objects.get(resident=child).began == "born"
    with pytest.raises(Invalid):
        register_birth(actor=alice, resident_id=uuid4(), mother_id=mother.pk, values={"name": "无"}, born=date(2027, 1, 1), at=AT)


def test_f8_odd_values_are_flags_and_not_refusals(alice):
    number = identity_number(5)
    resident = register_resident(
        actor=SYSTEM_ACTOR, resident_id=uuid4(), code=GRID, at=AT,
        values={"name": "王五", "id_number_enc": number, "birth_date": "1890-01-01", "sex": "1"},
    )  # fmt: skip
    assert Resident.objects.filter(pk=resident.pk).exists()


@pytest.mark.parametrize("values", [{"person_status": "3"}, {"name": ""}])
def test_a_status_is_not_edited_and_a_name_is_not_taken_away(alice, values):
    resident = register(alice, 1)
    with pytest.raises(Invalid):
        edit_resident(actor=alice, resident_id=resident.pk, version=1, values=values, at=LATER)
