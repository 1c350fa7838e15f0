"""One case, if the actor may see it."""

from uuid import UUID

from governance.access.actor import Actor
from governance.errors import NotFound
from incidents.models import Incident
from incidents.rules import visible_to


def visible_incident(*, actor: Actor, incident_id: UUID) -> Incident:
    """The case. A foreign id answers NotFound, the same as one that does not exist (C1)."""
    incident = visible_to(actor).filter(pk=incident_id).first()
    if incident is None:
        raise NotFound
    return incident
