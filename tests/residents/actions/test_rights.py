"""Rights: consent and withdrawal, copy, challenge, erasure, retention; keys rotate and restores forget again."""

from datetime import date, timedelta

import pytest

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.second_factor.codes import NeedsSecondFactor
from governance.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from residents.actions.imports.checking import require_one_key
from residents.actions.keeping import breach_query, expire_residents, replay_erasures
from residents.actions.rights import challenge_value, copy_of, erase_resident, give_consent, settle_doubt, withdraw_consent
from residents.actions.rotating import rotate_vault
from residents.disclosure import Looking, disclose
from residents.models import Doubt, Erasure, Locator, Resident, Sealed
from residents.queries.people import looks_at
from residents.queries.search import find
from tests.residents.conftest import AT
from tests.residents.imports.files import load, reasons, table, write
from tests.residents.people import identity_number, person, prove_second_factor, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
LATER = AT + timedelta(days=1)


def look(actor, pk, key, purpose="registry", at=AT):
    [card] = disclose(actor=actor, ids=[pk], looking=Looking(purpose, "detail", keys=[key]), at=at)
    return card.text(key)


def consenting(alice, **changes):
    return register(alice, 1, legal_basis="2", consent_sensitive="1", job_wish="保安", **changes)


def test_g3_withdrawal_erases_what_stood_on_the_consent_alone(alice):
    resident = consenting(alice)
    for purpose in ("employment", "care"):
        give_consent(actor=alice, resident_id=resident.pk, purpose=purpose, notice_version="2026-1", at=AT)
    gone = withdraw_consent(actor=alice, resident_id=resident.pk, purpose="employment", at=LATER)
    assert {"employer", "job_wish"} <= set(gone)
    assert look(alice, resident.pk, "job_wish") == ""
    assert look(alice, resident.pk, "living_alone") != ""
    entry = Entry.objects.filter(verb="consent.withdrawn").get()
    assert "保安" not in str(entry.detail)
    with pytest.raises(IllegalStep):
        withdraw_consent(actor=alice, resident_id=resident.pk, purpose="employment", at=LATER)


def test_g3_what_is_held_by_statutory_duty_stays(alice):
    resident = register(alice, 1)
    give_consent(actor=alice, resident_id=resident.pk, purpose="employment", notice_version="2026-1", at=AT)
    assert withdraw_consent(actor=alice, resident_id=resident.pk, purpose="employment", at=LATER) == []
    assert look(alice, resident.pk, "employer") != ""


def test_g8_a_copy_is_whole_machine_readable_and_recorded(alice):
    resident = register(alice, 1)
    with pytest.raises(NeedsSecondFactor):
        copy_of(actor=alice, resident_id=resident.pk, reason="本人申请查阅", at=AT)
    prove_second_factor(alice)
    copy = copy_of(actor=alice, resident_id=resident.pk, reason="本人申请查阅", at=AT)
    for key, text in person(1).items():
        assert copy["values"][key]["value"] == {"living_alone": "是"}.get(key, text)
    assert Entry.objects.order_by("-id").first().detail["surface"] == "copy"


def test_who_looked_at_me_is_told(alice, bob):
    resident = register(alice, 1)
    look(bob, resident.pk, "phone", "visit")
    look(alice, resident.pk, "phone", at=LATER)
    assert [(one.actor_id, one.whole) for one in looks_at(resident=resident)] == [(1, False), (2, False)]


def test_a_challenged_value_is_settled_by_the_registrar(alice, bob):
    resident = register(alice, 1)
    doubt = challenge_value(actor=bob, resident_id=resident.pk, field="phone", value="13700000000", source="走访", at=AT)
    assert b"13700000000" not in bytes(doubt.sealed_value)
    with pytest.raises(NotAllowed):
        settle_doubt(actor=bob, doubt_id=doubt.pk, accepted=True, at=LATER)
    with pytest.raises(Invalid):
        settle_doubt(actor=alice, doubt_id=doubt.pk, accepted=False, at=LATER)
    settle_doubt(actor=alice, doubt_id=doubt.pk, accepted=True, at=LATER)
    assert find(actor=alice, text="13700000000").ids == [resident.pk]
    with pytest.raises(Conflict):
        settle_doubt(actor=alice, doubt_id=doubt.pk, accepted=True, at=LATER)
    with pytest.raises(Invalid):
        challenge_value(actor=bob, resident_id=resident.pk, field="phone", value="nonsense", source="走访", at=AT)


def test_g4_erasure_destroys_the_key_and_leaves_the_ledger(alice):
    resident = register(alice, 1)
    entries = Entry.objects.count()
    erase_resident(actor=alice, resident_id=resident.pk, reason="request", at=LATER)
    row = Sealed.objects.get(pk=resident.pk)
    assert (row.wrapped_key, row.identity, row.general, row.sensitive) == (None, None, None, None)
    assert not Locator.objects.filter(pk=resident.pk).exists()
    assert Entry.objects.count() == entries + 1
    with pytest.raises(NotFound):
        look(alice, resident.pk, "phone")


def test_g4_somebody_erased_is_not_brought_back_by_a_file_but_may_register_anew(alice, tmp_path):
    resident = register(alice, 1)
    erase_resident(actor=alice, resident_id=resident.pk, reason="request", at=LATER)
    assert reasons(load(alice, write(tmp_path, table(1, first=1)))) == [(2, "", "person_erased")]
    register(alice, 1)


def test_g5_a_restored_backup_forgets_again(alice):
    kept, gone = register(alice, 1), register(alice, 2)
    backup = Sealed.objects.get(pk=gone.pk), Locator.objects.get(pk=gone.pk)
    erase_resident(actor=alice, resident_id=gone.pk, reason="request", at=LATER)
    outside = [(gone.pk, LATER, b"")]
    for row in backup:
        row.save(force_insert=isinstance(row, Locator))
    Resident.objects.filter(pk=gone.pk).update(erased_at=None)
    Erasure.objects.all().delete()
    assert find(actor=alice, text=identity_number(2)).count == 1
    assert replay_erasures(actor=SYSTEM_ACTOR, erased=outside, at=LATER) == 1
    assert find(actor=alice, text=identity_number(2)).count == 0
    assert Sealed.objects.get(pk=gone.pk).wrapped_key is None
    assert replay_erasures(actor=SYSTEM_ACTOR, erased=outside, at=LATER) == 0
    assert look(alice, kept.pk, "phone") != ""


def test_what_is_kept_too_long_is_erased_by_the_daily_job(alice):
    old, young = register(alice, 1), register(alice, 2)
    Resident.objects.filter(pk=old.pk).update(retain_until=date(2026, 11, 20))
    Resident.objects.filter(pk=young.pk).update(retain_until=date(2026, 11, 22))
    assert expire_residents(actor=SYSTEM_ACTOR, at=AT) == 1
    assert expire_residents(actor=SYSTEM_ACTOR, at=AT) == 0
    assert Erasure.objects.get().resident_id == old.pk
    with pytest.raises(NotAllowed):
        expire_residents(actor=alice, at=AT)


def test_g9_a_breach_query_tells_who_read_whom(alice, bob, carol):
    people = [register(alice, n) for n in range(3)]
    for one in people:
        look(bob, one.pk, "phone", "visit")
    auditor = Actor(7, "Ann", (Held("audit_admin", "4403"),))
    rows = breach_query(actor=auditor, since=AT - timedelta(hours=1), until=LATER, at=LATER, of_actor=2)
    assert {row["resident_id"] for row in rows} == {one.pk for one in people}
    assert {(row["actor_id"], row["purpose"], row["surface"]) for row in rows} == {(2, "visit", "detail")}
    assert breach_query(actor=auditor, since=AT - timedelta(hours=1), until=LATER, at=LATER, of_actor=9) == []
    with pytest.raises(NotAllowed):
        breach_query(actor=carol, since=AT, until=LATER, at=LATER)


@pytest.mark.parametrize("algorithm", ["aes", "sm"])
def test_g12_rotation_is_resumable_and_people_are_found_all_along(alice, monkeypatch, keys, algorithm):
    old, new = "A" * 43 + "=", "C" * 43 + "="
    keys(f"1:aes:{old}")
    people = [register(alice, n) for n in range(5)]
    keys(f"2:{algorithm}:{new},1:aes:{old}")
    monkeypatch.setattr("residents.actions.rotating.CHUNK", 2)
    with pytest.raises(Conflict):
        require_one_key()
    assert rotate_vault(actor=SYSTEM_ACTOR, at=AT, most=2) == 2
    for n, one in enumerate(people):
        assert find(actor=alice, text=identity_number(n)).ids == [one.pk]
        assert look(alice, one.pk, "residence_address") != ""
    assert rotate_vault(actor=SYSTEM_ACTOR, at=AT) == 3
    assert rotate_vault(actor=SYSTEM_ACTOR, at=AT) == 0
    require_one_key()
    keys(f"2:{algorithm}:{new}")  # the old key is gone
    assert find(actor=alice, text="金田花园").count == 5
    assert look(alice, people[3].pk, "phone").endswith("0003")
    assert {bytes(row.wrapped_key)[:2] for row in Sealed.objects.all()} == {bytes([2, 2 if algorithm == "sm" else 1])}


def test_doubts_are_erased_with_the_person(alice, bob):
    resident = register(alice, 1)
    challenge_value(actor=bob, resident_id=resident.pk, field="phone", value="13700000000", source="走访", at=AT)
    erase_resident(actor=alice, resident_id=resident.pk, reason="request", at=LATER)
    assert not Doubt.objects.exists()
