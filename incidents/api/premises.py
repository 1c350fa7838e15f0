"""A shop with its cases, for a worker's phone (商铺与案件)."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from governance.access.actor import Actor
from incidents.queries import reference
from incidents.queries.premises import cases_about
from residents.api.spots import EnterpriseSpot


class ShopWithCases(EnterpriseSpot):
    """One shop: what is known of it, and the cases that its checks led to."""

    def beside(self, actor: Actor, enterprise_id: UUID) -> dict[str, Any]:
        """The cases that the reader may see."""
        kinds = reference.categories()
        return {
            "cases": [
                {"number": case.number, "what": str(kinds.get(case.category_id) or ""), "state": str(case.get_state_display()),
                 "on": timezone.localdate(case.received_at).isoformat()}
                for case in cases_about(actor=actor, enterprise_id=enterprise_id)
            ]
        }  # fmt: skip
