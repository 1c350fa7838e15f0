"""The form of neighbours (认领表单): take it up, done, give it up."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from bulletins.web.portal import PortalPage
from governance.devices import device_of
from governance.errors import Refused
from governance.http import network_of
from grids import queries as grids
from incidents.actions.portal.mending import give_up, neighbour_of, report_mended, take_up
from incidents.models import Stage
from incidents.queries.portal import shown_case
from incidents.web import report_form
from incidents.web.portal.public import public_cards


class Adopt(PortalPage):
    """What one does with an offered case."""

    template = "portal/case.html"

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """One of the three; a refusal shows the case with the reason."""
        at, device, address = timezone.now(), device_of(request), network_of(request)
        try:
            if "take" in request.POST:
                helper, name, days = (request.POST.get(field, "")[:60] for field in ("helper", "name", "days"))
                days_ = int(days) if days.isascii() and days.isdecimal() else 0
                take_up(number=number, device=device, address=address, helper=helper, name=name, days=days_, at=at)
            elif "done" in request.POST:
                case = shown_case(number=number, at=at)
                photos = report_form.kept(neighbour_of(case), uuid4(), request.FILES, "photos", Stage.AFTER, at)
                report_mended(number=number, device=device, photos=photos, at=at)
            else:
                give_up(number=number, device=device, at=at)
        except Refused as refused:
            card = public_cards([shown_case(number=number, at=at)], language=get_language() or "", answers=True)[0]
            home = grids.home_code()
            context = {"card": card, "home": home, "wrong": refused.reasons, "tab": "around"}
            return render(request, self.template, context, status=refused.status)
        response = redirect("around_case", number)
        response["Location"] += "#adoption"
        return response
