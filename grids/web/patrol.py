"""The page of patrols (巡查) on a worker's phone: a shell; points, way and figures come from the phone's store and the API."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.access.policy import allowed
from governance.access.roles import FIELD
from governance.pages import StaffPage
from grids import queries

ZOOM = 16


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
