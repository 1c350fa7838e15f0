"""A case leaves the house on paper (打印案卷)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from governance.access.actor import Actor
from governance.errors import NotAllowed
from governance.ledger.record import record
from incidents.models import Incident
from incidents.queries.visible import visible_incident


@transaction.atomic
def print_case(*, actor: Actor, incident_id: UUID, at: datetime) -> Incident:
    """The case whose file is being printed. NotFound where the actor may not see it. Records incident.printed; changes nothing."""
    if not actor.signed_in:
        raise NotAllowed
    incident = visible_incident(actor=actor, incident_id=incident_id)
    detail = {"state": incident.state, "units": [incident.unit_id] if incident.unit_id else []}
    record(
        actor=actor, verb="incident.printed", kind="incident", object_id=str(incident.pk), code=incident.code, at=at,
        version=incident.version, detail=detail,
    )  # fmt: skip
    return incident
