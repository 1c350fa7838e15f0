"""People of a batch who are registered already (已有人员): what differs is taken or challenged, by the rule of sources."""

from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from governance.access.actor import SYSTEM_ACTOR
from residents.actions.needs import follow_needs
from residents.actions.vaulting import open_records, reseal, values_of
from residents.declaration.field import CLASSES, Declaration
from residents.models import Doubt, ImportRun, Locator, Refusal, Resident, StagedRow
from residents.queries.declaration import declaration
from residents.vault import sealing
from residents.vault.keyring import keyring
from residents.vault.records import Origin, Record, opened

RANK = {"4": 1, "1": 2, "2": 2, "3": 3}
"""Which source yields to which: a file to a person's own word or a worker's, these to another office that owns the number."""
VERIFIED = 10


def known_in(run: ImportRun, lines: tuple[int, int]) -> dict[bytes, UUID]:
    """Those of a batch who are registered, by the index of their number."""
    registered = Subquery(Locator.objects.filter(number=OuterRef("number")).values("resident_id"))
    rows = StagedRow.objects.filter(run=run, line__range=lines, number__isnull=False).annotate(registered=registered)
    known = rows.filter(registered__isnull=False).values_list("number", "registered")
    return {bytes(number): pk for number, pk in known if number is not None}


def merge_known(run: ImportRun, lines: tuple[int, int], known: dict[bytes, UUID], *, at: datetime) -> tuple[int, int]:
    """Merge the staged rows of people who are registered, and unstage them; returns how many changed and how many did not."""
    changed = same = 0
    mine = StagedRow.objects.filter(run=run, line__range=lines, number__in=list(known))
    for staged in mine.order_by("line"):
        assert staged.number is not None
        if merge_one(run, staged, known[bytes(staged.number)], at=at):
            changed += 1
        else:
            same += 1
    mine.delete()
    return changed, same


def merge_one(run: ImportRun, staged: StagedRow, resident_id: UUID, *, at: datetime) -> bool:
    """Merge one row; whether anything changed. A person outside the importer's area is left alone."""
    resident = Resident.objects.select_for_update().get(pk=resident_id)
    if resident.erased_at or not resident.code.startswith(run.code):
        Refusal.objects.create(run=run, line=staged.line, reason="registered_elsewhere")
        return False
    declared = declaration(code=run.code, off=True)
    row, records = open_records(resident_id)
    if row.wrapped_key is None:
        return False
    theirs = opened(keyring(), staged.resident_id, staged.wrapped_key)
    changed: list[str] = []
    for label in CLASSES:
        incoming = theirs.record(label, getattr(staged, label))
        mine = records.setdefault(label, Record())
        for number, value in incoming.values.items():
            if number in declared.by_number and settle(resident, mine, number, value, incoming.origin(number), declared, at):
                changed.append(declared.by_number[number].key)
    if changed:
        reseal(resident=resident, row=row, records=records, declared=declared, changed=changed)
        resident.version += 1
        resident.save(update_fields=["version"])
        if "need_tags" in changed:
            tags = values_of(records, declared, frozenset({"need_tags"})).get("need_tags", "")
            follow_needs(actor=SYSTEM_ACTOR, resident=resident, tags=tags, at=at)
    return bool(changed)


def settle(resident: Resident, mine: Record, number: str, value: str, origin: Origin, declared: Declaration, at: datetime) -> bool:
    """Take a differing value if its source outranks the kept one's; else raise a doubt, once."""
    kept = mine.values.get(number)
    if kept == value:
        return False
    if kept is None or rank(origin) >= rank(mine.origin(number)):
        mine.put(number, value, origin)
        return True
    raise_doubt(resident, declared.by_number[number].key, value, origin, at)
    return False


def rank(origin: Origin) -> int:
    """How much a source weighs; a verified value yields to verified ones only."""
    return RANK.get(origin[0], 0) + (VERIFIED if origin[4] else 0)


def raise_doubt(resident: Resident, key: str, value: str, origin: Origin, at: datetime) -> None:
    """Keep the value that was held against the kept one, sealed for this person, unless the same source raised it before."""
    if Doubt.objects.filter(resident=resident, field=key, source=origin[1], state=Doubt.State.RAISED).exists():
        return
    ring = keyring()
    row = resident.sealed
    assert row.wrapped_key is not None
    person = opened(ring, resident.pk, row.wrapped_key)
    sealed = sealing.seal(person.key, person.algorithm, value.encode(), sealing.bound(resident.pk, "note"))
    Doubt.objects.create(resident=resident, field=key, sealed_value=sealed, source=origin[1], raised_at=at)
