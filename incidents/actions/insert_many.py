"""Writing many new cases at once (批量写入): numbers in one statement, rows by COPY. For imports and demonstrations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db import connection
from django.db.models import GeneratedField

from incidents.models import Incident

NAMES = tuple(field.attname for field in Incident._meta.concrete_fields if not isinstance(field, GeneratedField))  # noqa: SLF001
"""Every column but those that the database makes; they bear the names of the attributes."""

QUOTED = ", ".join(f'"{name}"' for name in NAMES)
COPY = f"COPY incidents_incident ({QUOTED}) FROM STDIN"
NUMBERS = """
SELECT next_case_number(code, at) FROM unnest(%s::text[], %s::timestamptz[]) WITH ORDINALITY AS asked (code, at, place) ORDER BY place
"""
JSON = frozenset({"original", "proposals", "clocks"})


def insert_cases(cases: Sequence[Incident]) -> None:
    """Give each its number of the day on which it came, and insert all or none. The caller's transaction records them."""
    if not cases:
        return
    for case, number in zip(cases, case_numbers([(case.code, case.received_at) for case in cases]), strict=True):
        case.number = number
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(COPY) as copy:
        for case in cases:
            copy.write_row([_value(case, name) for name in NAMES])


def case_numbers(places: Sequence[tuple[str, datetime]]) -> list[str]:
    """The next case numbers for these codes and times, in their order."""
    codes, times = [code for code, _at in places], [at for _code, at in places]
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [codes, times])
        return [number for (number,) in cursor.fetchall()]


def _value(case: Incident, name: str) -> Any:
    value = getattr(case, name)
    if name in JSON:
        return None if value is None else orjson.dumps(value).decode()
    return value.hexewkb.decode() if name == "point" and value is not None else value
