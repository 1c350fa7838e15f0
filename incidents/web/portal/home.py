"""The portal's first page (门户首页): report, follow, look around, and whom to call."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bulletins.queries import latest_bulletins, open_consultations
from bulletins.web.portal import PortalPage
from grids import queries as grids

NEWEST = 3


class Home(PortalPage):
    """What a resident comes for, on one screen."""

    template = "portal/home.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Big buttons first, then what is new."""
        home, at = grids.home_code(), timezone.now()
        return self.page(
            request,
            bulletins=latest_bulletins(code=home, at=at, limit=NEWEST),
            consultations=open_consultations(code=home, at=at),
            tab="home",
        )
