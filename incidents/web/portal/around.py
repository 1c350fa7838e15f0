"""Around here (身边事): the public map and list, one case, its photos, and "I met it too"."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bulletins.web.atom import Item, feed
from bulletins.web.portal import PortalPage, communities
from governance.codes import Level
from governance.devices import device_of, known_device
from governance.errors import Invalid
from governance.http import network_of
from governance.limits.actions import Limit, require
from governance.sending import SentFile, send_picture
from grids import queries as grids
from incidents.actions.portal.voices import meet_too
from incidents.models import MeToo, Nature
from incidents.queries.portal import (
    STAGES,
    Looking,
    cases_on_map,
    cases_within,
    counts_by_community,
    listed_cases,
    open_near,
    shown_case,
    shown_photo,
)
from incidents.web.desk import view_of
from incidents.web.portal.public import packed, public_cards
from incidents.web.tiles import active_categories

NEAR = 14
PLACES = Limit("places.address", 300, timedelta(hours=1))
HALF_TURN, RIGHT_ANGLE, CORNERS = 180, 90, 4


class LookingForm(forms.Form):
    """Filters, all of them optional."""

    code = forms.RegexField(r"^(\d{6}|\d{9}|\d{12})\Z", required=False)
    category = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    stage = forms.ChoiceField(choices=[("", ""), *((name, name) for name in STAGES)], required=False)
    nature = forms.ChoiceField(choices=[("", ""), *Nature.choices], required=False)
    offered = forms.BooleanField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=50)
    zoom = forms.IntegerField(required=False, min_value=0, max_value=22)
    bbox = forms.RegexField(r"^-?\d{1,3}(\.\d{1,9})?(,-?\d{1,3}(\.\d{1,9})?){3}\Z", required=False)


def looking_of(request: HttpRequest) -> tuple[Looking, dict[str, Any]]:
    """The filters of a request; Invalid names the wrong one."""
    form = LookingForm(request.GET)
    if not form.is_valid():
        raise Invalid(fields={name: [str(reason) for reason in reasons] for name, reasons in form.errors.items()})
    given = form.cleaned_data
    bbox = tuple(float(part) for part in given["bbox"].split(",")) if given["bbox"] else None
    looking = Looking(
        code=given["code"], category_id=given["category"], stage=given["stage"], nature=given["nature"], offered=given["offered"],
        bbox=bbox,  # type: ignore[arg-type]
    )  # fmt: skip
    return looking, given


class Around(PortalPage):
    """The map above, the list below; filters stand in the address, so that a view can be passed on."""

    template = "portal/around.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of cards."""
        looking, given = looking_of(request)
        language, page = get_language() or "", given["page"] or 1
        rows, more = listed_cases(at=timezone.now(), looking=looking, page=page)
        query = request.GET.copy()
        query.pop("page", None)
        context = {
            "cards": public_cards(rows, language=language, answers=True), "page_number": page, "next": page + 1 if more else 0,
            "previous": page - 1, "query": query.urlencode(), "looking": given, "communities": communities(),
            "categories": active_categories(), "natures": Nature.choices, "view": json.dumps(view_of(looking.code or grids.home_code())),
            "tab": "around",
        }  # fmt: skip
        return self.page(request, **context)


class AroundMap(PortalPage):
    """What the map draws: points when near and few enough, else counters of communities without small numbers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """JSON, the same form as the staff's map."""
        looking, given = looking_of(request)
        at, zoom = timezone.now(), given["zoom"] or NEAR
        found = cases_on_map(at=at, looking=looking) if zoom >= NEAR and looking.bbox else None
        if found is not None:
            return JsonResponse(packed(found, language=get_language() or ""))
        level = Level.COMMUNITY if zoom > 10 else Level.STREET  # noqa: PLR2004  (as the staff's map)
        wide = Looking(looking.code, looking.category_id, looking.stage, looking.nature, looking.offered)
        items = []
        for code, count in sorted(counts_by_community(at=at, looking=wide, level=level).items()):
            if (centre := grids.centre_of(code)) is not None:
                items.append([code, centre.name, round(centre.lon, 5), round(centre.lat, 5), count])
        return JsonResponse({"kind": "counters", "items": items})


class AroundFeed(PortalPage):
    """The newest public cases as Atom: of an area, a category, or near a place (`?lon=&lat=&metres=`)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The newest page of the list with these filters."""
        at, language = timezone.now(), get_language() or ""
        if "lon" in request.GET:
            form = RadiusForm(request.GET)
            if not form.is_valid():
                raise Invalid(fields={name: [str(reason) for reason in reasons] for name, reasons in form.errors.items()})
            rows = cases_within(at=at, **form.cleaned_data)
        else:
            rows, _more = listed_cases(at=at, looking=looking_of(request)[0], page=1)
        items = [
            Item(
                id=f"tag:wangge,2026:{card['number']}:{card['state']}", title=f"{card['title']} · {card['state_label']}",
                path=f"/around/{card['number']}/", text=" ".join(str(part) for part in (card["area"], card["place"], card["said"]) if part),
                author=_("网格"), at=card["closed_at"] or card["received_at"],
            )
            for card in public_cards(rows, language=language)
        ]  # fmt: skip
        return feed(request, title=_("身边事"), items=items, at=at)


class NearForm(forms.Form):
    """A place."""

    lon = forms.FloatField(min_value=-HALF_TURN, max_value=HALF_TURN)
    lat = forms.FloatField(min_value=-RIGHT_ANGLE, max_value=RIGHT_ANGLE)


class RadiusForm(NearForm):
    """A place and how far around it."""

    metres = forms.IntegerField(min_value=100, max_value=5000)


class Nearby(PortalPage):
    """Open cases near a place, before somebody reports the same again."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """At most three, as JSON."""
        form = NearForm(request.GET)
        if not form.is_valid():
            raise Invalid(fields={name: [str(reason) for reason in reasons] for name, reasons in form.errors.items()})
        rows = open_near(lon=form.cleaned_data["lon"], lat=form.cleaned_data["lat"], at=timezone.now())
        cards = public_cards(rows, language=get_language() or "")
        shown = ("number", "title", "place", "area", "state_label", "voices", "received_at")
        return JsonResponse({"items": [{name: card[name] for name in shown} for card in cards]})


class PublicPlaces(PortalPage):
    """Addresses and communities by their words, for the report form; limited, so that nobody copies the register by it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The best eight, as JSON."""
        require([(PLACES, network_of(request))], at=timezone.now())
        text = request.GET.get("q", "").strip()
        found = [one for one in grids.find_place(text=text, limit=8) if one.lon is not None]
        items = [{"name": one.address or one.name, "area": grids.full_name(one.area[:12]), "lon": one.lon, "lat": one.lat} for one in found]
        return JsonResponse({"items": items})


class CasePage(PortalPage):
    """One case as everybody sees it."""

    template = "portal/case.html"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """State, photos, answers, and the button for those who met it too."""
        case = shown_case(number=number, at=timezone.now())
        card = public_cards([case], language=get_language() or "", answers=True)[0]
        device = known_device(request)
        met = device is not None and MeToo.objects.filter(incident=case, device=device).exists()
        mine = device is not None and card["adoption"] is not None and bytes(card["adoption"].device or b"") == device
        return self.page(request, card=card, met=met, mine=mine, thanks="thanks" in request.GET, tab="around")

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """I met it too."""
        meet_too(number=number, device=device_of(request), address=network_of(request), at=timezone.now())
        response = redirect("around_case", number)
        response["Location"] += "?thanks"
        return response


class CasePhoto(PortalPage):
    """A released photo."""

    def get(self, _request: HttpRequest, number: str, photo_id: UUID, size: str) -> SentFile:
        """The JPEG, whole or small; whether it may be seen is asked at each request (C13)."""
        photo = shown_photo(number=number, photo_id=photo_id, at=timezone.now())
        return send_picture(photo.file, small=size == "thumb", seconds=60)
