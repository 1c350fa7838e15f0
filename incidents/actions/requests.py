"""Extension and suspension (延期与挂账): asked for by the unit that holds the case, decided by the level that the table names."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Conflict, Invalid
from incidents.actions.desk import LONGEST, told
from incidents.actions.move import Change, _move
from incidents.actions.timing import late_by, running
from incidents.clock import Clock, recompute
from incidents.models import UNDECIDED, Incident, Outcome, Request, Wish
from incidents.queries import reference
from incidents.workflow import State


@transaction.atomic
def request_extension(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str) -> Incident:
    """Ask for the original limit once more (申请延期). Records incident.extension_requested.

    Conflict when the case is late, its clock waits, a request waits already, or `extensions` were granted.
    """
    why = told("reason", reason)

    def prepare(incident: Incident) -> Change:
        _may_ask(incident, at)
        if incident.extensions >= reference.rule("extensions"):
            raise Conflict(_("已批准 %(most)d 次延期，不能再申请。") % {"most": reference.rule("extensions")})
        return _asked(incident, Wish.EXTENSION, why, actor, at)

    return _move(actor=actor, verb="request_extension", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def request_suspension(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str, until: datetime) -> Incident:
    """Ask that the case rest until a day (申请挂账): once, at most `suspension_days`. Records incident.suspension_requested."""
    why = told("reason", reason)
    if not at < until <= at + timedelta(days=reference.rule("suspension_days")):
        raise Invalid(fields={"until": [_("挂账截止时间应在现在之后，最长 %(days)d 天。") % {"days": reference.rule("suspension_days")}]})

    def prepare(incident: Incident) -> Change:
        _may_ask(incident, at)
        if incident.suspensions >= reference.rule("suspensions"):
            raise Conflict(_("本案已挂账过，不能再次挂账。"))
        return _asked(incident, Wish.SUSPENSION, why, actor, at, until)

    return _move(actor=actor, verb="request_suspension", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def grant_extension(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, opinion: str = "") -> Incident:
    """Give the original limit once more (同意延期): new deadline = old deadline + limit. Records incident.extension_granted."""

    def prepare(incident: Incident) -> Change:
        request = _settle(incident, Wish.EXTENSION, Outcome.GRANTED, actor, at, opinion)
        fields = {"extensions": incident.extensions + 1, "pending": ""}
        return Change(incident.state, fields, _decided(request), adjust=_extended)

    return _move(actor=actor, verb="grant_extension", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def refuse_extension(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str) -> Incident:
    """Do not extend (不同意延期); it does not count. Records incident.extension_refused."""
    why = told("reason", reason)

    def prepare(incident: Incident) -> Change:
        request = _settle(incident, Wish.EXTENSION, Outcome.REFUSED, actor, at, why)
        return Change(incident.state, {"pending": ""}, _decided(request))

    return _move(actor=actor, verb="refuse_extension", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def grant_suspension(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, opinion: str = "") -> Incident:
    """Let the case rest until the day that was asked for (同意挂账); its clock waits. Records incident.suspended.

    A question that is open falls with it: when the case goes on, nothing but its clock does.
    """

    def prepare(incident: Incident) -> Change:
        request = _settle(incident, Wish.SUSPENSION, Outcome.GRANTED, actor, at, opinion)
        if request.until is None or request.until <= at:
            raise Conflict(_("申请的挂账截止时间已过。"))
        rests = {"suspended_until": request.until, "paused_at": at, "asked_at": None}
        fields = rests | {"suspensions": incident.suspensions + 1, "pending": ""}
        return Change(State.SUSPENDED, fields, _decided(request) | {"until": request.until.isoformat()})

    return _move(actor=actor, verb="grant_suspension", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def refuse_suspension(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str) -> Incident:
    """Do not let it rest (不同意挂账). Records incident.suspension_refused."""
    why = told("reason", reason)

    def prepare(incident: Incident) -> Change:
        request = _settle(incident, Wish.SUSPENSION, Outcome.REFUSED, actor, at, why)
        return Change(incident.state, {"pending": ""}, _decided(request))

    return _move(actor=actor, verb="refuse_suspension", incident_id=incident_id, version=version, at=at, prepare=prepare)


def resume_case(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str = "") -> Incident:
    """The case goes on (恢复): by itself when its day has come, or earlier by the desk. Records incident.resumed."""

    def prepare(incident: Incident) -> Change:
        target = State.HANDLING if incident.handler_id else State.DISPATCHED
        ended = incident.suspended_until if incident.suspended_until is not None and incident.suspended_until < at else at
        fields = {"suspended_until": None, "paused_at": None}
        return Change(target, fields, {"reason": reason.strip()[:LONGEST], "ended": ended.isoformat()}, as_of=ended)

    return _move(actor=actor, verb="resume", incident_id=incident_id, version=version, at=at, prepare=prepare)


def _may_ask(incident: Incident, at: datetime) -> None:
    if incident.pending:
        raise Conflict(_("已有申请在等待审批。"))
    clock = running(incident)
    if clock is not None and not clock.running:
        raise Conflict(_("计时暂停期间不能申请。"))
    if late_by(incident, at):
        raise Conflict(_("已超过处置期限，不能再申请。"))


def _asked(incident: Incident, wish: str, reason: str, actor: Actor, at: datetime, until: datetime | None = None) -> Change:
    request = Request.objects.create(
        incident=incident, wish=wish, reason=reason, until=until, unit_id=incident.unit_id, author_id=actor.user_id, at=at
    )
    detail: dict[str, Any] = {"request": request.pk, "reason": reason} | ({"until": until.isoformat()} if until else {})
    return Change(incident.state, {"pending": wish, "requested": True}, detail)


def _settle(incident: Incident, wish: str, outcome: str, actor: Actor, at: datetime, opinion: str) -> Request:
    """Decide the waiting request. Refuses one's own (nobody approves what they asked for)."""
    request = incident.requests.filter(wish=wish, outcome__in=UNDECIDED).first()
    if request is None:
        raise Conflict(_("没有等待审批的申请。"))
    if request.author_id is not None and request.author_id == actor.user_id:
        raise Invalid(_("不能审批自己提出的申请。"))
    request.outcome, request.decider_id, request.decided_at = outcome, actor.user_id, at
    request.opinion = opinion.strip()[:LONGEST]
    request.save(update_fields=["outcome", "decider", "decided_at", "opinion"])
    return request


def _decided(request: Request) -> dict[str, Any]:
    return {"request": request.pk, "opinion": request.opinion}


def _extended(clock: Clock) -> Clock:
    return recompute(replace(clock, extensions=clock.extensions + 1), calendar=reference.calendar(), slots=clock.hours)
