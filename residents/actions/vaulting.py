"""Writes the vault (写入保险库): the sealed records of one person and the locator that finds them. Called by actions only."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from residents.declaration.field import CLASSES, Declaration
from residents.models import Locator, Resident, Sealed
from residents.vault.keyring import keyring
from residents.vault.locating import LOCATED as VALUES
from residents.vault.locating import located
from residents.vault.records import Origin, Record, fresh, opened

LOCATED = frozenset(VALUES)


def origin(*, kind: str, source: str, collector: int | None, at: datetime, verified: bool = False) -> Origin:
    """Where a value comes from: kind of source, its name, who collected it and when."""
    moment = at.isoformat(timespec="seconds")
    return (kind, source, collector, moment, moment if verified else "")


def put_values(records: dict[str, Record], values: Mapping[str, str], declared: Declaration, where: Origin) -> list[str]:
    """Put values into the records of their classes; returns the keys that changed."""
    changed = []
    for key, value in values.items():
        field = declared.by_key[key]
        if field.home != "sealed":
            continue
        record = records.setdefault(field.sealed_as, Record())
        if record.values.get(field.number_text, "") != value:
            record.put(field.number_text, value, where)
            changed.append(key)
    return changed


def seal_new(*, resident: Resident, values: Mapping[str, str], declared: Declaration, where: Origin) -> None:
    """Seal the records of a new person under a key of their own."""
    key, wrapped = fresh(keyring().current, resident.pk)
    records: dict[str, Record] = {}
    put_values(records, values, declared, where)
    sealed = {label: key.sealed(label, records.get(label, Record())) for label in CLASSES}
    Sealed.objects.create(resident=resident, wrapped_key=wrapped, **sealed)
    place_locator(resident, {name: values.get(name, "") for name in LOCATED})


def place_locator(resident: Resident, values: Mapping[str, str]) -> None:
    """Write the blind indexes of a person under the current key."""
    key = keyring().current
    found = located(key, values)
    Locator.objects.update_or_create(
        resident=resident,
        defaults={
            "code": resident.code, "key_number": key.number, "number": found.number, "phone": found.phone, "phone2": found.phone2,
            "likeness": found.likeness, "name_grams": found.name_grams, "address_grams": found.address_grams,
        },
    )  # fmt: skip


def open_records(resident_id: UUID) -> tuple[Sealed, dict[str, Record]]:
    """All records of one person, opened, their row locked until commit."""
    row = Sealed.objects.select_for_update().get(pk=resident_id)
    if row.wrapped_key is None:
        return row, {}
    key = opened(keyring(), resident_id, row.wrapped_key)
    return row, {label: key.record(label, getattr(row, label)) for label in CLASSES}


def reseal(*, resident: Resident, row: Sealed, records: dict[str, Record], declared: Declaration, changed: list[str]) -> None:
    """Seal again what changed, and index it again where it is something people search by."""
    assert row.wrapped_key is not None
    key = opened(keyring(), resident.pk, row.wrapped_key)
    for label in {declared.by_key[name].sealed_as for name in changed}:
        setattr(row, label, key.sealed(label, records[label]))
    row.save()
    if LOCATED & set(changed):
        place_locator(resident, values_of(records, declared, LOCATED))


def values_of(records: dict[str, Record], declared: Declaration, keys: frozenset[str] | None = None) -> dict[str, str]:
    """The values of opened records by field key."""
    found = {}
    for record in records.values():
        for number, value in record.values.items():
            field = declared.by_number.get(number)
            if field is not None and (keys is None or field.key in keys):
                found[field.key] = value
    return found


def code_of(values: Mapping[str, str], fallback: str) -> str:
    """The area of a person: the grid if it is given, else the community, else the area of the one who registers."""
    return values.get("grid_code") or values.get("residence_area") or fallback
