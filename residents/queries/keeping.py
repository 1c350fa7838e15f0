"""Questions of keeping (保管): who was erased, and what still lies under another key than the current one."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Func, IntegerField, QuerySet

from residents.models import Enterprise, Erasure, KeptFile, Resident, SelfReport


def erasures() -> list[tuple[UUID, datetime, bytes]]:
    """Everybody who was erased, as the list that is kept outside the database: id, time, and the blind index of the number."""
    rows = Erasure.objects.order_by("at").values_list("resident_id", "at", "number")
    return [(pk, at, bytes(number or b"")) for pk, at, number in rows]


def number_of(path: str) -> Func:
    """The number of the key that a wrapped key lies under: its first byte."""
    return Func(F(path), 0, function="get_byte", output_field=IntegerField())


def people_behind(number: int) -> QuerySet[Resident]:
    """People whose indexes are not of this key."""
    return Resident.objects.filter(locator__isnull=False).exclude(locator__key_number=number)


def absorbed_behind(number: int) -> QuerySet[Resident]:
    """Records that were merged into another and lie under another key."""
    rows = Resident.objects.filter(merged_into__isnull=False, sealed__wrapped_key__isnull=False)
    return rows.annotate(key_number=number_of("sealed__wrapped_key")).exclude(key_number=number)


def reports_behind(number: int) -> QuerySet[SelfReport]:
    """Declarations whose words lie under another key."""
    rows = SelfReport.objects.filter(wrapped_key__isnull=False, sealed__isnull=False)
    return rows.annotate(key_number=number_of("wrapped_key")).exclude(key_number=number)


def firms_behind(number: int) -> QuerySet[Enterprise]:
    """Enterprises whose people in charge lie under another key."""
    rows = Enterprise.objects.filter(wrapped_key__isnull=False, people__isnull=False)
    return rows.annotate(key_number=number_of("wrapped_key")).exclude(key_number=number)


def files_behind(number: int) -> QuerySet[KeptFile]:
    """Files that wait to be written and lie under another key."""
    return KeptFile.objects.annotate(key_number=number_of("wrapped_key")).exclude(key_number=number)


def left_behind(number: int) -> int:
    """How much is not under this key yet: the old one may be taken out when nothing is."""
    kinds = (people_behind, absorbed_behind, reports_behind, firms_behind, files_behind)
    return sum(rows(number).count() for rows in kinds)
