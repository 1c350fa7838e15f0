"""Places for everybody (身边场所): rate one, or say where one is missing."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletins.actions.facilities import rate_facility, wish_facility
from bulletins.models import Facility, FacilityKind
from bulletins.queries import facilities_in, facility_by_id
from bulletins.queries.facilities import FEWEST
from bulletins.web.portal import PortalPage, area_asked, communities
from governance.devices import device_of
from governance.errors import Refused
from governance.http import network_of
from governance.privacy import redact
from grids import queries as grids

STARS = range(5, 0, -1)


class RatingForm(forms.Form):
    """Shape only."""

    stars = forms.IntegerField(min_value=1, max_value=5)
    text = forms.CharField(max_length=300, required=False)


class WishForm(forms.Form):
    """Shape only."""

    kind = forms.ChoiceField(choices=FacilityKind.choices)
    community = forms.RegexField(r"^\d{12}\Z", required=False)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    text = forms.CharField(max_length=300, required=False)


class Facilities(PortalPage):
    """Places of an area by kind, with their stars where enough people gave some."""

    template = "portal/facilities.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        code, kind = area_asked(request), request.GET.get("kind", "")
        kind = kind if kind in FacilityKind.values else ""
        found = list(facilities_in(code=code, kind=kind)[:100])
        rows = [{"one": one, "area": grids.full_name(one.code), "stars": stars_of(one)} for one in found]
        return self.page(request, rows=rows, code=code, kind=kind, kinds=FacilityKind.choices, communities=communities())


class FacilityPage(PortalPage):
    """One place: give it stars."""

    template = "portal/facility.html"

    def get(self, request: HttpRequest, facility_id: int) -> HttpResponse:
        """With what others said, once it was read."""
        return self.shown(request, facility_id)

    def post(self, request: HttpRequest, facility_id: int) -> HttpResponse:
        """A star is the button that sends."""
        form = RatingForm(request.POST)
        if not form.is_valid():
            return self.shown(request, facility_id, wrong=_("请点 1 至 5 颗星。"))
        stars, text = form.cleaned_data["stars"], form.cleaned_data["text"]
        device, address = device_of(request), network_of(request)
        try:
            rate_facility(facility_id=facility_id, device=device, address=address, stars=stars, text=text, at=timezone.now())
        except Refused as refused:
            return self.shown(request, facility_id, wrong=str(refused.message), status=refused.status)
        response = redirect("facility", facility_id)
        response["Location"] += f"?thanks={stars}"
        return response

    def shown(self, request: HttpRequest, facility_id: int, *, wrong: str = "", status: int = 0) -> HttpResponse:
        """The page."""
        found = facility_by_id(facility_id=facility_id)
        texts = [{"stars": one.stars, "text": redact(one.text), "at": one.at} for one in found.shown]  # type: ignore[attr-defined]
        context = {
            "one": found, "stars": stars_of(found), "scale": STARS, "texts": texts, "area": grids.full_name(found.code), "wrong": wrong,
            "thanks": request.GET.get("thanks", "") in {"1", "2", "3", "4", "5"},
        }  # fmt: skip
        return self.page(request, status=status or (400 if wrong else 200), **context)


class Wishing(PortalPage):
    """Say where a place is missing."""

    template = "portal/wish.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.page(request, kinds=FacilityKind.choices, communities=communities(), thanks="thanks" in request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = WishForm(request.POST)
        wrong = "" if form.is_valid() else _("请选择场所类别，并在地图上选点或选择社区。")
        if not wrong:
            given = form.cleaned_data
            try:
                wish_facility(
                    kind=given["kind"], device=device_of(request), address=network_of(request), community=given["community"],
                    lon=given["lon"], lat=given["lat"], text=given["text"], at=timezone.now(),
                )  # fmt: skip
            except Refused as refused:
                reasons = [str(reason) for several in refused.fields.values() for reason in several]
                wrong = (reasons or [str(refused.message)])[0]
        if wrong:
            return self.page(
                request, kinds=FacilityKind.choices, communities=communities(), wrong=wrong, typed=request.POST.dict(), status=400
            )  # fmt: skip
        response = redirect("wish")
        response["Location"] += "?thanks"
        return response


def stars_of(facility: Facility) -> str:
    """The average, once at least five phones gave stars (C3): `4.2`; empty before."""
    voices, stars = facility.voices, facility.stars  # type: ignore[attr-defined]
    return f"{stars:.1f}" if voices >= FEWEST else ""
