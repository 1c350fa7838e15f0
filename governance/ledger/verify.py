"""The verifier (验账): recomputes every hash, names the first bad row, compares with the heads kept outside."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

CANONICAL = """
SELECT chain, seq, prev, hash, ledger_canonical(governance_entry) FROM governance_entry
WHERE chain = %s ORDER BY seq
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a chain, and at which number first."""

    chain: str
    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on one chain."""

    chain: str
    entries: int
    head: bytes
    fault: Fault | None


def check_chain(*, chain: str, outside: dict[int, bytes]) -> Checked:
    """Walk one chain. `outside` maps numbers to hashes that were published outside the database."""
    seq, head = 0, b""
    for found_seq, prev, kept, canonical in _rows(chain):
        if found_seq != seq + 1:
            return Checked(chain, seq, head, Fault(chain, seq + 1, "missing"))
        if bytes(prev) != head:
            return Checked(chain, seq, head, Fault(chain, found_seq, "previous hash differs"))
        head = hashlib.sha256(head + canonical.encode()).digest()
        if bytes(kept) != head:
            return Checked(chain, seq, head, Fault(chain, found_seq, "content differs from its hash"))
        seq = found_seq
        if outside.get(seq, head) != head:
            return Checked(chain, seq, head, Fault(chain, seq, "differs from the head published outside"))
    return Checked(chain, seq, head, _tail_fault(chain, seq, head, outside))


def _tail_fault(chain: str, seq: int, head: bytes, outside: dict[int, bytes]) -> Fault | None:
    if outside and max(outside) > seq:
        return Fault(chain, seq + 1, "cut off: a later head was published outside")
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM governance_head WHERE chain = %s", [chain])
        row = cursor.fetchone()
    if row is None and seq == 0:
        return None
    if row is None or (row[0], bytes(row[1])) != (seq, head):
        return Fault(chain, seq + 1, "the chain's head row differs")
    return None


def _rows(chain: str) -> Iterator[tuple[int, bytes, bytes, str]]:
    """The chain's rows in order, from a server-side cursor: memory stays flat."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(CANONICAL, [chain])
        while rows := cursor.fetchmany(5000):
            for _chain, seq, prev, kept, canonical in rows:
                yield seq, prev, kept, canonical


def chains() -> list[str]:
    """Every chain that has an entry or a head."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT chain FROM governance_head UNION SELECT DISTINCT chain FROM governance_entry ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]
