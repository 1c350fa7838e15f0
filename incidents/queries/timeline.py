"""What stands in the record of one case (办理经过), with the names of who did it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from governance.prepared import ask

ENTRIES = """
SELECT entry.at, entry.verb, entry.actor_id, person.display_name, entry.post, entry.detail::text
FROM governance_entry entry LEFT JOIN governance_user person ON person.id = entry.actor_id
WHERE entry.kind = 'incident' AND entry.object_id = %s ORDER BY entry.id
"""
NAMES = "SELECT id, display_name FROM governance_user WHERE id = ANY(%s)"


class Line(NamedTuple):
    """One entry. `actor` is the name of a member of staff, None for the system and for residents."""

    at: datetime
    verb: str
    actor_id: int | None
    actor: str | None
    post: str
    detail: dict[str, Any]


def timeline(incident_id: UUID) -> list[Line]:
    """The entries of a case in their order."""
    rows = ask(ENTRIES, [str(incident_id)])
    return [Line(at, verb, actor_id, actor, post, orjson.loads(detail)) for at, verb, actor_id, actor, post, detail in rows]


def names_of(ids: Collection[int]) -> dict[int | None, str]:
    """Names of staff by id."""
    return dict(ask(NAMES, [list(ids)])) if ids else {}
