"""Small pages of the portal: my reports, by number, my grid, whom to call."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletins.web.portal import PortalPage, area_asked, communities
from governance.access.models import Unit
from governance.codes import Level
from governance.pages import NOBODY, SIGNED_IN
from grids import queries as grids
from incidents.queries.offices import all_offices, leaders_of, offices_of


class Phones(PortalPage):
    """Offices by area, with the numbers for emergencies above."""

    template = "portal/phones.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        streets: dict[str, list[Unit]] = {}
        for unit in all_offices(home := grids.home_code()):
            code = min(unit.codes)[: Level.STREET]
            streets.setdefault(code if len(code) == Level.STREET else home, []).append(unit)
        names = grids.names(list(streets))
        return self.page(request, areas=[{"name": names[code], "offices": offices} for code, offices in streets.items()])


class PositionForm(forms.Form):
    """A position of the phone; in the body, so that it stands in no address."""

    lon = forms.FloatField(min_value=-180, max_value=180)
    lat = forms.FloatField(min_value=-90, max_value=90)


class MyGrid(PortalPage):
    """Whose grid one lives in, and how to reach the grid leader. The position is looked at and forgotten."""

    template = "portal/grid.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Of the community that was chosen; without one the question."""
        code = area_asked(request) if request.GET.get("code") else ""
        return self.shown(request, code)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Of a position."""
        form = PositionForm(request.POST)
        found = grids.locate(lon=form.cleaned_data["lon"], lat=form.cleaned_data["lat"]) if form.is_valid() else None
        if found is None or not found.code:
            return self.shown(request, "", [_("这个位置不在辖区内，请选择社区。")])
        return self.shown(request, found.code)

    def shown(self, request: HttpRequest, code: str, errors: list[str] | None = None) -> HttpResponse:
        """The page over an area, or over none."""
        context = {"code": code[:12], "communities": communities(), "errors": errors or []}
        if code:
            leaders, offices = leaders_of(code=code, at=timezone.now()), offices_of(code)
            context |= {"area": grids.full_name(code), "leaders": leaders, "offices": offices}
        return self.page(request, status=400 if errors else 200, **context)


class Mine(PortalPage):
    """What was reported with this phone: the phone keeps the links itself."""

    template = "portal/mine.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list is filled by the phone."""
        page = self.page(request, tab="mine")
        page[SIGNED_IN] = NOBODY
        return page
