"""Cases near a case (周边案件): the hint for duplicates, 50 m and 30 days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from governance.access.actor import Actor
from governance.prepared import ask
from incidents.models import Incident
from incidents.rules import may_view

METRES = 50.0
DAYS = timedelta(days=30)
MOST = 5
CANDIDATES = 100
DEGREES_PER_METRE = 1 / 80_000
"""Generous at any latitude of the country: the box finds candidates by the index, the distance decides."""

NEEDED = {"id", "number", "category_id", "state", "received_at", "code", "unit_id", "reporter_id", "co_units", "former"}
NAMES = [field.attname for field in Incident._meta.concrete_fields if field.attname in NEEDED]  # noqa: SLF001  (from_db wants this order)
# OFFSET 0 keeps the time out of the inner query: the planner would fetch a month of the whole city to cross it with the box.
NEAR = f"""
SELECT {", ".join(NAMES)}, metres FROM (
  SELECT {", ".join(NAMES)}, ST_DistanceSphere(point, ST_SetSRID(ST_MakePoint(%s, %s), 4326)) AS metres FROM incidents_incident
  WHERE point && ST_Expand(ST_SetSRID(ST_MakePoint(%s, %s), 4326), {METRES * DEGREES_PER_METRE}) OFFSET 0
) boxed WHERE received_at >= %s AND metres <= {METRES} AND (%s::bigint IS NULL OR category_id = %s) AND id IS DISTINCT FROM %s
ORDER BY metres LIMIT {CANDIDATES}
"""  # noqa: S608  (names of columns and numbers)


@dataclass(frozen=True, slots=True)
class Near:
    """A case, of which only what a hint shows is read, and how far it is."""

    incident: Incident
    metres: float


def nearby(*, actor: Actor, lon: float, lat: float, at: datetime, category_id: int | None = None, but: UUID | None = None) -> list[Near]:
    """Cases of the last 30 days within 50 m that the actor may see, nearest first, of one category if given."""
    found = []
    for *values, metres in ask(NEAR, [lon, lat, lon, lat, at - DAYS, category_id, category_id, but]):
        incident = Incident.from_db(DEFAULT_DB_ALIAS, NAMES, values)
        if may_view(actor, incident):
            found.append(Near(incident, metres))
    return found[:MOST]
