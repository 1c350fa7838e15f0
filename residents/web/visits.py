"""Pages of a worker's phone about people and shops (走访、核实): shells without a name; lists come from the phone's own sealed store."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.access.roles import FIELD
from governance.pages import StaffPage
from grids import queries as grids
from residents.queries.spots import ITEMS
from residents.queries.visit_words import ERRANDS, OUTCOMES


class Visits(StaffPage):
    """Who is due, the form of a visit, open errands."""

    roles = FIELD

    def get(self, request: HttpRequest) -> HttpResponse:
        """The shell; scripts fill it, since it must open without a network too."""
        return render(request, "worker/visits.html", {"outcomes": OUTCOMES, "errands": ERRANDS})


class Changes(StaffPage):
    """What is to be looked at on the spot (上门核实): values in doubt, captains' words, declarations."""

    roles = FIELD

    def get(self, request: HttpRequest) -> HttpResponse:
        """The shell."""
        own = grids.names(grids.grids_of(self.actor.scopes(FIELD)))
        return render(request, "worker/changes.html", {"grids": own.items()})


class SpotPage(StaffPage):
    """One-point check (一点检查): find a building or a shop, see what is known, say what was seen."""

    roles = FIELD

    def get(self, request: HttpRequest) -> HttpResponse:
        """The shell."""
        return render(request, "worker/check.html", {"items": ITEMS})
