"""Steps of the field: verify and check by grid workers; take, return and feed back by handlers (现场)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import Actor, posts_of
from governance.errors import Invalid
from incidents.actions.desk import LONGEST, told
from incidents.actions.joint import require_parts_done
from incidents.actions.move import Change, _move
from incidents.actions.photos import attach_photos, has_stage
from incidents.actions.portal.mending import settle_adoption
from incidents.actions.timing import late_by
from incidents.models import Incident, Stage
from incidents.queries.colleagues import handles_for
from incidents.rules import field_covers
from incidents.workflow import State

VERIFIED = ("exists", "absent", "unclear")
CHECKED = ("passed", "failed")


def one_of(name: str, value: str, known: Sequence[str]) -> str:
    """A value from a list; Invalid names the field and the list."""
    if value not in known:
        raise Invalid(fields={name: [_("应为 %(known)s 之一。") % {"known": "、".join(known)}]})
    return value


@transaction.atomic
def verify_incident(
    *, actor: Actor, incident_id: UUID, version: int | None, at: datetime, result: str, opinion: str = "", photos: Sequence[UUID] = ()
) -> Incident:
    """Say whether it exists (核实): exists, absent or unclear. Records incident.verified."""
    found = one_of("result", result, VERIFIED)

    def prepare(incident: Incident) -> Change:
        attach_photos(actor=actor, incident=incident, photo_ids=photos, stage=Stage.VERIFY)
        return Change(State.REPORTED, {"verified": found, "worker_id": None}, {"result": found, "opinion": opinion.strip()[:LONGEST]})

    return _move(actor=actor, verb="verify", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def check_incident(
    *, actor: Actor, incident_id: UUID, version: int | None, at: datetime, result: str, opinion: str = "", photos: Sequence[UUID] = ()
) -> Incident:
    """Look at the result (核查): passed goes to closing, failed back to the desk for rework. Records incident.checked.

    A failed check needs an opinion that says what is wrong.
    """
    found = one_of("result", result, CHECKED)
    said = told("opinion", opinion) if found == "failed" else opinion.strip()[:LONGEST]

    def prepare(incident: Incident) -> Change:
        attach_photos(actor=actor, incident=incident, photo_ids=photos, stage=Stage.CHECK)
        settle_adoption(incident=incident, passed=found == "passed", at=at)
        back = State.FILED if incident.unit_id is None else State.FED_BACK
        return Change(State.CHECKED if found == "passed" else back, {"worker_id": None}, {"result": found, "opinion": said})

    return _move(actor=actor, verb="check", incident_id=incident_id, version=version, at=at, prepare=prepare)


def hand_over_incident(
    *, actor: Actor, incident_id: UUID, version: int | None, at: datetime, colleague_id: int, opinion: str = ""
) -> Incident:
    """Give a task to a colleague on the same grid (移交); the deadline stays. Records incident.handed_over.

    Refuses oneself, who has no field post there now, and who may not check it because they handled it.
    """

    def prepare(incident: Incident) -> Change:
        chosen = Actor(colleague_id, "", posts_of(user_ids=[colleague_id], at=at).get(colleague_id, ()))
        own_work = incident.state == State.CHECKING and colleague_id == incident.handler_id
        if colleague_id == actor.user_id or own_work or not field_covers(chosen, incident.code):
            raise Invalid(fields={"colleague": [_("请选择本网格的另一位同事。")]})
        return Change(incident.state, {"worker_id": colleague_id}, {"worker": colleague_id, "opinion": opinion.strip()[:LONGEST]})

    return _move(actor=actor, verb="hand_over", incident_id=incident_id, version=version, at=at, prepare=prepare)


def assign_incident(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, handler_id: int | None = None) -> Incident:
    """Name who handles it (指派), oneself when nobody is named. Refuses who is no handler of the unit. Records incident.assigned."""

    def prepare(incident: Incident) -> Change:
        chosen = handler_id if handler_id is not None else actor.user_id
        if not handles_for(user_id=chosen, unit_id=incident.unit_id, at=at):
            raise Invalid(fields={"handler": [_("此人不是该单位的处置人员。")]})
        return Change(State.HANDLING, {"handler_id": chosen}, {"handler": chosen})

    return _move(actor=actor, verb="assign", incident_id=incident_id, version=version, at=at, prepare=prepare)


def return_incident(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str) -> Incident:
    """Give the case back to the dispatcher (回退), to go to another unit. Records incident.returned."""
    why = told("reason", reason)

    def prepare(incident: Incident) -> Change:
        fields: dict[str, Any] = {"unit_id": None, "handler_id": None, "handle_due_at": None, "returns": incident.returns + 1}
        return Change(State.FILED, fields, {"reason": why, "unit": incident.unit_id})

    return _move(actor=actor, verb="return", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def feed_back_incident(
    *, actor: Actor, incident_id: UUID, version: int | None, at: datetime, opinion: str, photos: Sequence[UUID] = ()
) -> Incident:
    """Report the work done (反馈), with a photo of after. Settles for ever whether it was late. Records incident.fed_back."""
    said = told("opinion", opinion)

    def prepare(incident: Incident) -> Change:
        require_parts_done(incident)
        attach_photos(actor=actor, incident=incident, photo_ids=photos, stage=Stage.AFTER)
        if not has_stage(incident, Stage.AFTER):
            raise Invalid(fields={"photos": [_("反馈需要一张处置后的照片。")]})
        late = bool(incident.late) or late_by(incident, at)
        handler = incident.handler_id or actor.user_id
        return Change(State.FED_BACK, {"late": late, "handler_id": handler}, {"opinion": said, "late": late})

    return _move(actor=actor, verb="feed_back", incident_id=incident_id, version=version, at=at, prepare=prepare)
