"""Fills in the index of likeness (补建相似索引) for people who were registered before there was one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.models import Entry
from governance.ledger.record import record
from residents.actions.likeness import propose_for
from residents.actions.vaulting import open_records, values_of
from residents.models import Locator, Resident
from residents.queries.declaration import declaration
from residents.vault.keyring import keyring
from residents.vault.locating import located

CHUNK = 500
VERB, KIND, OBJECT = "likeness.indexed", "vault", "likeness"
NEEDED = frozenset({"name", "birth_date"})
NOBODY = UUID(int=0)


def index_likeness(*, actor: Actor, at: datetime, most: int | None = None) -> int:
    """Index everybody whose name and birthday are known and not indexed, and propose the pairs they make; returns how many.

    Piece by piece; killed, it goes on behind the last whole piece; run again it changes nothing. Records likeness.indexed for each piece.
    """
    policy.require(actor, "vault.rotate", None)
    filled, looked, more = 0, 0, True
    while more and (most is None or looked < most):
        new, more = index_piece(actor=actor, at=at)
        filled, looked = filled + new, looked + CHUNK
    return filled


@transaction.atomic
def index_piece(*, actor: Actor, at: datetime) -> tuple[int, bool]:
    """Index one piece; how many it filled in, and whether there may be more."""
    waiting = Resident.objects.filter(locator__isnull=False, locator__likeness__isnull=True, pk__gt=reached())
    people = list(waiting.select_for_update(of=("self",)).order_by("pk")[:CHUNK])
    if not people:
        return 0, False
    filled = [person for person in people if index_one(person)]
    for person in filled:
        propose_for(actor=actor, resident=person, at=at)
    more = len(people) == CHUNK
    detail = {"people": len(filled), "last": str(people[-1].pk), "more": more}
    record(actor=actor, verb=VERB, kind=KIND, object_id=OBJECT, code="", at=at, detail=detail)
    return len(filled), more


def reached() -> UUID:
    """Behind whom an unfinished run stood; before everybody for a new one."""
    last = Entry.objects.filter(kind=KIND, object_id=OBJECT, verb=VERB).order_by("-pk").first()
    return UUID(last.detail["last"]) if last and last.detail["more"] else NOBODY


def index_one(person: Resident) -> bool:
    """Write the index of one person; whether there is one."""
    _row, records = open_records(person.pk)
    values = values_of(records, declaration(code=person.code, off=True), NEEDED)
    locator = Locator.objects.get(pk=person.pk)
    found = located(keyring().key(locator.key_number), values).likeness
    return bool(found) and bool(Locator.objects.filter(pk=person.pk).update(likeness=found))
