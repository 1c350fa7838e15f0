"""One case, if the actor may see it."""

from uuid import UUID

from governance.access.actor import Actor
from governance.errors import NotFound
from incidents.models import Incident
from incidents.queries.one import read_case
from incidents.rules import may_view


def visible_incident(*, actor: Actor, incident_id: UUID) -> Incident:
    """The case. A foreign id answers NotFound, the same as one that does not exist (C1)."""
    incident = read_case(incident_id)
    if incident is None or not may_view(actor, incident):
        raise NotFound
    return incident
