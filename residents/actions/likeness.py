"""Likely duplicates (疑似重复): proposed by rule, never merged alone (F10). A person decides.

The rule needs no opened record: the same keyed index of name and birthday, or the same phone with the same name.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import NotFound
from governance.ledger.record import record
from residents.models import Likeness, Locator, Resident
from residents.queries.likeness import likeness_for

MOST = 20
"""More alike than this tell of a bad rule, not of one person: a name and birthday of a whole factory dormitory."""
SAME = """
INSERT INTO residents_likeness (first_id, second_id, code, why, state, proposed_at)
SELECT DISTINCT ON (1, 2) least(a.resident_id, b.resident_id), greatest(a.resident_id, b.resident_id), a.code, %(why)s, 'proposed', %(at)s
FROM residents_locator a JOIN residents_locator b ON {same} AND b.resident_id <> a.resident_id AND left(b.code, 6) = left(a.code, 6)
JOIN residents_resident ra ON ra.id = a.resident_id JOIN residents_resident rb ON rb.id = b.resident_id
WHERE a.number IS NULL AND (ra.run_id = %(run)s OR rb.run_id = %(run)s)
ON CONFLICT DO NOTHING
"""
BY = {
    Likeness.Why.PHONE: "b.phone = a.phone AND b.name_grams @> a.name_grams AND b.name_grams <@ a.name_grams",
    Likeness.Why.BORN: "b.likeness = a.likeness",
}


def propose_for(*, actor: Actor, resident: Resident, at: datetime) -> int:
    """Propose the pairs that one person makes with others of the district; returns how many are new.

    Two different document numbers are two people, whatever else is the same. Records likeness.proposed for new pairs.
    """
    own = Locator.objects.filter(pk=resident.pk).first()
    if own is None:
        return 0
    others = Locator.objects.filter(code__startswith=resident.code[:6]).exclude(pk=resident.pk)
    if own.number is not None:
        others = others.filter(number__isnull=True)
    found: dict[UUID, str] = {}
    if own.phone is not None and own.name_grams:
        same = others.filter(phone=own.phone, name_grams__contains=own.name_grams, name_grams__contained_by=own.name_grams)
        found |= dict.fromkeys(same.values_list("pk", flat=True)[:MOST], Likeness.Why.PHONE)
    if own.likeness is not None:
        found |= dict.fromkeys(others.filter(likeness=own.likeness).values_list("pk", flat=True)[:MOST], Likeness.Why.BORN)
    new = 0
    for other, why in found.items():
        first, second = sorted((resident.pk, other))
        _pair, made = Likeness.objects.get_or_create(
            first_id=first, second_id=second, defaults={"code": resident.code, "why": why, "proposed_at": at}
        )
        new += made
    if new:
        record(
            actor=actor,
            verb="likeness.proposed",
            kind="resident",
            object_id=str(resident.pk),
            code=resident.code,
            at=at,
            detail={"pairs": new},
        )
    return new


def propose_of_run(*, run_id: UUID, at: datetime) -> int:
    """Propose the pairs that the people of an import make with anybody; returns how many are new. Called by the import."""
    new = 0
    with connection.cursor() as cursor:
        for why, same in BY.items():
            cursor.execute(SAME.format(same=same), {"run": run_id, "at": at, "why": why})
            new += cursor.rowcount
    return new


@transaction.atomic
def keep_apart(*, actor: Actor, likeness_id: int, at: datetime) -> Likeness:
    """Say that two are two people; the pair is not proposed again. NotFound for a foreign pair. Records likeness.apart."""
    pair = locked_pair(actor=actor, likeness_id=likeness_id)
    if pair.state == Likeness.State.PROPOSED:
        settle_pair(pair, Likeness.State.APART, actor=actor, at=at)
        record(actor=actor, verb="likeness.apart", kind="likeness", object_id=str(pair.pk), code=pair.code, at=at)
    return pair


def locked_pair(*, actor: Actor, likeness_id: int) -> Likeness:
    """The pair, locked, if the actor may merge both."""
    likeness_for(actor=actor, likeness_id=likeness_id)
    pair = Likeness.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=likeness_id)
    for one in (pair.first, pair.second):
        if not policy.allowed(actor, "resident.merge", one):
            raise NotFound
    return pair


def settle_pair(pair: Likeness, settled: str, *, actor: Actor, at: datetime) -> None:
    """Keep what became of a pair."""
    Likeness.objects.filter(pk=pair.pk).update(state=settled, settled_at=at, settled_by=actor.user_id)
    pair.refresh_from_db(fields=["state", "settled_at", "settled_by"])
