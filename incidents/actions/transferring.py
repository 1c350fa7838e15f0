"""Transfer (转办) up, down or sideways: another level's or another area's desk goes on with the case under its number."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.codes import LENGTHS, Level, ancestors, within
from governance.errors import Invalid
from grids import queries as grids
from incidents.actions.desk import told
from incidents.actions.move import Change, _move
from incidents.models import Incident, Placing
from incidents.queries import reference
from incidents.triage import propose


def transfer_case(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, to: str, reason: str) -> Incident:
    """Give a case that is not yet dispatched to another desk (转办). Records incident.transferred with both codes.

    Up and down the tree the place stays and the desk changes; sideways the case goes to the other area, marked as
    known by area only, its point stays, and whoever saw it before goes on seeing it without working on it. Refuses what
    is no area of the same city, and the desk that has it (Invalid, `to`).
    """
    why = told("reason", reason)
    if len(to) not in LENGTHS or len(to) > Level.COMMUNITY or not grids.is_area(to):
        raise Invalid(fields={"to": [_("没有这个区、街道或社区。")]})

    def prepare(incident: Incident) -> Change:
        now = incident.desk or incident.code[: Level.STREET]
        if to == now or not within(to, incident.code[: Level.CITY]):
            raise Invalid(fields={"to": [_("请选择同一城市的另一个区、街道或社区。")]})
        detail: dict[str, Any] = {"reason": why, "from_desk": now, "desk": to}
        if within(incident.code, to):
            return Change(incident.state, {"desk": to}, detail)
        category = reference.categories()[incident.category_id]
        fields: dict[str, Any] = {
            "desk": "",
            "code": to,
            "placing": Placing.COMMUNITY,
            "former": sorted({*(incident.former or ()), *ancestors(incident.code)}),
            "proposals": list(propose(category=category, code=to)),
        }
        return Change(incident.state, fields, detail | {"from_code": incident.code, "code": to})

    return _move(actor=actor, verb="transfer", incident_id=incident_id, version=version, at=at, prepare=prepare)
