"""Keeping figures up with the ledger (汇总更新): reads on from where it stopped, and tells anew the cases that moved."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction

from evaluation.actions.passages import write_passages
from evaluation.models import Cursor
from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.models import Entry, Head

PURPOSE = "figures"
LOCK = 7_006_001
ENTRIES_AT_ONCE = 5000
CASES_AT_ONCE = 500
MOVES_OTHERS = ("incident.recategorised", "incident.placed")
BESIDE = """
SELECT DISTINCT near.id::text FROM governance_entry entry JOIN incidents_incident moved ON moved.id = entry.object_id::uuid
JOIN incidents_incident near ON near.category_id IN (moved.category_id, (entry.detail->>'from_category')::bigint)
  AND near.received_at BETWEEN moved.received_at AND moved.received_at + interval '24 hours'
WHERE entry.id = ANY(%s)
"""
"""What may be a repeat of a case, or no longer be one, when that case becomes another kind or stands elsewhere."""


def keep_figures(*, actor: Actor, at: datetime) -> int:
    """Bring the passages up with the ledger; how many cases were told anew. The second time at once it is none.

    Each step of the way is a transaction of its own that moves the cursor with what it wrote, so it may break off anywhere and goes
    on from there. Numbers of a chain are in commit order, so nothing that commits later is missed. Two at once take turns.
    """
    policy.require(actor, "figures.keep", None)
    return sum(told for chain in chains() for told in steps(chain, at))


def steps(chain: str, at: datetime) -> Iterator[int]:
    """One transaction after the other until the chain's end."""
    while True:
        with transaction.atomic():
            told = step(chain, at)
        if told is None:
            return
        yield told


def step(chain: str, at: datetime) -> int | None:
    """Read some entries on; None at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    place, _new = Cursor.objects.get_or_create(purpose=PURPOSE, chain=chain, defaults={"seq": 0, "at": at})
    fresh = Entry.objects.filter(chain=chain, seq__gt=place.seq).order_by("seq")[:ENTRIES_AT_ONCE]
    rows = list(fresh.values_list("seq", "kind", "object_id", "verb", "pk"))
    Cursor.objects.filter(pk=place.pk).update(seq=rows[-1][0] if rows else place.seq, at=at)
    if not rows:
        return None
    moved = [pk for *_where, verb, pk in rows if verb in MOVES_OTHERS]
    ids = list(dict.fromkeys([object_id for _seq, kind, object_id, *_what in rows if kind == "incident"] + beside(moved)))
    for start in range(0, len(ids), CASES_AT_ONCE):
        write_passages(ids=ids[start : start + CASES_AT_ONCE])
    return len(ids)


def beside(entries: Sequence[int]) -> list[str]:
    """The cases that these entries of other cases may make repeats, or no longer."""
    if not entries:
        return []
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, [list(entries)])
        return [case_id for (case_id,) in cursor.fetchall()]


def chains() -> list[str]:
    """The chains of the ledger."""
    return list(Head.objects.order_by("chain").values_list("chain", flat=True))
