"""An enterprise with its cases (企业与案件). The page stands here, since cases know enterprises, not the other way round."""

from datetime import datetime
from typing import Any
from uuid import UUID

from governance.access.actor import Actor
from grids.queries.buildings import spots_of
from incidents.models import Incident
from incidents.queries import reference
from incidents.queries.nearby import DAYS, METRES, nearby
from incidents.queries.premises import cases_about
from residents.queries.enterprises import enterprise_for
from residents.web.enterprises import EnterprisePage


class EnterpriseWithCases(EnterprisePage):
    """Everything known of an enterprise, the cases that its checks led to, and those around its building."""

    def beside(self, enterprise_id: UUID, at: datetime) -> dict[str, Any]:
        """The cases that the reader may see."""
        one = enterprise_for(actor=self.actor, enterprise_id=enterprise_id)
        spot = spots_of([one.building_id]).get(one.building_id) if one.building_id else None
        near = nearby(actor=self.actor, lon=spot[0], lat=spot[1], at=at) if spot else []
        own = cases_about(actor=self.actor, enterprise_id=enterprise_id)
        mine = {case.pk for case in own}
        return {
            "cases": [row(case) for case in own],
            "near": [row(found.incident) | {"metres": round(found.metres)} for found in near if found.incident.pk not in mine],
            "metres": int(METRES), "days": DAYS.days, "spot": spot, "open_cases": can_open(self.actor),
        }  # fmt: skip


def row(case: Incident) -> dict[str, Any]:
    """A case as a row shows it."""
    return {"case": case, "what": reference.categories().get(case.category_id)}


def can_open(actor: Actor) -> bool:
    """Whether the reader has a desk where a case opens."""
    return actor.has_role("clerk", "dispatcher", "duty_chief")
