"""Pages of buildings and the map (楼栋图、地图)."""

import json
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.errors import Invalid
from grids.queries import centre_of
from residents.actions.captains import appoint_captain, revoke_captain
from residents.actions.homes import note_home
from residents.queries.buildings import building_chart
from residents.queries.enterprises import enterprises_in
from residents.queries.map import building_page
from residents.rules import PAGE, view_scopes
from residents.web.base import RegistryPage, page_number

SAYS = {"rented": (True, None), "owned": (False, None), "empty": (None, True), "lived": (None, False)}
ZOOM = 13


class Buildings(RegistryPage):
    """The list of buildings with their people at a glance."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page."""
        text, code, page = request.GET.get("q", "")[:60], request.GET.get("code", "")[:15], page_number(request.GET.get("page"))
        rows, count = building_page(actor=self.actor, text=text, code=code, page=page)
        more = page + 1 if page * PAGE < count else None
        found = {"here": "buildings", "rows": rows, "count": count, "q": text, "code": code, "more": more}
        return render(request, "registry/buildings.html", found)


class BuildingChart(RegistryPage):
    """The chart of a building: doors, and for keepers how many live behind each, let and empty ones, the captain; no person is named."""

    verb: ClassVar[str] = "occupancy.read"

    def get(self, request: HttpRequest, building_id: int) -> HttpResponse:
        """The chart."""
        return self.page(request, building_id, "")

    def post(self, request: HttpRequest, building_id: int) -> HttpResponse:
        """Note the state of a home; give or take back the captain's link."""
        given, at = request.POST, timezone.now()
        chart = building_chart(actor=self.actor, building_id=building_id)
        if given.get("ask") == "captain":
            _link, token = appoint_captain(actor=self.actor, building_id=building_id, at=at)
            return self.page(request, building_id, request.build_absolute_uri(reverse("captain", args=[token])))
        if given.get("ask") == "revoke" and chart["captain"]:
            revoke_captain(actor=self.actor, link_id=chart["captain"].pk, at=at)
        elif given.get("says") in SAYS and given.get("door", "").isdigit():
            rented, empty = SAYS[given["says"]]
            door = int(given["door"])
            if door not in {one.pk for _floor, doors in chart["floors"] for one in doors}:
                raise Invalid
            note_home(actor=self.actor, dwelling_id=door, source=self.actor.name or _("网格员"), rented=rented, empty=empty, at=at)
        return redirect("registry_building", building_id=building_id)

    def page(self, request: HttpRequest, building_id: int, secret: str) -> HttpResponse:
        """The page; a new captain's link is told once."""
        chart = building_chart(actor=self.actor, building_id=building_id)
        return render(request, "registry/building.html", {
            "here": "buildings", "chart": chart, "secret": secret, "firms": enterprises_in(actor=self.actor, building_id=building_id),
        })  # fmt: skip


class RegisterMap(RegistryPage):
    """People by area, and buildings when near; a click opens the same people in the list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; numbers and buildings come from the API."""
        scopes = view_scopes(self.actor)
        centre = centre_of(scopes[0]) if scopes else None
        view = json.dumps([centre.lat, centre.lon, ZOOM if len(scopes[0]) < 15 else ZOOM + 3]) if centre else None  # noqa: PLR2004
        return render(request, "registry/map.html", {"here": "map", "view": view, "scopes": json.dumps(scopes)})
