"""The page of grids (网格管理) for those who keep the map: communities and grids, publications, the coverage check."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.errors import NotFound
from governance.pages import VerbPage
from grids import queries
from grids.rules import KEEPERS

ZOOM = 12


class Overview(VerbPage):
    """One district at a time; what lies outside the keeper's area does not exist here."""

    verb = "grid.oversee"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; with `?check=1` the coverage is checked at that moment."""
        scopes = self.actor.scopes(KEEPERS)
        districts = queries.kept_districts(scopes=scopes)
        chosen = request.GET.get("district") or next((one.code for one in districts if one.grids or one.drafts), None)
        chosen = chosen or next((one.code for one in districts), "")
        if chosen and chosen not in {one.code for one in districts}:
            raise NotFound
        own = [code for code in scopes if chosen and code.startswith(chosen)] or ([chosen] if chosen else [])
        return render(request, "grids/overview.html", _context(districts, chosen, own, check="check" in request.GET))


def _context(districts: list[queries.KeptDistrict], chosen: str, scopes: list[str], *, check: bool) -> dict[str, Any]:
    centre = queries.centre_of(scopes[0]) if scopes else None
    return {
        "districts": districts,
        "chosen": chosen,
        "name": "、".join(queries.full_name(scope) for scope in scopes),
        "communities": [community for scope in scopes for community in queries.kept_communities(code=scope)],
        "publications": queries.publications(district=chosen)[:20],
        "checks": [queries.soundness(district=scope) for scope in scopes] if check else [],
        "view": json.dumps([centre.lat, centre.lon, ZOOM if chosen in scopes else ZOOM + 2]) if centre else None,
    }
