"""Changing what a case is (改类别): before a unit has it, with a reason; the proposals and the standard follow."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Invalid
from incidents.actions.desk import told
from incidents.actions.move import Change, _move
from incidents.models import Incident
from incidents.queries import reference
from incidents.triage import propose


def recategorise_case(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, category_id: int, reason: str) -> Incident:
    """Give the case another category (改类别). Records incident.recategorised with both: many of them near a month's end are looked at.

    A case that was filed stands under the default standard of its new category. Refuses an unknown category, one out of use,
    and the one that it has (Invalid, `category`).
    """
    why = told("reason", reason)

    def prepare(incident: Incident) -> Change:
        category = reference.categories().get(category_id)
        if category is None or not category.active:
            raise Invalid(fields={"category": [_("没有这个类别，或已停用。")]})
        if incident.category_id == category.pk:
            raise Invalid(fields={"category": [_("案件已经是这个类别。")]})
        standard = reference.default_standard(category.pk) if incident.standard_id is not None else None
        fields: dict[str, Any] = {
            "category_id": category.pk,
            "standard_id": standard.pk if standard else None,
            "proposals": list(propose(category=category, code=incident.code)),
        }
        return Change(incident.state, fields, {"from_category": incident.category_id, "category": category.pk, "reason": why})

    return _move(actor=actor, verb="recategorise", incident_id=incident_id, version=version, at=at, prepare=prepare)
