"""From the verb in the URL to the action, with the inputs that it takes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Invalid, NotFound
from incidents.actions import (
    closing,
    desk,
    field,
    handover,
    joint,
    objecting,
    recategorising,
    requests,
    splitting,
    talk,
    transferring,
    urging,
)
from incidents.actions.portal.mending import mend_case
from incidents.actions.portal.responding import respond_to_resident
from incidents.models import Incident
from incidents.workflow import STEPS

Action = Callable[..., Incident]

# verb → action, and for each input the name under which the action takes it
ACTIONS: Mapping[str, tuple[Action, Mapping[str, str]]] = {
    "send_to_verify": (desk.send_to_verify, {}),
    "verify": (field.verify_incident, {"result": "result", "opinion": "opinion", "photos": "photos"}),
    "file": (desk.file_incident, {"standard": "standard_id"}),
    "refuse": (desk.refuse_incident, {"reason": "reason"}),
    "cancel": (desk.cancel_incident, {"reason": "reason"}),
    "merge": (desk.merge_incident, {"survivor": "survivor_id"}),
    "place": (desk.place_incident, {}),
    "recategorise": (recategorising.recategorise_case, {"category": "category_id", "reason": "reason"}),
    "dispatch": (desk.dispatch_incident, {"unit": "unit_id", "standard": "standard_id", "opinion": "opinion"}),
    "recall": (desk.recall_incident, {}),
    "assign": (field.assign_incident, {"handler": "handler_id"}),
    "return": (field.return_incident, {"reason": "reason"}),
    "feed_back": (field.feed_back_incident, {"opinion": "opinion", "photos": "photos"}),
    "send_to_check": (desk.send_to_check, {}),
    "check": (field.check_incident, {"result": "result", "opinion": "opinion", "photos": "photos"}),
    "hand_over": (field.hand_over_incident, {"colleague": "colleague_id", "opinion": "opinion"}),
    "rework": (desk.rework_incident, {"reason": "reason"}),
    "close": (desk.close_incident, {"opinion": "opinion"}),
    "reopen": (desk.reopen_incident, {"reason": "reason"}),
    "respond": (respond_to_resident, {"opinion": "opinion"}),
    "mend": (mend_case, {"photos": "photos"}),
    "ask": (talk.ask_reporter, {"question": "question"}),
    "answer": (talk.answer_question, {"answer": "answer", "photos": "photos"}),
    "lapse": (talk.lapse_question, {}),
    "add": (talk.add_to_case, {"text": "text", "photos": "photos"}),
    "remind": (talk.remind_office, {"text": "text"}),
    "rate": (talk.rate_case, {"score": "score", "comment": "comment"}),
    "urge": (urging.urge_case, {"level": "level", "kind": "kind", "text": "text", "reply_wanted": "reply_wanted"}),
    "reply": (urging.reply_to_urging, {"reply": "reply", "urging": "urging_id"}),
    "request_extension": (requests.request_extension, {"reason": "reason"}),
    "grant_extension": (requests.grant_extension, {"opinion": "opinion"}),
    "refuse_extension": (requests.refuse_extension, {"reason": "reason"}),
    "request_suspension": (requests.request_suspension, {"reason": "reason", "until": "until"}),
    "grant_suspension": (requests.grant_suspension, {"opinion": "opinion"}),
    "refuse_suspension": (requests.refuse_suspension, {"reason": "reason"}),
    "resume": (requests.resume_case, {"reason": "reason"}),
    "call_partners": (joint.call_partners, {"partners": "partners", "text": "text", "until": "until"}),
    "report_in": (joint.report_in, {}),
    "finish_part": (joint.finish_part, {"opinion": "opinion"}),
    "split": (splitting.split_case, {"parts": "parts", "units": "units"}),
    "transfer": (transferring.transfer_case, {"to": "to", "reason": "reason"}),
    "reassign": (handover.reassign_case, {"handler": "handler_id"}),
    "force_close": (closing.force_close, {"reason": "reason"}),
    "call_back": (closing.call_back, {"result": "result", "opinion": "opinion"}),
    "appeal": (objecting.appeal_case, {"reason": "reason"}),
    "review_appeal": (objecting.review_appeal, {"result": "result", "opinion": "opinion"}),
    "decide_appeal": (objecting.decide_appeal, {"result": "result", "opinion": "opinion"}),
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    step.verb: step.needs for step in STEPS if step.needs and step.verb in ACTIONS and step.verb != "assign"
}
"""What the table says; without a name `assign` is for oneself."""


def take_step(*, verb: str, actor: Actor, incident_id: UUID, at: datetime, inputs: Mapping[str, Any]) -> Incident:
    """Call the verb's action. NotFound for an unknown verb; Invalid names each needed field that is missing."""
    if verb not in ACTIONS:
        raise NotFound
    missing = [name for name in REQUIRED.get(verb, ()) if not inputs.get(name)]
    if missing:
        raise Invalid(fields={name: [_("请填写。")] for name in missing})
    action, names = ACTIONS[verb]
    given = {name: inputs[field] for field, name in names.items() if field in inputs and inputs[field] is not None}
    if verb == "place":
        given = {name: inputs["point"][name] for name in ("lon", "lat", "datum")}
    return action(actor=actor, incident_id=incident_id, version=inputs["version"], at=at, **given)
