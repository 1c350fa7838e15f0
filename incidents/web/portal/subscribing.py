"""Subscribing (订阅): by e-mail, by the browser, or by Atom without telling anything."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletins.web.portal import PortalPage, communities
from governance.errors import Refused
from governance.http import network_of
from governance.language import in_english
from governance.notices.vapid import public_key
from grids import queries as grids
from incidents.actions.portal.subscribing import confirm, known, link_of, subscribe, unsubscribe
from incidents.queries.subscribed import is_lost

RADII = (300, 500, 1000, 2000)
GRID = "grid"
"""Instead of a radius: the grid in which the position lies."""


def where(given: dict[str, Any]) -> dict[str, Any]:
    """The area or the circle that was asked for; a position inside no grid is no area, and refused as such."""
    lon, lat, metres = given["lon"], given["lat"], given["metres"]
    if metres != GRID:
        return {"code": given["code"], "lon": lon, "lat": lat, "metres": int(metres) if metres else None}
    return {"code": grids.locate(lon=lon, lat=lat).code}


class SubscribeForm(forms.Form):
    """Shape only."""

    channel = forms.ChoiceField(choices=[("email", ""), ("push", "")])
    code = forms.RegexField(r"^\d{6,15}\Z", required=False)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    metres = forms.ChoiceField(choices=[(GRID, GRID), *((str(n), n) for n in RADII)], required=False)
    address = forms.CharField(max_length=600, required=False)
    p256dh = forms.CharField(max_length=200, required=False)
    auth = forms.CharField(max_length=100, required=False)


class Subscribe(PortalPage):
    """My community, or a circle around me."""

    template = "portal/subscribe.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.form(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask; an e-mail address is confirmed by the link that it gets."""
        form = SubscribeForm(request.POST)
        if not form.is_valid():
            return self.form(request, [_("请检查填写的内容。")], 400)
        given: dict[str, Any] = form.cleaned_data
        target = {name: given[name] for name in ("address", "p256dh", "auth") if given[name]}
        language = "en" if in_english() else "zh-hans"
        try:
            made = subscribe(
                channel=given["channel"], target=target, network=network_of(request), at=timezone.now(), language=language,
                **where(given),
            )  # fmt: skip
        except Refused as refused:
            return self.form(request, refused.reasons, refused.status)
        if made.confirmed_at is not None:
            return redirect(link_of(made.pk))
        return self.page(request, asked=made.hint, tab="around")

    def form(self, request: HttpRequest, errors: list[str] | None = None, status: int = 200) -> HttpResponse:
        """The page with the form."""
        return self.page(
            request, errors=errors or [], communities=communities(), radii=RADII, push_key=public_key(), tab="around", status=status
        )  # fmt: skip


class SubscriptionPage(PortalPage):
    """Behind the secret link: confirm and end."""

    template = "portal/subscription.html"

    def get(self, request: HttpRequest, subscription_id: UUID, mac: str) -> HttpResponse:
        """What it is about. Opening the link changes nothing: mail programs open links too."""
        row = known(subscription_id, mac)
        return self.page(request, row=row, lost=is_lost(row), area=grids.full_name(row.code) if row.code else "", tab="around")

    def post(self, request: HttpRequest, subscription_id: UUID, mac: str) -> HttpResponse:
        """Confirm or end."""
        row = known(subscription_id, mac)
        if "end" in request.POST:
            unsubscribe(subscription_id=row.pk, at=timezone.now())
            return redirect("subscribe")
        confirm(subscription_id=row.pk, at=timezone.now())
        return redirect(link_of(row.pk))
