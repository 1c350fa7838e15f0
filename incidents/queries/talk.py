"""What was said about a case, and by whom it was urged (往来与督办)."""

from django.db.models import Q

from incidents.models import Incident, Message, Part, Request, Urging


def messages_of(incident: Incident) -> list[Message]:
    """In their order; no query for a case without any."""
    return list(incident.messages.order_by("at", "pk")) if incident.talks else []


def urgings_of(incident: Incident) -> list[Urging]:
    """In their order."""
    return list(incident.urgings.order_by("at", "pk")) if incident.talks else []


def requests_of(incident: Incident) -> list[Request]:
    """What was asked for, in its order; no query for a case about which nothing was."""
    return list(incident.requests.order_by("at", "pk")) if incident.requested else []


def parts_of(incident: Incident) -> list[Part]:
    """What further units do; no query for a case that is handled by one."""
    return list(incident.parts.order_by("asked_at", "pk")) if incident.co_units else []


def family_of(incident: Incident) -> list[Incident]:
    """The main case and its sub-cases, without the case itself; no query for a case that stands alone."""
    if incident.parent_id is None and not incident.split:
        return []
    root = incident.parent_id or incident.pk
    found = Incident.objects.filter(Q(parent=root) | Q(pk=root)).exclude(pk=incident.pk).order_by("number")
    return list(found.only("id", "number", "state", "text", "code"))
