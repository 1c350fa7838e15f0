"""The page of visits (走访) on a worker's phone: a shell without anybody's name; the list comes from the phone's own sealed store."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from governance.access.roles import FIELD
from governance.pages import StaffPage
from residents.queries.spots import ITEMS
from residents.queries.visit_words import ERRANDS, OUTCOMES


class Visits(StaffPage):
    """Who is due, the form of a visit, open errands."""

    roles = FIELD

    def get(self, request: HttpRequest) -> HttpResponse:
        """The shell; scripts fill it, since it must open without a network too."""
        return render(request, "worker/visits.html", {"outcomes": OUTCOMES, "errands": ERRANDS})


class SpotPage(StaffPage):
    """One-point check (一点检查): find a building or a shop, see what is known, say what was seen."""

    roles = FIELD

    def get(self, request: HttpRequest) -> HttpResponse:
        """The shell."""
        return render(request, "worker/check.html", {"items": ITEMS})
