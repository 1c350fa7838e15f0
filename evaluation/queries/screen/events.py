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

# Chain by chain from its end, so that the walk is as long as REACH and not as the record.
EVENTS = """
SELECT entry.at, entry.verb, entry.code, incident.category_id, incident.source
FROM governance_head head
CROSS JOIN LATERAL (
  SELECT id, at, verb, code, object_id FROM governance_entry
  WHERE chain = head.chain AND seq > head.seq - %(reach)s AND kind = 'incident' AND verb = ANY(%(told)s) AND code LIKE %(within)s
  ORDER BY seq DESC LIMIT %(most)s
) entry
CROSS JOIN LATERAL (SELECT category_id, source FROM incidents_incident WHERE id = entry.object_id::uuid) incident
WHERE head.chain LIKE %(chain)s
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
