"""Ends of a case beside the usual one (强制结案), and the call to the reporter after it (回访)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from governance.access.actor import Actor
from incidents.actions.desk import LONGEST, told
from incidents.actions.field import one_of
from incidents.actions.move import Change, _move
from incidents.models import Incident, Message, Said
from incidents.workflow import State

CALLED = ("content", "neutral", "discontent", "unreached")


def force_close(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str) -> Incident:
    """A leader ends an open case without a passed check (强制结案); it is marked for ever. Records incident.force_closed."""
    why = told("reason", reason)

    def prepare(_incident: Incident) -> Change:
        return Change(State.CLOSED, {"closed_at": at, "forced": True, "suspended_until": None}, {"reason": why})

    return _move(actor=actor, verb="force_close", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def call_back(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, result: str, opinion: str = "") -> Incident:
    """Ask the reporter by phone how content they are (回访). The words stand in a message. Records incident.called_back."""
    found = one_of("result", result, CALLED)

    def prepare(incident: Incident) -> Change:
        said = opinion.strip()[:LONGEST]
        message = Message.objects.create(incident=incident, kind=Said.CALL, text=said, author_id=actor.user_id, at=at)
        fields = {"called_back": found, "talks": incident.talks + 1}
        return Change(incident.state, fields, {"result": found, "message": message.pk})

    return _move(actor=actor, verb="call_back", incident_id=incident_id, version=version, at=at, prepare=prepare)
