"""Steps of the desk: verify, file, refuse, cancel, place, dispatch, check, rework, close, reopen (受理与派遣)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.codes import within
from governance.errors import Conflict, Invalid, NotFound
from incidents.actions.follow import code_in_force
from incidents.actions.move import Change, _move, absorb
from incidents.actions.placing import place_point
from incidents.models import Incident, Standard
from incidents.queries import reference
from incidents.queries.allowances import recallable, reopens_until
from incidents.queries.colleagues import handles_for
from incidents.rules import visible_to
from incidents.triage import propose
from incidents.workflow import OPEN, State

LONGEST = 1000


def require_children_over(incident: Incident) -> None:
    """Conflict while a sub-case is open: the main case waits for all of them."""
    if incident.split and (still := incident.children.filter(state__in=sorted(OPEN)).count()):
        raise Conflict(_("还有 %(n)d 个分案没有办结，办结后主案件才能结案。") % {"n": still})


def told(name: str, value: str) -> str:
    """A text that must be there; Invalid names the field."""
    value = value.strip()
    if not value:
        raise Invalid(fields={name: [_("请填写。")]})
    if len(value) > LONGEST:
        raise Invalid(fields={name: [_("最多 %(most)d 字。") % {"most": LONGEST}]})
    return value


def send_to_verify(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime) -> Incident:
    """Ask the grid to look before filing (发核实). Records incident.sent_to_verify."""
    return _move(
        actor=actor, verb="send_to_verify", incident_id=incident_id, version=version, at=at, prepare=lambda _case: Change(State.VERIFYING)
    )


def file_incident(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, standard_id: int | None = None) -> Incident:
    """Make it a case under a standard (立案); the default standard of its category when none is named. Records incident.filed."""

    def prepare(incident: Incident) -> Change:
        standard = standard_for(incident, standard_id)
        fields = {} if standard is None else {"standard_id": standard.pk}
        return Change(State.FILED, fields, {"standard": standard.pk if standard else None})

    return _move(actor=actor, verb="file", incident_id=incident_id, version=version, at=at, prepare=prepare)


def standard_for(incident: Incident, standard_id: int | None) -> Standard | None:
    """The standard that was chosen; Invalid when it is not one of the category's."""
    if standard_id is None:
        return reference.default_standard(incident.category_id)
    for standard in reference.standards().get(incident.category_id, []):
        if standard.pk == standard_id:
            return standard
    raise Invalid(fields={"standard": [_("该立案标准不属于这个类别。")]})


def refuse_incident(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str) -> Incident:
    """Do not make it a case (不予立案); the reason is told to the reporter. Records incident.refused."""
    why = told("reason", reason)

    def prepare(_incident: Incident) -> Change:
        return Change(State.REFUSED, {"closed_at": at}, {"reason": why})

    return _move(actor=actor, verb="refuse", incident_id=incident_id, version=version, at=at, prepare=prepare)


def cancel_incident(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str) -> Incident:
    """Void a case before handling (作废). Records incident.cancelled."""
    why = told("reason", reason)

    def prepare(_incident: Incident) -> Change:
        return Change(State.CANCELLED, {"closed_at": at}, {"reason": why})

    return _move(actor=actor, verb="cancel", incident_id=incident_id, version=version, at=at, prepare=prepare)


def place_incident(
    *, actor: Actor, incident_id: UUID, version: int | None, at: datetime, lon: float, lat: float, datum: str = "wgs84"
) -> Incident:
    """Put a case on the map by hand (定位) and propose anew. The earlier code stays in the record. Records incident.placed."""
    place = place_point(lon=lon, lat=lat, datum=datum, accuracy_m=None)

    def prepare(incident: Incident) -> Change:
        fields = {
            "code": place.code,
            "placing": place.placing,
            "point": Point(place.lon, place.lat, srid=4326),
            "accuracy_m": None,
            "proposals": list(propose(category=reference.categories()[incident.category_id], code=place.code)),
        }
        return Change(incident.state, fields, {"from_code": incident.code, "code": place.code})

    return _move(actor=actor, verb="place", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def merge_incident(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, survivor_id: UUID) -> Incident:
    """Let another open case stand for this one (并案); its photos go along, its link leads there. Records incident.merged on both.

    Refuses a survivor that is the case itself, over, or out of the actor's sight (Invalid, field `survivor`).
    """
    survivor = (
        visible_to(actor).select_for_update(of=("self",)).filter(pk=survivor_id, state__in=sorted(OPEN)).exclude(pk=incident_id).first()
    )
    if survivor is None:
        raise Invalid(fields={"survivor": [_("要并入的案件不存在、已结束或就是本案。")]})

    def prepare(_incident: Incident) -> Change:
        return Change(State.MERGED, {"closed_at": at, "survivor_id": survivor.pk}, {"survivor": survivor.number})

    merged = _move(actor=actor, verb="merge", incident_id=incident_id, version=version, at=at, prepare=prepare)
    merged.photos.update(incident=survivor)
    absorb(actor=actor, survivor=survivor, merged=merged, at=at)
    return merged


@transaction.atomic
def dispatch_incident(
    *, actor: Actor, incident_id: UUID, version: int | None, at: datetime, unit_id: int, standard_id: int | None = None, opinion: str = ""
) -> Incident:
    """Give the case to a unit and start its handling clock (派遣). A reported case is filed first, as two entries.

    Refuses a unit that does not serve the place (Invalid, field `unit`). Records incident.dispatched.
    """
    state = Incident.objects.filter(pk=incident_id).values_list("state", flat=True).first()
    if state is None:
        raise NotFound
    if state == State.REPORTED:
        version = file_incident(actor=actor, incident_id=incident_id, version=version, at=at, standard_id=standard_id).version

    def prepare(incident: Incident) -> Change:
        unit = reference.units().get(unit_id)
        if unit is None or not any(within(incident.code, code) or within(code, incident.code) for code in unit.codes):
            raise Invalid(fields={"unit": [_("该单位不存在、已撤销或不服务这一区域。")]})
        fields = {"unit_id": unit_id, "handler_id": None, "dispatched_at": at}
        return Change(State.DISPATCHED, fields, {"unit": unit_id, "opinion": opinion.strip()[:LONGEST]})

    return _move(actor=actor, verb="dispatch", incident_id=incident_id, version=version, at=at, prepare=prepare)


def recall_incident(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime) -> Incident:
    """Take a dispatch back while nobody has begun (撤回派遣). Refuses (Invalid) after RECALL. Records incident.recalled."""

    def prepare(incident: Incident) -> Change:
        if not recallable(incident, at):
            raise Invalid(fields={"version": [_("派遣后 10 秒内才能撤销；现在请联系处置单位回退。")]})
        return Change(State.FILED, {"unit_id": None, "handler_id": None, "dispatched_at": None}, {"unit": incident.unit_id})

    return _move(actor=actor, verb="recall", incident_id=incident_id, version=version, at=at, prepare=prepare)


def send_to_check(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime) -> Incident:
    """Ask the grid to look at the result (发核查). Records incident.sent_to_check."""
    return _move(
        actor=actor, verb="send_to_check", incident_id=incident_id, version=version, at=at, prepare=lambda _case: Change(State.CHECKING)
    )


def rework_incident(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str) -> Incident:
    """Back to the same unit (返工): a new handling clock, all earlier data kept. Records incident.reworked.

    Whoever handled it goes on, unless they left the unit meanwhile: then somebody else takes it.
    """
    why = told("reason", reason)

    def prepare(incident: Incident) -> Change:
        if incident.unit_id is None:
            raise Conflict(_("邻里完成的案件没有处置单位，不能返工。"))
        fields: dict[str, Any] = {"reworks": incident.reworks + 1, "dispatched_at": at}
        if not handles_for(user_id=incident.handler_id, unit_id=incident.unit_id, at=at):
            fields["handler_id"] = None
        return Change(State.DISPATCHED, fields, {"reason": why})

    return _move(actor=actor, verb="rework", incident_id=incident_id, version=version, at=at, prepare=prepare)


def close_incident(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, opinion: str = "") -> Incident:
    """Close a case whose check passed (结案). Records incident.closed."""

    def prepare(incident: Incident) -> Change:
        require_children_over(incident)
        return Change(State.CLOSED, {"closed_at": at}, {"opinion": opinion.strip()[:LONGEST]})

    return _move(actor=actor, verb="close", incident_id=incident_id, version=version, at=at, prepare=prepare)


def reopen_incident(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reason: str) -> Incident:
    """Open a closed case again (重新打开), to be dispatched anew; counted. Records incident.reopened.

    The resident may do so ("not fixed") for `reopen_days` after closing: Conflict afterwards.
    """
    why = told("reason", reason)

    def prepare(incident: Incident) -> Change:
        if actor.case_id and at > reopens_until(incident):
            raise Conflict(_("结案已超过 %(days)d 天，不能再反映“没有解决”，请另行上报。") % {"days": reference.rule("reopen_days")})
        fields = {"closed_at": None, "unit_id": None, "handler_id": None, "handle_due_at": None, "reopens": incident.reopens + 1}
        now = code_in_force(incident)
        moved = {} if now == incident.code else {"from_code": incident.code, "code": now}
        return Change(State.FILED, fields | ({"code": now} if moved else {}), {"reason": why} | moved)

    return _move(actor=actor, verb="reopen", incident_id=incident_id, version=version, at=at, prepare=prepare)
