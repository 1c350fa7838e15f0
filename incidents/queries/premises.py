"""Cases about an enterprise (企业案件): those that a check of it led to."""

from uuid import UUID

from governance.access.actor import Actor
from incidents.models import Incident
from incidents.rules import may_view
from residents.queries.spots import cases_of

MOST = 20


def cases_about(*, actor: Actor, enterprise_id: UUID) -> list[Incident]:
    """The cases that one-point checks of an enterprise were turned into, newest first, that the actor may see."""
    rows = Incident.objects.filter(pk__in=cases_of(enterprise_id=enterprise_id)).order_by("-received_at")[:MOST]
    return [case for case in rows if may_view(actor, case)]
