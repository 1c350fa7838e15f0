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
from governance.codes import Level
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
        scope = next((code for code in scopes if code.startswith(chosen)), chosen)
        return render(request, "grids/overview.html", _context(districts, chosen, scope, check="check" in request.GET))


def _context(districts: list[queries.KeptDistrict], chosen: str, scope: str, *, check: bool) -> dict[str, Any]:
    centre = queries.centre_of(scope) if scope else None
    return {
        "districts": districts,
        "chosen": chosen,
        "name": queries.full_name(scope) if scope else "",
        "communities": queries.kept_communities(code=scope) if scope else [],
        "publications": queries.publications(district=chosen)[:20],
        "found": queries.soundness(district=scope) if check and scope else None,
        "view": json.dumps([centre.lat, centre.lon, ZOOM if len(scope) == Level.DISTRICT else ZOOM + 2]) if centre else None,
    }
