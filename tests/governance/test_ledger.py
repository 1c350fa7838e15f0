"""The record: one immutable, numbered, hashed row for each fact."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.ledger.heads import publish_heads, read_heads
from governance.ledger.models import Entry
from governance.ledger.record import record
from governance.ledger.verify import chains, check_chain

AT = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def write(count: int = 1, code: str = "440399001") -> None:
    for n in range(count):
        record(actor=SYSTEM_ACTOR, verb="case.noted", kind="case", object_id=str(n), code=code, at=AT, detail={"n": n, "词": "汉字"})


def fault_after(statement: str) -> str:
    """Tamper as the owner of the tables could, and say what the verifier finds."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")
    fault = check_chain(chain="440399", outside={}).fault
    return "" if fault is None else f"{fault.seq} {fault.reason}"


def test_numbers_of_a_chain_are_without_gaps_and_each_district_has_its_own():
    write(3)
    write(2, code="440398")
    write(1, code="")
    assert list(Entry.objects.filter(chain="440399").order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert chains() == ["000000", "440398", "440399"]
    assert all(check_chain(chain=chain, outside={}).fault is None for chain in chains())


@pytest.mark.parametrize(
    "statement", ["UPDATE governance_entry SET verb = 'x'", "DELETE FROM governance_entry", "TRUNCATE governance_entry"]
)
def test_the_database_refuses_to_change_or_remove_an_entry(statement: str):
    write()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE governance_entry SET verb = 'x' WHERE seq = 2", "2 content differs from its hash"),
        ("UPDATE governance_entry SET detail = '{}' WHERE seq = 3", "3 content differs from its hash"),
        ("UPDATE governance_entry SET at = at - interval '1 day' WHERE seq = 4", "4 content differs from its hash"),
        ("DELETE FROM governance_entry WHERE seq = 3", "3 missing"),
        ("DELETE FROM governance_entry WHERE seq = 5", "5 the chain's head row differs"),
        ("UPDATE governance_entry SET seq = CASE seq WHEN 2 THEN 1003 ELSE 1002 END WHERE seq IN (2, 3)", "2 missing"),
        ("UPDATE governance_entry SET prev = hash WHERE seq = 2", "2 previous hash differs"),
        ("UPDATE governance_head SET hash = 'x', seq = 9", "6 the chain's head row differs"),
    ],
)
def test_g10_the_verifier_names_the_first_bad_row(statement: str, found: str):
    write(5)
    assert fault_after(statement) == found


def test_g10_a_tail_cut_off_with_its_head_is_found_by_the_head_kept_outside(tmp_path: Path):
    write(5)
    file = tmp_path / "heads.jsonl"
    assert publish_heads(file=file, at=AT) == 1
    assert publish_heads(file=file, at=AT) == 0, "nothing moved"
    cut = """DELETE FROM governance_entry WHERE seq > 3;
             UPDATE governance_head SET seq = 3, hash = (SELECT hash FROM governance_entry WHERE seq = 3)"""
    assert fault_after(cut) == "", "the chain alone does not show it"
    fault = check_chain(chain="440399", outside=read_heads(file=file)["440399"]).fault
    assert fault is not None
    assert (fault.seq, fault.reason) == (4, "cut off: a later head was published outside")


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="transaction"):
        write()


def test_the_post_under_which_somebody_acted_is_kept():
    actor = Actor(7, "Alice", (Held("leader", "440399"), Held("dispatcher", "440399001"), Held("clerk", "440398")))
    record(actor=actor, verb="case.noted", kind="case", object_id="1", code="440399001002", at=AT)
    entry = Entry.objects.get()
    assert (entry.actor_id, entry.post) == (7, "dispatcher@440399001")
