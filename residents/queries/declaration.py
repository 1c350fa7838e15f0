"""Which fields are declared (数据项): the shipped ones and those an office added, for an area."""

from governance.codes import within
from residents.declaration.field import Declaration, Field
from residents.models import DeclaredField


def field_of(row: DeclaredField) -> Field:
    """The field of its row."""
    return Field(
        number=row.number, key=row.key, group=row.group, label=row.label, label_en=row.label_en, kind=row.kind, size=row.size,
        codes=row.codes, sensitivity=row.sensitivity, home=row.home, sealed_as=row.sealed_as, mask=row.mask, on=row.on,
        fresh_days=row.fresh_days, purposes=frozenset(row.purposes), purpose=row.purpose, source=row.source, code=row.code,
    )  # fmt: skip


def declaration(*, code: str, off: bool = False) -> Declaration:
    """The fields that are on in an area (with `off` also those that are switched off). One query."""
    rows = DeclaredField.objects.all() if off else DeclaredField.objects.filter(on=True)
    return Declaration.of([field_of(row) for row in rows if within(code, row.code)])
