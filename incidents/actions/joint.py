"""Joint handling (联动办理, 吹哨报到): a unit leads, others come to help with deadlines of their own; the case waits for all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.access.roles import Role
from governance.codes import within
from governance.errors import Conflict, Invalid
from incidents.actions.desk import told
from incidents.actions.move import Change, _move
from incidents.models import Incident, Part
from incidents.queries import reference

MOST = 8


@transaction.atomic
def call_partners(
    *, actor: Actor, incident_id: UUID, version: int | None, at: datetime, partners: Sequence[int], text: str, until: datetime | None = None
) -> Incident:
    """Call further units (吹哨), each with its part until a deadline: the named one, else that of the case.

    Refuses the lead unit, and a unit that does not serve the place or was called before (Invalid, field `partners`).
    Records incident.partners_called.
    """
    task, asked = told("text", text), list(dict.fromkeys(partners))
    if until is not None and until <= at:
        raise Invalid(fields={"until": [_("截止时间应在现在之后。")]})

    def prepare(incident: Incident) -> Change:
        before = incident.co_units or []
        if not asked or len(before) + len(asked) > MOST:
            raise Invalid(fields={"partners": [_("请选择 1 到 %(most)d 个协办单位。") % {"most": MOST}]})
        for unit_id in asked:
            unit = reference.units().get(unit_id)
            serves = unit is not None and any(within(incident.code, code) or within(code, incident.code) for code in unit.codes)
            if not serves or unit_id in {incident.unit_id, *before}:
                raise Invalid(fields={"partners": [_("协办单位须服务这一区域，不能是主办单位，也不能重复。")]})
        due_at = until or incident.handle_due_at or at
        Part.objects.bulk_create(Part(incident=incident, unit_id=one, text=task, asked_at=at, due_at=max(due_at, at)) for one in asked)
        return Change(incident.state, {"co_units": [*before, *asked]}, {"partners": asked, "opinion": task, "due": due_at.isoformat()})

    return _move(actor=actor, verb="call_partners", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def report_in(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime) -> Incident:
    """A called unit says that it is there (报到). Records incident.partner_came."""

    def prepare(incident: Incident) -> Change:
        part = _own_part(actor, incident, came=False)
        part.came_at = at
        part.save(update_fields=["came_at"])
        return Change(incident.state, {}, {"unit": part.unit_id})

    return _move(actor=actor, verb="report_in", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def finish_part(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, opinion: str) -> Incident:
    """A called unit has done its part (协办完成); whether it was late is settled. Records incident.part_done."""
    said = told("opinion", opinion)

    def prepare(incident: Incident) -> Change:
        part = _own_part(actor, incident)
        part.done_at, part.done_by_id, part.opinion, part.late = at, actor.user_id, said, at > part.due_at
        part.came_at = part.came_at or at
        part.save(update_fields=["done_at", "done_by", "opinion", "late", "came_at"])
        detail: dict[str, Any] = {"unit": part.unit_id, "opinion": said, "late": part.late}
        return Change(incident.state, {}, detail)

    return _move(actor=actor, verb="finish_part", incident_id=incident_id, version=version, at=at, prepare=prepare)


def require_parts_done(incident: Incident) -> None:
    """Conflict while a called unit has not done its part: the case waits for all."""
    if incident.co_units and (waiting := incident.parts.filter(done_at__isnull=True).count()):
        raise Conflict(_("还有 %(n)d 个协办单位没有完成，完成后才能反馈。") % {"n": waiting})


def _own_part(actor: Actor, incident: Incident, *, came: bool | None = None) -> Part:
    units = [post.unit_id for post in actor.posts if post.role == Role.HANDLER and within(incident.code, post.code)]
    mine = incident.parts.filter(unit__in=units, done_at__isnull=True)
    part = (mine if came is None else mine.filter(came_at__isnull=not came)).order_by("pk").first()
    if part is None:
        raise Conflict(_("本单位没有未完成的协办任务，或已经报到。"))
    return part
