"""The page of grids (网格管理) for those who keep the map: communities and grids, publications, the coverage check."""

import json
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.generic import View

from governance.access import policy
from governance.access.actor import PUBLIC, Actor
from governance.errors import NotFound
from governance.http import actor_from
from grids import queries
from grids.rules import KEEPERS

ZOOM = 12


class Overview(View):
    """One district at a time; what lies outside the keeper's area does not exist here."""

    verb: ClassVar[str] = "grid.oversee"
    actor: Actor = PUBLIC

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever is not signed in goes to the sign-in and comes back."""
        self.actor = actor_from(request)
        if not self.actor.signed_in:
            return redirect_to_login(request.get_full_path())
        policy.require(self.actor, self.verb, None)
        return super().dispatch(request, *args, **kwargs)

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
