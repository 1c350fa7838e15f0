"""Writing a new case: one statement takes the number and inserts, unless the id is taken."""

from dataclasses import dataclass
from typing import Any

import orjson

from governance.notices.queries import ANYBODY
from governance.prepared import ask
from grids import queries as grids
from incidents.models import Incident

COLUMNS = (
    "id",
    "state",
    "version",
    "code",
    "category_id",
    "standard_id",
    "source",
    "nature",
    "text",
    "place",
    "accuracy_m",
    "datum",
    "placing",
    "captured_at",
    "received_at",
    "clock_skewed",
    "reporter_id",
    "body_digest",
    "follow_digest",
    "due_at",
    "on_the_spot",
    "closed_at",
    "returns",
    "reworks",
    "verified",
    "calendar",
    "late",
    "unit_id",
    "handler_id",
    "dispatched_at",
    "handle_due_at",
    "origin",
    "yellow_at",
    "wake_at",
)
INSERT = f"""
INSERT INTO incidents_incident (number, point, original, proposals, clocks, {", ".join(f'"{column}"' for column in COLUMNS)})
SELECT next_case_number(%s, %s), ST_SetSRID(ST_MakePoint(%s, %s), 4326), %s::jsonb, %s::jsonb, %s::jsonb, {", ".join(["%s"] * len(COLUMNS))}
WHERE {grids.HOLD_MAP} ON CONFLICT (id) DO NOTHING RETURNING number, {ANYBODY}
"""


@dataclass(frozen=True, slots=True)
class Inserted:
    """What the insert tells besides: whether any of the staff has an address for notices."""

    heard: bool


def insert_case(incident: Incident, *, edition: str) -> Inserted | None:
    """Insert, and hold the map till the end of the transaction; sets `number`.

    None when the id exists already (the unique key decides between two senders, A4), and when the map is no longer of
    the edition by which the place was found (B11): it is held then, too, so that a second look finds the truth.
    """
    point: Any = incident.point
    values = [
        incident.code,
        incident.received_at,
        *((None, None) if point is None else (point.x, point.y)),
        None if incident.original is None else orjson.dumps(incident.original).decode(),
        orjson.dumps(incident.proposals).decode(),
        orjson.dumps(incident.clocks).decode(),
        *(getattr(incident, column) for column in COLUMNS),
        edition,
    ]
    rows = ask(INSERT, values)
    if not rows:
        return None
    ((incident.number, heard),) = rows
    return Inserted(heard)
