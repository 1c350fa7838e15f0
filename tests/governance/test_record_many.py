"""Many entries at once: the same record as one by one."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from governance.access import policy
from governance.access.actions import add_user, set_password
from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.roles import Role
from governance.errors import NotAllowed
from governance.ledger.models import Entry
from governance.ledger.record import AT_ONCE, Fact, record, record_many
from governance.ledger.verify import chains, check_chain

AT = datetime(2026, 11, 18, 4, 0, 0, 123456, tzinfo=UTC)
ALICE = Actor(7, "Alice", (Held(Role.LEADER, "440399"), Held(Role.DISPATCHER, "440399001")))


@pytest.mark.django_db
def test_many_entries_are_those_that_one_by_one_would_be() -> None:
    for code in ("440399001001", "440398", ""):
        record(actor=ALICE, verb="case.noted", kind="case", object_id="1", code=code, at=AT, version=3, detail={"词": "汉字", "n": [1]})
    one_by_one = list(
        Entry.objects.order_by("chain").values("at", "actor_id", "post", "verb", "kind", "object_id", "code", "version", "detail")
    )
    record_many(
        facts=[Fact(ALICE, "case.noted", "case", "1", code, AT, 3, {"词": "汉字", "n": [1]}) for code in ("440399001001", "440398", "")]
    )
    many = list(
        Entry.objects.filter(seq=2)
        .order_by("chain")
        .values("at", "actor_id", "post", "verb", "kind", "object_id", "code", "version", "detail")
    )
    assert many == one_by_one
    assert {row["post"] for row in many} == {"dispatcher@440399001"}
    assert all(check_chain(chain=chain, outside={}).fault is None for chain in chains())


@pytest.mark.django_db
def test_they_keep_their_order_in_each_chain() -> None:
    facts = [Fact(SYSTEM_ACTOR, "case.noted", "case", str(n), "440399" if n % 3 else "440398", AT) for n in range(AT_ONCE + 50)]
    record_many(facts=facts)
    for chain in ("440398", "440399"):
        entries = Entry.objects.filter(chain=chain).order_by("seq")
        assert [entry.object_id for entry in entries] == [fact.object_id for fact in facts if fact.code == chain]
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert check_chain(chain=chain, outside={}).fault is None


@pytest.mark.django_db(transaction=True)
def test_they_belong_in_the_transaction_of_the_change() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record_many(facts=[Fact(SYSTEM_ACTOR, "case.noted", "case", "1", "440399", AT)])
    with transaction.atomic():
        record_many(facts=[Fact(SYSTEM_ACTOR, "case.noted", "case", "1", "440399", AT)])
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_only_commands_set_a_password_and_the_record_does_not_hold_it() -> None:
    user = add_user(actor=SYSTEM_ACTOR, username="bob", display_name="Bob", password=None, at=AT)
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.LEADER):
        assert not policy.allowed(Actor(3, "Sam", (Held(role, "440399"),)), "password.set", user)
        with pytest.raises(NotAllowed):
            set_password(actor=Actor(3, "Sam", (Held(role, "440399"),)), user=user, password="Muster-wort-77", at=AT)
    set_password(actor=SYSTEM_ACTOR, user=user, password="Muster-wort-77", at=AT)
    user.refresh_from_db()
    assert user.check_password("Muster-wort-77")
    entry = Entry.objects.get(verb="password.set")
    assert (entry.object_id, entry.detail) == (str(user.pk), {})
