"""Answering a question, a suggestion or praise at the desk (直接答复): no unit, no check, a public answer."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Conflict
from incidents.actions.desk import told
from incidents.actions.move import Change, _move
from incidents.models import Incident, Nature
from incidents.workflow import State

ANSWERED = frozenset({Nature.QUESTION, Nature.SUGGESTION, Nature.PRAISE})


def respond_to_resident(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, opinion: str) -> Incident:
    """Answer and close; the answer is shown to everybody with personal numbers masked. Records incident.responded.

    Refuses (Conflict) a problem that somebody has to mend.
    """
    answer = told("opinion", opinion)

    def prepare(incident: Incident) -> Change:
        if incident.nature not in ANSWERED:
            raise Conflict(_("只有咨询、建议和感谢可以直接答复；问题须派遣处置。"))
        return Change(State.CLOSED, {"closed_at": at}, {"opinion": answer})

    return _move(actor=actor, verb="respond", incident_id=incident_id, version=version, at=at, prepare=prepare)
