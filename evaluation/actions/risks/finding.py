"""What a rule is given and what it gives (风险规则的输入与输出)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from governance.access.roles import DESK, FIELD, Role
from incidents.clock import SHANGHAI


class Fact(NamedTuple):
    """An entry of the ledger."""

    chain: str
    seq: int
    at: datetime
    actor_id: int | None
    verb: str
    kind: str
    object_id: str
    code: str
    detail: Mapping[str, Any]

    @property
    def name(self) -> str:
        """As a notice names it."""
        return f"{self.chain}.{self.seq}"

    @property
    def day(self) -> str:
        """The day in Shanghai."""
        return self.at.astimezone(SHANGHAI).date().isoformat()


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found. The same key is the same finding, however often the rule runs."""

    key: str
    code: str
    entries: Sequence[Fact]
    people: Sequence[int | None] = ()
    incident: UUID | None = None
    numbers: Mapping[str, Any] = field(default_factory=dict)


Limits = Mapping[str, int]
Find = Callable[[Sequence[Fact], Limits], Iterable[Found]]
"""A rule: from fresh entries of its verbs and its thresholds to findings."""


COLUMNS = "chain, seq, at, actor_id, verb, kind, object_id, code, detail::text"
OF_OBJECTS = f"""
SELECT {COLUMNS} FROM governance_entry WHERE kind = %s AND object_id = ANY(%s) AND verb = ANY(%s) ORDER BY id
"""  # noqa: S608  (names of columns)
OF_ACTOR = f"""
SELECT {COLUMNS} FROM governance_entry WHERE actor_id = %s AND at >= %s AND at < %s AND verb = ANY(%s) ORDER BY id
"""  # noqa: S608


def facts(statement: str, values: Sequence[Any]) -> list[Fact]:
    """Entries by one of the statements above."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Fact._make([*row[:8], orjson.loads(row[8])]) for row in cursor.fetchall()]


def of_objects(kind: str, ids: Iterable[str], verbs: Sequence[str]) -> dict[str, list[Fact]]:
    """The entries of some objects, each in order."""
    found: dict[str, list[Fact]] = {}
    for fact in facts(OF_OBJECTS, [kind, list(set(ids)), list(verbs)]):
        found.setdefault(fact.object_id, []).append(fact)
    return found


def of_actor(actor_id: int, day: datetime, verbs: Sequence[str]) -> list[Fact]:
    """What somebody did on the day of that moment in Shanghai."""
    begin = day.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return facts(OF_ACTOR, [actor_id, begin, begin + timedelta(days=1), list(verbs)])


WORKING = tuple(DESK | FIELD | {Role.HANDLER, Role.REGISTRAR})
"""Roles whose holders are each other's peers."""
