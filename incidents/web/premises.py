"""Cases at an enterprise (企业周边案件). The page stands here, since cases know enterprises, not the other way round."""

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from governance.access import policy
from governance.http import actor_from
from grids.queries.buildings import spots_of
from incidents.queries import reference
from incidents.queries.nearby import DAYS, METRES, nearby
from residents.queries.enterprises import enterprise_for


class EnterpriseCases(View):
    """The cases of the last days around the enterprise's building that the reader may see."""

    def get(self, request: HttpRequest, enterprise_id: UUID) -> HttpResponse:
        """The list; an enterprise without a building says so."""
        actor = actor_from(request)
        if not actor.signed_in:
            return redirect_to_login(request.path)
        policy.require(actor, "enterprise.list", None)
        one = enterprise_for(actor=actor, enterprise_id=enterprise_id)
        spot = spots_of([one.building_id]).get(one.building_id) if one.building_id else None
        near = nearby(actor=actor, lon=spot[0], lat=spot[1], at=timezone.now()) if spot else []
        kinds = reference.categories()
        rows = [{"case": found.incident, "metres": round(found.metres), "what": kinds.get(found.incident.category_id)} for found in near]
        return render(request, "registry/cases.html", {
            "here": "enterprises", "one": one, "spot": spot, "rows": rows, "metres": int(METRES), "days": DAYS.days,
        })  # fmt: skip
