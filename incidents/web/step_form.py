"""Steps of the field as plain forms (现场办理): for browsers without scripts, and for a tap before the script is there."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.access.actor import Actor
from governance.errors import Invalid
from incidents.actions import field
from incidents.actions.handover import reassign_case
from incidents.models import Incident, Stage
from incidents.web.report_form import PlainText, kept

ACTIONS: Mapping[str, Callable[..., Incident]] = {
    "assign": field.assign_incident,
    "return": field.return_incident,
    "feed_back": field.feed_back_incident,
    "verify": field.verify_incident,
    "check": field.check_incident,
    "hand_over": field.hand_over_incident,
    "reassign": reassign_case,
}
TEXTS: Mapping[str, tuple[str, ...]] = {
    "return": ("reason",),
    "feed_back": ("opinion",),
    "verify": ("result", "opinion"),
    "check": ("result", "opinion"),
    "hand_over": ("opinion",),
}
STAGES: Mapping[str, str] = {"feed_back": Stage.AFTER, "verify": Stage.VERIFY, "check": Stage.CHECK}


class StepForm(forms.Form):
    """Shape only; the action decides."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in ACTIONS])
    version = forms.IntegerField(min_value=1)
    result = forms.CharField(required=False, max_length=16)
    colleague = forms.IntegerField(required=False, min_value=1)
    handler = forms.IntegerField(required=False, min_value=1)
    reason = PlainText(required=False, max_length=1000)
    opinion = PlainText(required=False, max_length=1000)


def step_taken(*, request: HttpRequest, actor: Actor, incident_id: UUID, at: datetime) -> Incident:
    """Keep the photos, then take the step. Invalid names what is missing; the action's refusals pass through."""
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Invalid(fields={name: [str(reason) for reason in reasons] for name, reasons in form.errors.items()})
    data = form.cleaned_data
    verb, version = data["verb"], data["version"]
    given: dict[str, Any] = {name: data[name] for name in TEXTS.get(verb, ())}
    if "result" in given and not given["result"]:
        raise Invalid(fields={"result": [_("请选择。")]})
    if verb == "hand_over":
        if not data["colleague"]:
            raise Invalid(fields={"colleague": [_("请选择本网格的另一位同事。")]})
        given["colleague_id"] = data["colleague"]
    if verb == "reassign":
        if not data["handler"]:
            raise Invalid(fields={"handler": [_("请选择该单位的另一位处置人员。")]})
        given["handler_id"] = data["handler"]
    if verb in STAGES:
        given["photos"] = kept(actor, uuid5(incident_id, f"{verb}{version}"), request.FILES, "photos", STAGES[verb], at)
    return ACTIONS[verb](actor=actor, incident_id=incident_id, version=version, at=at, **given)
