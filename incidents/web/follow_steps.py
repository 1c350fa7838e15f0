"""What a resident does on the page of their report (跟踪页办理): one plain form each, no account, no version to know."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from governance.access.actor import Actor, resident_of
from governance.errors import Invalid, NotFound, Refused
from governance.privacy import clean_text
from incidents.actions.desk import reopen_incident
from incidents.actions.talk import add_to_case, answer_question, rate_case, remind_office
from incidents.models import Incident, Stage
from incidents.queries.followed import followed_incident, standing_for
from incidents.web import report_form
from incidents.web.resident import FollowPage

LONGEST = 1000
Taken = Callable[[Actor, Incident, Mapping[str, str], list[UUID], datetime], Incident]
WITH_PHOTOS = frozenset({"answer", "add"})


def _answer(actor: Actor, case: Incident, given: Mapping[str, str], photos: list[UUID], at: datetime) -> Incident:
    return answer_question(actor=actor, incident_id=case.pk, at=at, answer=given["text"], photos=photos)


def _add(actor: Actor, case: Incident, given: Mapping[str, str], photos: list[UUID], at: datetime) -> Incident:
    return add_to_case(actor=actor, incident_id=case.pk, at=at, text=given["text"], photos=photos)


def _remind(actor: Actor, case: Incident, given: Mapping[str, str], _photos: list[UUID], at: datetime) -> Incident:
    return remind_office(actor=actor, incident_id=case.pk, at=at, text=given["text"])


def _rate(actor: Actor, case: Incident, given: Mapping[str, str], _photos: list[UUID], at: datetime) -> Incident:
    score = given["score"]
    if score not in {"1", "2", "3", "4", "5"}:
        raise Invalid(fields={"score": [_("请点 1 至 5 颗星。")]})
    return rate_case(actor=actor, incident_id=case.pk, at=at, score=int(score), comment=given["text"])


def _reopen(actor: Actor, case: Incident, given: Mapping[str, str], _photos: list[UUID], at: datetime) -> Incident:
    return reopen_incident(actor=actor, incident_id=case.pk, version=None, at=at, reason=given["text"])


STEPS: Mapping[str, Taken] = {"answer": _answer, "add": _add, "remind": _remind, "rate": _rate, "reopen": _reopen}


class FollowStep(View):
    """One step of the holder of a link."""

    def post(self, request: HttpRequest, token: str, verb: str) -> HttpResponse:
        """Take it and show the page again; a refusal stands beside its form, with what was typed."""
        if (step := STEPS.get(verb)) is None:
            raise NotFound
        case, at = standing_for(followed_incident(token=token)), timezone.now()
        actor = resident_of(case_id=str(case.pk))
        try:
            given = {name: clean_text(request.POST.get(name, ""), max_length=LONGEST) for name in ("text", "score")}
            photos = kept_photos(request, actor, at) if verb in WITH_PHOTOS else []
            step(actor, case, given, photos, at)
        except Refused as refused:
            typed: dict[str, Any] = {
                "verb": verb,
                "text": request.POST.get("text", "")[:LONGEST],
                "reasons": refused.reasons,
            }
            return FollowPage.shown(request, token, typed=typed, status=refused.status)
        response = redirect("follow", token)
        response["Location"] += f"?done={verb}"
        return response


def kept_photos(request: HttpRequest, actor: Actor, at: datetime) -> list[UUID]:
    """The photos of the form. A form that is sent twice makes two: there is no id that it carries."""
    return report_form.kept(actor, uuid4(), request.FILES, "photos", Stage.BEFORE, at)
