"""What happened last (实时事件): from the end of the record, by kind of case and area. No text, no address, no person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from governance.codes import Level

TOLD = ("incident.reported", "incident.handled_on_the_spot", "incident.dispatched", "incident.reworked", "incident.closed")
MOST = 14
REACH = 5000
"""How far back in a chain is looked: a quiet grid has few of the last entries of its district, and the walk must end."""

EVENTS = """
SELECT entry.at, entry.verb, entry.code, incident.category_id, incident.source
FROM governance_entry entry JOIN governance_head head ON head.chain = entry.chain
JOIN incidents_incident incident ON incident.id = entry.object_id::uuid
WHERE entry.chain LIKE %(chain)s AND entry.seq > head.seq - %(reach)s AND entry.kind = 'incident' AND entry.verb = ANY(%(told)s)
  AND entry.code LIKE %(within)s
ORDER BY entry.at DESC, entry.id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One step of one case."""

    at: datetime
    verb: str
    code: str
    category_id: int
    source: str


def events(*, within: str) -> list[Event]:
    """The last steps inside an area, newest first."""
    values: dict[str, Any] = {
        "chain": f"{within[: Level.DISTRICT]}%",
        "reach": REACH,
        "told": list(TOLD),
        "within": f"{within}%",
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, values)
        return [Event(*row) for row in cursor.fetchall()]
