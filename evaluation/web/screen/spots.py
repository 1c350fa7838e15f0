"""The page of hot spots (热点): where, what, how many were expected and seen, and how sure that is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evaluation.queries.screen.hotspots import hot_spots, last_scan
from evaluation.screen_rules import WATCHERS
from evaluation.web.screen.words import spot_card
from incidents.web.pages import StaffPage


class HotSpots(StaffPage):
    """For desk and oversight, each their own area."""

    roles = WATCHERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The hot spots of the last scan, surest first."""
        scopes = self.actor.scopes(self.roles)
        rows = [spot_card(one) | {"since": one.since, "until": one.until} for scope in scopes for one in hot_spots(within=scope)]
        return render(request, "screen/spots.html", {"rows": rows, "last": last_scan(within=scopes[0])})
