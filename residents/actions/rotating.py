"""Rotation of keys (密钥轮换): whatever lies sealed comes under the current key, piece by piece while everything runs (G12).

A key of the same algorithm is a new wrapping; another algorithm seals everything anew, words beside the records included.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.record import record
from residents.actions.vaulting import LOCATED, place_locator, values_of
from residents.declaration.field import CLASSES
from residents.models import Doubt, Enterprise, EnterpriseDoubt, Household, KeptFile, Locator, Resident, Sealed, SelfReport, Visit
from residents.queries.declaration import declaration
from residents.queries.keeping import absorbed_behind, files_behind, firms_behind, people_behind, reports_behind
from residents.sheets.assembling import HOUSEHOLD
from residents.vault import sealing
from residents.vault.indexing import digest
from residents.vault.keyring import keyring
from residents.vault.records import Opened, Record, fresh, opened

CHUNK = 500


def rotate_vault(*, actor: Actor, at: datetime, most: int | None = None) -> int:
    """Bring everything under the current key; returns how many records of people, declarations, firms and files moved. Killed, it goes on.

    Records vault.rotated for each piece.
    """
    policy.require(actor, "vault.rotate", None)
    done = 0
    for piece in (rotate_people, rotate_absorbed, rotate_reports, rotate_firms, rotate_files):
        while (most is None or done < most) and (moved := rotate_piece(piece, actor=actor, at=at)):
            done += moved
    return done


@transaction.atomic
def rotate_piece(piece: Callable[[], int], *, actor: Actor, at: datetime) -> int:
    """Rotate one piece."""
    moved, current = piece(), keyring().current
    if moved:
        kind = piece.__name__.removeprefix("rotate_")
        record(actor=actor, verb="vault.rotated", kind="vault", object_id=str(current.number), code="", at=at, detail={kind: moved})
    return moved


def rotate_people() -> int:
    """People who can be found: key, records, indexes."""
    people = list(people_behind(keyring().current.number).select_for_update(of=("self",))[:CHUNK])
    for person in people:
        records = rotate_records(person)
        if records is None:
            Locator.objects.filter(pk=person.pk).delete()
            continue
        values = values_of(records, declaration(code=person.code, off=True))
        place_locator(person, {key: values.get(key, "") for key in LOCATED})
        rotate_household(person, values.get("household_no", ""))
    return len(people)


def rotate_absorbed() -> int:
    """Records that were merged into another: sealed, not indexed, and wanted when a merge is taken back."""
    people = list(absorbed_behind(keyring().current.number).select_for_update(of=("self",))[:CHUNK])
    for person in people:
        rotate_records(person)
    return len(people)


def rotate_records(person: Resident) -> dict[str, Record] | None:
    """Bring a person's key, and where the algorithm differs the records and all words beside them; None once the key is destroyed."""
    ring = keyring()
    row = Sealed.objects.select_for_update().get(pk=person.pk)
    if row.wrapped_key is None:
        return None
    old = opened(ring, person.pk, row.wrapped_key)
    records = {label: old.record(label, getattr(row, label)) for label in CLASSES}
    if old.algorithm == ring.current.algorithm:
        row.wrapped_key = sealing.wrap(ring.current, old.key, person.pk)
    else:
        key, row.wrapped_key = fresh(ring.current, person.pk)
        for label in CLASSES:
            setattr(row, label, key.sealed(label, records[label]))
        rotate_notes(person, old, key)
    row.save()
    return records


def rotate_notes(person: Resident, old: Opened, new: Opened) -> None:
    """Seal anew what lies beside the records under the person's key: doubted values, and what was said on visits."""
    for doubt in Doubt.objects.filter(resident=person):
        Doubt.objects.filter(pk=doubt.pk).update(sealed_value=resealed(bytes(doubt.sealed_value), old, new))
    for visit in Visit.objects.filter(plan__resident=person, sealed_note__isnull=False).only("pk", "sealed_note"):
        Visit.objects.filter(pk=visit.pk).update(sealed_note=resealed(bytes(visit.sealed_note or b""), old, new))


def resealed(text: bytes, old: Opened, new: Opened) -> bytes:
    """A note under another key of the same row."""
    bound = sealing.bound(old.row, "note")
    return sealing.seal(new.key, new.algorithm, sealing.unseal(old.key, text, bound), bound)


def rotate_household(person: Resident, number: str) -> None:
    """The household's index: files join people to it by that."""
    if person.household_id and number:
        found = digest(keyring().current, HOUSEHOLD, f"{person.code[:12]}|{number}")
        taken = Household.objects.filter(number=found).exclude(pk=person.household_id).exists()
        if not taken:
            Household.objects.filter(pk=person.household_id, number__isnull=False).update(number=found)


def rotate_reports() -> int:
    """Declarations that wait for their check."""
    rows = list(reports_behind(keyring().current.number).select_for_update()[:CHUNK])
    for row in rows:
        wrapped, sealed = rewrapped(row.pk, bytes(row.wrapped_key or b""), bytes(row.sealed or b""))
        SelfReport.objects.filter(pk=row.pk).update(wrapped_key=wrapped, sealed=sealed)
    return len(rows)


def rotate_firms() -> int:
    """The people in charge of enterprises, and those whom other sources name."""
    rows = list(firms_behind(keyring().current.number).select_for_update()[:CHUNK])
    for row in rows:
        wrapped, sealed = rewrapped(row.pk, bytes(row.wrapped_key or b""), bytes(row.people or b""))
        old, new = opened(keyring(), row.pk, bytes(row.wrapped_key or b"")), opened(keyring(), row.pk, wrapped)
        for doubt in row.doubts.filter(sealed_value__isnull=False):
            EnterpriseDoubt.objects.filter(pk=doubt.pk).update(sealed_value=resealed(bytes(doubt.sealed_value or b""), old, new))
        Enterprise.objects.filter(pk=row.pk).update(wrapped_key=wrapped, people=sealed)
    return len(rows)


def rotate_files() -> int:
    """Files that wait to be written."""
    rows = list(files_behind(keyring().current.number).select_for_update()[:CHUNK])
    for row in rows:
        wrapped, sealed = rewrapped(row.pk, bytes(row.wrapped_key), bytes(row.sealed))
        KeptFile.objects.filter(pk=row.pk).update(wrapped_key=wrapped, sealed=sealed)
    return len(rows)


def rewrapped(pk: UUID, wrapped: bytes, sealed: bytes) -> tuple[bytes, bytes]:
    """A key and the one text that lies under it, for the current key."""
    ring = keyring()
    old = opened(ring, pk, wrapped)
    if old.algorithm == ring.current.algorithm:
        return sealing.wrap(ring.current, old.key, pk), sealed
    key, kept = fresh(ring.current, pk)
    return kept, resealed(sealed, old, key)
