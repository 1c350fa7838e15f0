"""Appeal after closing (申诉): the late unit says why it should not count; two people decide one after the other.

The raw fact of being late stays for ever; an upheld appeal only sets the flag that statistics leave it out.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Conflict, Invalid
from incidents.actions.desk import LONGEST, told
from incidents.actions.field import one_of
from incidents.actions.move import Change, _move
from incidents.models import Incident, Outcome, Request, Wish
from incidents.queries import reference

VERDICTS = ("upheld", "rejected")
SECOND = "appeal_2"
"""`pending` of an appeal that passed the first review."""


@transaction.atomic
def appeal_case(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str) -> Incident:
    """Ask that the case not count as late (申诉): by its unit, closed and late, once, within `appeal_days`. Records incident.appealed."""
    why = told("reason", reason)

    def prepare(incident: Incident) -> Change:
        if not incident.late:
            raise Conflict(_("案件没有超时，不需要申诉。"))
        if incident.appealed:
            raise Conflict(_("每件案件只能申诉一次。"))
        if incident.closed_at is not None and at > incident.closed_at + timedelta(days=reference.rule("appeal_days")):
            raise Conflict(_("已超过结案后 %(days)d 天的申诉期限。") % {"days": reference.rule("appeal_days")})
        request = Request.objects.create(
            incident=incident, wish=Wish.APPEAL, reason=why, unit_id=incident.unit_id, author_id=actor.user_id, at=at
        )
        fields: dict[str, Any] = {"appealed": True, "requested": True, "pending": Wish.APPEAL}
        return Change(incident.state, fields, {"request": request.pk, "reason": why})

    return _move(actor=actor, verb="appeal", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def review_appeal(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, result: str, opinion: str = "") -> Incident:
    """The first look at an appeal (初审): upheld goes on to the second, rejected ends it. Records incident.appeal_reviewed."""
    verdict = one_of("result", result, VERDICTS)

    def prepare(incident: Incident) -> Change:
        request = _waiting(incident, Outcome.WAITING, actor)
        request.reviewer_id, request.reviewed_at = actor.user_id, at
        request.outcome = Outcome.REVIEWED if verdict == "upheld" else Outcome.REFUSED
        request.opinion = opinion.strip()[:LONGEST]
        request.save(update_fields=["reviewer", "reviewed_at", "outcome", "opinion"])
        fields = {"pending": SECOND if verdict == "upheld" else ""}
        return Change(incident.state, fields, {"request": request.pk, "result": verdict, "opinion": request.opinion})

    return _move(actor=actor, verb="review_appeal", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def decide_appeal(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, result: str, opinion: str = "") -> Incident:
    """The second look (复审), by another person: upheld sets the exemption flag. Records incident.appeal_decided."""
    verdict = one_of("result", result, VERDICTS)

    def prepare(incident: Incident) -> Change:
        request = _waiting(incident, Outcome.REVIEWED, actor)
        request.decider_id, request.decided_at = actor.user_id, at
        request.outcome = Outcome.GRANTED if verdict == "upheld" else Outcome.REFUSED
        request.opinion = opinion.strip()[:LONGEST] or request.opinion
        request.save(update_fields=["decider", "decided_at", "outcome", "opinion"])
        fields = {"pending": "", "exempt": verdict == "upheld"}
        return Change(incident.state, fields, {"request": request.pk, "result": verdict, "opinion": opinion.strip()[:LONGEST]})

    return _move(actor=actor, verb="decide_appeal", incident_id=incident_id, version=version, at=at, prepare=prepare)


def _waiting(incident: Incident, outcome: str, actor: Actor) -> Request:
    """The appeal at that step. Nobody decides what they asked for, or looks twice."""
    request = incident.requests.filter(wish=Wish.APPEAL, outcome=outcome).first()
    if request is None:
        raise Conflict(_("没有等待这一步审核的申诉。"))
    if actor.user_id is not None and actor.user_id in {request.author_id, request.reviewer_id, incident.handler_id}:
        raise Invalid(_("不能审核自己提出、办理或已初审的申诉。"))
    return request
