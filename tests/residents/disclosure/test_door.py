"""The one door: masked by default, whole with reason and second factor, recorded always, and nothing without the record."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from governance.access.actor import Actor, Held
from governance.access.second_factor.codes import NeedsSecondFactor
from governance.errors import Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from residents.disclosure import Looking, disclose, quota
from residents.models import Look, Resident, Sealed
from tests.residents.conftest import AT, GRID, OTHER_GRID
from tests.residents.people import identity_number, person, prove_second_factor, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
DETAIL = Looking("visit", "detail")


def look(actor, *ids, looking=DETAIL, at=AT):
    return disclose(actor=actor, ids=list(ids), looking=looking, at=at)


def test_a_worker_sees_masked_values_of_the_purpose_only(alice, bob):
    resident = register(alice, 1)
    [card] = look(bob, resident.pk)
    assert card.text("name") == "李*" or card.text("name") == "李**"
    assert card.text("phone") == "138****0001"
    assert card.text("residence_address").endswith("***")
    assert card.text("birth_date") == "1991-**-**"
    assert "employer" not in card.shown  # employment is another purpose
    assert "living_alone" in card.shown  # the need of a rescue or care, masked on a visit it is not
    everything = repr(card)
    for value in (person(1)["name"], person(1)["phone"], identity_number(1), person(1)["residence_address"]):
        assert value not in everything


def test_each_look_is_one_entry_with_names_and_no_values(alice, bob):
    people = [register(alice, n).pk for n in range(3)]
    before = Entry.objects.count()
    look(bob, *people)
    [entry] = Entry.objects.order_by("id")[before:]
    assert (entry.verb, entry.kind, entry.actor_id, entry.code) == ("resident.read", "resident", 2, GRID)
    assert entry.detail["ids"] == [str(pk) for pk in people]
    assert entry.detail["purpose"] == "visit"
    assert "phone" in entry.detail["fields"]
    assert "138" not in str(entry.detail["fields"])
    assert Look.objects.filter(actor_id=2, chain=entry.chain, seq=entry.seq).count() == 3


def test_c1_a_foreign_person_and_a_missing_one_are_answered_alike(alice, bob, carol):
    near, far = register(alice, 1), register(alice, 2, code=OTHER_GRID)
    answers = []
    for actor, pk in ((bob, far.pk), (bob, uuid4()), (carol, near.pk)):
        with pytest.raises(NotFound) as refused:
            look(actor, pk)
        answers.append(refused.value.payload())
    assert answers[0] == answers[1] == answers[2]


def test_c10_one_foreign_id_refuses_all(alice, bob):
    near, far = register(alice, 1), register(alice, 2, code=OTHER_GRID)
    with pytest.raises(NotFound):
        look(bob, near.pk, far.pk)
    assert Look.objects.count() == 0


@pytest.mark.parametrize("role", ["leader", "evaluator", "system_admin", "security_admin", "audit_admin", "dispatcher", "handler", "clerk"])
def test_other_roles_see_no_person(alice, role):
    resident = register(alice, 1)
    with pytest.raises(NotFound):
        look(Actor(9, "Dan", (Held(role, "4403"),)), resident.pk)


def test_a_worker_has_no_purpose_of_a_registrar(alice, bob):
    resident = register(alice, 1)
    with pytest.raises(NotAllowed):
        look(bob, resident.pk, looking=Looking("aid", "detail"))
    with pytest.raises(NotAllowed):
        look(bob, resident.pk, looking=Looking("visit", "detail", keys=["employer"]))


def test_unmasking_asks_for_reason_and_second_factor_and_is_recorded(alice, bob):
    resident = register(alice, 1)
    looking = Looking("visit", "detail", whole=frozenset({"phone"}), reason="老人未应门，电话联系")
    with pytest.raises(NeedsSecondFactor):
        look(bob, resident.pk, looking=looking)
    prove_second_factor(bob)
    with pytest.raises(Invalid):
        look(bob, resident.pk, looking=Looking("visit", "detail", whole=frozenset({"phone"}), reason=" 看 "))
    [card] = look(bob, resident.pk, looking=looking)
    assert card.text("phone") == person(1)["phone"]
    assert card.shown["name"].masked
    entry = Entry.objects.order_by("-id").first()
    assert (entry.verb, entry.detail["whole"], entry.detail["reason"]) == ("resident.unmasked", ["phone"], looking.reason)
    with pytest.raises(NeedsSecondFactor):
        look(bob, resident.pk, looking=looking, at=AT + timedelta(minutes=11))


def test_a_number_in_the_reason_does_not_reach_the_ledger(alice, bob):
    resident = register(alice, 1)
    prove_second_factor(bob)
    look(bob, resident.pk, looking=Looking("visit", "detail", whole=frozenset({"phone"}), reason="核对 13912345678 是否本人"))
    assert "13912345678" not in str(Entry.objects.order_by("-id").first().detail)


def test_d12_the_quota_of_whole_looks_ends(alice, bob, monkeypatch):
    monkeypatch.setattr(quota, "WHOLE_PER_DAY", 2)
    prove_second_factor(bob)
    people = [register(alice, n).pk for n in range(3)]
    looking = Looking("visit", "detail", whole=frozenset({"phone"}), reason="逐户核对电话")
    for pk in people[:2]:
        look(bob, pk, looking=looking)
    with pytest.raises(quota.OverQuota):
        look(bob, people[2], looking=looking)
    look(bob, people[2])  # masked ones still pass
    prove_second_factor(bob, AT + timedelta(days=2))
    look(bob, people[2], looking=looking, at=AT + timedelta(days=2))


def test_g11_without_the_record_nothing_is_shown(alice, bob):
    resident = register(alice, 1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE governance_entry RENAME TO gone")
    with pytest.raises(DatabaseError):
        look(bob, resident.pk)


def test_g6_a_child_s_values_are_all_masked(alice, bob):
    resident = register(alice, 1, id_number_enc=identity_number(1, born="20180601"), language="客家话")
    [card] = look(bob, resident.pk)
    assert card.minor
    plain = {key for key, shown in card.shown.items() if not shown.masked}
    assert plain <= {"person_id", "person_status", "is_minor_under14", "residence_area", "grid_code"}
    grown = register(alice, 2, language="客家话")
    [card] = look(bob, grown.pk, looking=Looking("service", "detail"))
    assert card.text("language") == "客家话"


def test_erased_people_are_not_found(alice, bob):
    resident = register(alice, 1)
    Resident.objects.filter(pk=resident.pk).update(erased_at=AT)
    with pytest.raises(NotFound):
        look(bob, resident.pk)


def test_a_list_opens_one_record_and_asks_the_database_as_often_for_1_as_for_30(alice, bob, django_assert_max_num_queries):
    people = [register(alice, n).pk for n in range(30)]
    listed = Looking("visit", "list", keys=("name", "phone"))
    for ids in (people[:1], people):
        with django_assert_max_num_queries(8):
            look(bob, *ids, looking=listed)


def test_the_database_holds_no_value_in_the_open(alice):
    register(alice, 7)
    with connection.cursor() as cursor:
        for model in (Resident, Sealed, Entry, Look):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {model._meta.db_table} t")  # noqa: S608
            text = cursor.fetchone()[0] or ""
            for value in person(7).values():
                if len(value) > 1:
                    assert value not in text
                    assert value.encode().hex() not in text


def test_1000_reads_leave_1000_entries(alice, bob):
    people = [register(alice, n).pk for n in range(10)]
    before = Entry.objects.filter(verb="resident.read").count()
    for n in range(1000):
        look(bob, people[n % 10], looking=Looking("visit", ("detail", "list", "map", "offline")[n % 4], keys=["name"]))
    assert Entry.objects.filter(verb="resident.read").count() - before == 1000
    assert Look.objects.filter(actor_id=2).count() == 1000
