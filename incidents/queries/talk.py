"""What was said about a case, and by whom it was urged (往来与督办)."""

from incidents.models import Incident, Message, Urging


def messages_of(incident: Incident) -> list[Message]:
    """In their order; no query for a case without any."""
    return list(incident.messages.order_by("at", "pk")) if incident.talks else []


def urgings_of(incident: Incident) -> list[Urging]:
    """In their order."""
    return list(incident.urgings.order_by("at", "pk")) if incident.talks else []
