"""Telling a step to those concerned (案件通知): the reporter, the unit, the desk. In the transaction of the step."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.access.actor import Actor
from governance.access.roles import Role
from governance.notices.actions import notify
from governance.notices.queries import anybody_listens, topics_heard
from governance.notices.recipients import To
from governance.prepared import ask
from governance.privacy import redact
from grids import queries as grids
from incidents.models import Incident
from incidents.queries import reference

MERGED = "SELECT id FROM incidents_incident WHERE survivor_id = %s"
"""The cases that this one stands for."""
REPORTER = "reporter"
HANDLER = "handler"
DESK = "desk"
FIELD = "field"
PAGES = {HANDLER: "handle_case", FIELD: "worker_done"}
"""Where the link of a notice leads; else to the board."""
TO_REPORTER = frozenset(
    {"filed", "refused", "cancelled", "merged", "dispatched", "fed_back", "closed", "reopened", "responded", "asked", "suspended"}
)
TO_UNIT = frozenset({
    "dispatched", "reworked", "reminded", "urged", "answered", "suspended", "resumed", "extension_granted", "extension_refused",
    "suspension_refused", "appeal_decided",
})  # fmt: skip
TO_DESK = frozenset({"reported", "returned", "reminded", "urged", "answered", "transferred"})
TO_DECIDE: Mapping[str, Role] = {
    "extension_requested": Role.DISPATCHER,
    "suspension_requested": Role.DUTY_CHIEF,
    "appealed": Role.DUTY_CHIEF,
    "appeal_reviewed": Role.LEADER,
}
"""Who decides what was asked for, and therefore hears of it. A first review that rejects ends the appeal: then the unit hears."""


VERDICTS = {"upheld": {"zh-hans": "成立", "en": "upheld"}, "rejected": {"zh-hans": "不成立", "en": "rejected"}}


def topic_of(incident_id: object) -> str:
    """The topic under which a reporter's address is kept."""
    return f"incident:{incident_id}"


def tell_step(*, past: str, incident: Incident, actor: Actor, at: datetime, detail: Mapping[str, Any], heard: bool | None = None) -> None:
    """Tell a step (`incident.filed`) to whoever it concerns and has an address; without one nothing is written.

    `heard` tells whether any of the staff has one, where the caller knows already.
    """
    verb = past.partition(".")[2]
    if verb in TO_REPORTER:
        tell_reporters(past=past, incident=incident, at=at, detail=detail)
    told: dict[str, list[To]] = {}
    if verb in TO_UNIT and incident.unit_id is not None:
        told[HANDLER] = [To.unit(incident.unit_id)]
    elif verb == "assigned" and incident.handler_id not in {None, actor.user_id}:
        told[HANDLER] = [To.user(incident.handler_id or 0)]
    if verb in TO_DESK:
        told[DESK] = [To.role(role, incident.desk or incident.code) for role in (Role.CLERK, Role.DISPATCHER)]
    told |= _to_some(verb, incident, detail)
    if told and (anybody_listens() if heard is None else heard):
        for audience, to in told.items():
            tell_staff(event=past, audience=audience, to=to, incident=incident, at=at, detail=detail)


def _to_some(verb: str, incident: Incident, detail: Mapping[str, Any]) -> dict[str, list[To]]:
    """Steps that concern somebody in particular: who decides next, who is called to help, who urged, who of the staff is asked."""
    if verb == "appeal_reviewed" and detail.get("result") == "rejected":
        return {HANDLER: [To.unit(incident.unit_id)]} if incident.unit_id is not None else {}
    if verb in TO_DECIDE:
        return {DESK: [To.role(TO_DECIDE[verb], incident.code)]}
    if verb == "partners_called":
        return {HANDLER: [To.unit(unit) for unit in detail["partners"]]}
    if verb == "replied" and detail.get("urged_by"):
        return {DESK: [To.user(detail["urged_by"])]}
    if verb == "asked" and incident.reporter_id is not None:
        return {FIELD: [To.user(incident.reporter_id)]}
    return {}


def tell_reporters(*, past: str, incident: Incident, at: datetime, detail: Mapping[str, Any]) -> None:
    """Tell the reporter, and those whose case was merged into this one; each with the link of their own case."""
    cases = [incident.pk, *(row[0] for row in ask(MERGED, [incident.pk]))]
    heard = topics_heard([topic_of(case) for case in cases])
    for case in cases:
        if topic_of(case) in heard:
            notify(
                event=past,
                audience=REPORTER,
                to=[To.topic(topic_of(case))],
                facts=facts_of(incident, detail),
                at=at,
                key=f"{past}:{case}:{incident.version}",
                code=incident.code,
                link=follow_path(case),
            )


def tell_staff(
    *, event: str, audience: str, to: Sequence[To], incident: Incident, at: datetime, key: str = "", detail: Mapping[str, Any] | None = None
) -> None:
    """Tell staff about a case: `event` of incidents.notices, `audience` desk or handler. `key` else is the case's version."""
    notify(
        event=event,
        audience=audience,
        to=to,
        facts=facts_of(incident, detail or {}),
        at=at,
        key=key or f"{event}:{audience}:{incident.pk}:{incident.version}",
        code=incident.code,
        link=reverse(PAGES[audience], args=[incident.pk]) if audience in PAGES else f"{reverse('desk')}?case={incident.pk}",
    )


def facts_of(incident: Incident, detail: Mapping[str, Any]) -> dict[str, Any]:
    """What templates may name of a case. Texts that people wrote lose their phone and identity numbers (G1)."""
    category = reference.categories().get(incident.category_id)
    unit = reference.units().get(incident.unit_id or 0)
    names = {"zh-hans": category.name, "en": category.name_en or category.name} if category else {"zh-hans": str(_("其他"))}
    return {
        "number": incident.number,
        "category": names,
        "place": redact(incident.place) or grids.full_name(incident.code),
        "area": grids.full_name(incident.code),
        "unit": unit.name if unit else "",
        "due": incident.handle_due_at or incident.due_at or "",
        "reason": redact(str(detail.get("reason") or detail.get("opinion") or "")),
        "survivor": str(detail.get("survivor") or ""),
        "level": detail.get("level") or "",
        "until": incident.suspended_until or _moment(detail.get("until")) or "",
        "result": _results(detail.get("result")),
    }


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None


def _results(result: Any) -> dict[str, str] | str:
    """What came of an appeal, in both languages."""
    return VERDICTS.get(str(result), "")


def follow_path(case_id: Any) -> str:
    """The secret link of a case, by which its reporter follows it."""
    from incidents.actions.report import follow_token  # noqa: PLC0415  (report itself tells)

    return reverse("follow", args=[follow_token(case_id)])
