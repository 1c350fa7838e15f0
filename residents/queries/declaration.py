"""Which fields are declared (数据项): the shipped ones and those an office added, for an area."""

from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Max, Q

from governance.codes import within
from residents.declaration.field import Declaration, Field
from residents.declaration.files import shipped
from residents.models import DeclaredField

ON = Q(on=True)


def field_of(row: DeclaredField) -> Field:
    """The field of its row. A shipped purpose has English words as long as it says what was shipped."""
    told = shipped().by_key.get(row.key)
    return Field(
        number=row.number, key=row.key, group=row.group, label=row.label, label_en=row.label_en, kind=row.kind, size=row.size,
        codes=row.codes, sensitivity=row.sensitivity, home=row.home, sealed_as=row.sealed_as, mask=row.mask, on=row.on,
        fresh_days=row.fresh_days, purposes=frozenset(row.purposes), purpose=row.purpose, source=row.source,
        purpose_en=told.purpose_en if told and told.purpose == row.purpose else "", code=row.code,
    )  # fmt: skip


def declaration(*, code: str, off: bool = False) -> Declaration:
    """The fields that are on in an area (with `off` also those that are switched off). One small query: the rest is remembered."""
    stamp = DeclaredField.objects.aggregate(rows=Count("pk"), on=Count("pk", filter=ON), at=Max("changed_at"))
    return of_area((stamp["rows"], stamp["on"], stamp["at"]), code, off=off)


@lru_cache(64)
def of_area(stamp: tuple[int, int, datetime | None], code: str, *, off: bool) -> Declaration:
    """The declaration of an area at one state of the table."""
    return Declaration.of([one for one in all_fields(stamp) if (off or one.on) and within(code, one.code)])


@lru_cache(4)
def all_fields(_stamp: tuple[int, int, datetime | None]) -> tuple[Field, ...]:
    """Every field at one state of the table."""
    return tuple(field_of(row) for row in DeclaredField.objects.all())
