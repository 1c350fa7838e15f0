"""Merges two records of one person, and takes a merge back (合并与撤销). The absorbed record stays whole and sealed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from residents.actions.likeness import locked_pair, settle_pair
from residents.actions.needs import end_visits, follow_needs
from residents.actions.vaulting import LOCATED, open_records, place_locator, reseal, values_of
from residents.models import Likeness, Locator, Merger, Resident
from residents.queries.declaration import declaration
from residents.vault.records import Record


@transaction.atomic
def merge_residents(*, actor: Actor, likeness_id: int, survivor_id: UUID, at: datetime) -> Merger:
    """Take one record of a pair into the other: what the survivor lacks is filled in, with its source; nothing is overwritten.

    The absorbed one is found no more and answers with the survivor; its own record stays sealed, so that the merge can be
    taken back. Refuses a survivor that is not of the pair (Invalid), and records with two different numbers (Conflict).
    Records resident.merged with the keys that were filled.
    """
    pair = locked_pair(actor=actor, likeness_id=likeness_id)
    if pair.state != Likeness.State.PROPOSED:
        raise Conflict(_("该疑似重复已处理。"))
    if survivor_id not in {pair.first_id, pair.second_id}:
        raise Invalid(fields={"survivor": [_("请选择保留哪一条。")]})
    gone_id = pair.second_id if survivor_id == pair.first_id else pair.first_id
    both = {one.pk: one for one in Resident.objects.select_for_update(of=("self",)).filter(pk__in=[survivor_id, gone_id]).order_by("pk")}
    survivor, gone = both[survivor_id], both[gone_id]
    if survivor.merged_into_id or gone.merged_into_id:
        raise Conflict(_("其中一条已并入其他记录。"))
    filled = fill(survivor, gone)
    gone.merged_into = survivor
    gone.save(update_fields=["merged_into"])
    end_visits(actor=actor, resident=gone, at=at, reason="merged")
    if "need_tags" in filled:
        follow_needs(actor=actor, resident=survivor, tags=value_of(survivor, "need_tags"), at=at)
    settle_pair(pair, Likeness.State.MERGED, actor=actor, at=at)
    merger = Merger.objects.create(
        survivor=survivor, absorbed=gone, code=survivor.code, filled=filled, merged_by=actor.user_id, merged_at=at
    )
    record(
        actor=actor, verb="resident.merged", kind="resident", object_id=str(survivor.pk), code=survivor.code, at=at,
        version=survivor.version, detail={"absorbed": str(gone.pk), "fields": filled},
    )  # fmt: skip
    return merger


def fill(survivor: Resident, gone: Resident) -> list[str]:
    """Fill into the survivor what only the other has; the other's indexes go first, for a number stands once."""
    declared = declaration(code=survivor.code, off=True)
    row, mine = open_records(survivor.pk)
    _row, theirs = open_records(gone.pk)
    numbers = {declared.by_key["id_number_enc"].number_text: True}
    for label, record_ in theirs.items():
        have = mine.get(label, Record()).values
        if any(number in have and have[number] != value for number, value in record_.values.items() if number in numbers):
            raise Conflict(_("两条记录的证件号码不同，不能合并。"))
    Locator.objects.filter(pk=gone.pk).delete()
    filled: list[str] = []
    for label, other in theirs.items():
        own = mine.setdefault(label, Record())
        for number, value in other.values.items():
            if number in declared.by_number and number not in own.values:
                own.put(number, value, other.origin(number))
                filled.append(declared.by_number[number].key)
    if filled:
        reseal(resident=survivor, row=row, records=mine, declared=declared, changed=filled)
    survivor.version += 1
    survivor.save(update_fields=["version"])
    return sorted(filled)


@transaction.atomic
def undo_merger(*, actor: Actor, merger_id: int, at: datetime) -> Merger:
    """Take a merge back: the absorbed record lives again, and what it had filled in leaves the survivor unless it was changed since.

    NotFound for a foreign one, Conflict for one that was taken back. Records resident.unmerged.
    """
    merger = Merger.objects.select_for_update(of=("self",)).select_related("survivor", "absorbed").filter(pk=merger_id).first()
    if merger is None or not all(policy.allowed(actor, "resident.merge", one) for one in (merger.survivor, merger.absorbed)):
        raise NotFound
    if merger.undone_at is not None:
        raise Conflict(_("该合并已撤销。"))
    survivor = Resident.objects.select_for_update().get(pk=merger.survivor_id)
    gone = Resident.objects.select_for_update().get(pk=merger.absorbed_id)
    taken = take_out(survivor, gone, merger.filled)
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    for person in (survivor, gone):
        follow_needs(actor=actor, resident=person, tags=value_of(person, "need_tags"), at=at)
    merger.undone_at = at
    merger.save(update_fields=["undone_at"])
    Likeness.objects.filter(state="merged", first_id__in=[survivor.pk, gone.pk], second_id__in=[survivor.pk, gone.pk]).update(
        state="apart", settled_at=at, settled_by=actor.user_id
    )
    record(
        actor=actor, verb="resident.unmerged", kind="resident", object_id=str(survivor.pk), code=survivor.code, at=at,
        version=survivor.version, detail={"absorbed": str(gone.pk), "fields": sorted(taken)},
    )  # fmt: skip
    return merger


def take_out(survivor: Resident, gone: Resident, filled: list[str]) -> list[str]:
    """Take out of the survivor what a merge had filled in, unless it was changed since; the other one is found again."""
    declared = declaration(code=survivor.code, off=True)
    row, mine = open_records(survivor.pk)
    _row, theirs = open_records(gone.pk)
    taken = []
    for key in filled:
        field = declared.by_key.get(key)
        if field is None or field.sealed_as not in theirs:
            continue
        number, own = field.number_text, mine[field.sealed_as]
        value = theirs[field.sealed_as].values.get(number)
        if value is not None and own.values.get(number) == value:
            own.put(number, "", own.origin(number))
            taken.append(key)
    if taken:
        reseal(resident=survivor, row=row, records=mine, declared=declared, changed=taken)
    survivor.version += 1
    survivor.save(update_fields=["version"])
    place_locator(gone, values_of(theirs, declared, LOCATED))
    return taken


def value_of(resident: Resident, key: str) -> str:
    """One value of a person, for a rule; nobody sees it."""
    declared = declaration(code=resident.code, off=True)
    _row, records = open_records(resident.pk)
    return values_of(records, declared, frozenset({key})).get(key, "")
