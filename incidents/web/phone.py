"""What makes pages an app on the phone (手机应用): service worker, manifest, the unsent list, the outlines of one's own grids."""

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from governance.access.roles import FIELD, Role
from governance.codes import Level
from grids import queries as grids
from incidents.web.pages import StaffPage
from incidents.web.shell import BLANK, PORTAL, shell, version
from incidents.web.shell import FIELD as FIELD_SHELL

DETAIL = 17
"""Outlines are drawn for this zoom: half a pixel there is about 30 cm."""


class ServiceWorker(View):
    """The script that keeps the app on the phone, at the root so that it serves every page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Its text names the files of this release: another release is another text, which browsers notice.

        With `?portal` it keeps what residents use, a fifth of what the field needs.
        """
        portal = "portal" in request.GET
        roots, blank = (PORTAL, BLANK) if portal else (FIELD_SHELL, ())
        context = {
            "shell": orjson.dumps(shell(roots)).decode(), "version": version(roots), "static_url": settings.STATIC_URL,
            "blank": orjson.dumps(blank).decode(),
        }  # fmt: skip
        response = render(request, "worker/sw.js", context, content_type="text/javascript")
        response["Cache-Control"] = "no-cache"
        return response


class Manifest(View):
    """Name, colours and icons for the home screen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The manifest in the reader's language."""
        icons = [
            {"src": static(f"icons/{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"} for size in (192, 512)
        ]
        body = {
            "id": reverse("start"), "name": _("网格"), "short_name": _("网格"), "start_url": reverse("start"),
            "scope": "/", "display": "standalone", "background_color": "#f2f4f8", "theme_color": "#0052d9", "icons": icons,
        }  # fmt: skip
        return JsonResponse(body, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


class FieldPage(StaffPage):
    """A page for all who carry a phone in the field."""

    roles = FIELD | {Role.HANDLER}


class Unsent(FieldPage):
    """What the phone still keeps; the list is the phone's own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty page with the words; scripts fill it."""
        cases = reverse("worker") + "tasks/" if self.actor.has_role(*FIELD) else reverse("handle")
        return render(request, "worker/unsent.html", {"cases": cases})


class OwnArea(StaffPage):
    """The worker's grids and their neighbours, so that the phone can name a place without a network."""

    roles = FIELD

    def get(self, request: HttpRequest) -> HttpResponse:
        """GeoJSON of grids; `own` lists the codes of one's own."""
        own = grids.grids_of(self.actor.scopes(FIELD))
        outlines = grids.areas_geojson(level=Level.GRID, codes=[*own, *grids.neighbours(own)], zoom=DETAIL)
        body = orjson.dumps({"own": own, "areas": orjson.Fragment(outlines)})
        return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "private, no-cache"})
