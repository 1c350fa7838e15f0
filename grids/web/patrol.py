"""The page of patrols (巡查) on a worker's phone: a shell; points, way and figures come from the phone's store and the API."""

import json

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.access.policy import allowed
from governance.access.roles import FIELD, Role
from governance.pages import StaffPage
from grids import queries

ZOOM = 16
SCALE = 5


class PatrolPage(StaffPage):
    """Start and stop, the map, the points."""

    roles = FIELD

    def get(self, request: HttpRequest) -> HttpResponse:
        """The shell, centred on the first grid."""
        scopes = self.actor.scopes(FIELD)
        centre = queries.centre_of(scopes[0])
        may_set = any(allowed(self.actor, "patrol_point.plan", code) for code in scopes)
        view = json.dumps([centre.lat, centre.lon, ZOOM] if centre else [22.69, 114.34, 12])
        return render(request, "worker/patrol.html", {"view": view, "may_set": may_set})


class PointCodes(StaffPage):
    """The QR codes of the points, to be printed and put up by those who plan them."""

    roles = frozenset({Role.GRID_LEADER, Role.REGISTRAR, Role.SYSTEM_ADMIN})

    def get(self, request: HttpRequest) -> HttpResponse:
        """One code for each point, with the text under it."""
        points = []
        for one in queries.points_to_print(actor=self.actor):
            text = f"wangge:{one.pk}:{one.mark}"
            code = segno.make(text, error="m").svg_inline(scale=SCALE, dark="#000", light="#fff", omitsize=False)
            points.append({"name": one.name, "grid": queries.full_name(one.code), "text": text, "svg": code})
        return render(request, "worker/point_codes.html", {"points": points})
