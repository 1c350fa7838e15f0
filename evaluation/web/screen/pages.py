"""Pages of the command centre: for staff by their posts, for a wall by its signed link. Both read only."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from evaluation.queries.screen.beat import beat_of
from evaluation.queries.screen.levels import rung_of, trail_of
from evaluation.queries.screen.links import link_by_word
from evaluation.screen_rules import WATCHERS
from evaluation.web.screen.figures import figures
from evaluation.web.screen.words import short_name
from governance.access import policy
from governance.codes import LENGTHS, Level
from governance.errors import NotFound
from grids import queries as grids
from incidents.queries.feed import feed
from incidents.web.pages import StaffPage

SHARP = {Level.DISTRICT: 12, Level.STREET: 14, Level.COMMUNITY: 15, Level.GRID: 17}
"""The zoom for which outlines of a level are simplified."""
JSON = "application/json"


class Watch:
    """What staff and walls share: an area inside the scope, its figures, its outlines."""

    scopes: list[str]

    def area(self, request: HttpRequest) -> str:
        """The area asked for, the first scope without one; NotFound outside the scope and for what is no area."""
        code = request.GET.get("code", "") or self.scopes[0]
        if len(code) not in LENGTHS or not any(code.startswith(scope) for scope in self.scopes) or not grids.is_area(code):
            raise NotFound
        return code

    def told(self, request: HttpRequest) -> HttpResponse:
        """The figures."""
        return HttpResponse(figures(code=self.area(request), at=timezone.now()), content_type=JSON)

    def drawn(self, request: HttpRequest) -> HttpResponse:
        """The outlines to colour and those around them, with the trail; the browser keeps them."""
        rung = rung_of(self.area(request))
        scope = next(scope for scope in self.scopes if rung.code.startswith(scope))
        trail = [{"code": code, "name": short_name(grids.names([code])[code])} for code in trail_of(rung.code, scope)]
        shapes = {"fill": _outlines(rung.fill, rung.code), "borders": _outlines(rung.children or rung.level, rung.code)}
        body = orjson.dumps({"trail": trail, "children": int(rung.children or 0)} | shapes)
        response = HttpResponse(body, content_type=JSON)
        response["Cache-Control"] = "private, max-age=600"
        return response


def _outlines(level: Level, code: str) -> Any:
    return orjson.Fragment(grids.areas_geojson(level=level, code=code, zoom=SHARP[level]))


class ScreenPage(Watch, StaffPage):
    """A page of the command centre for desk and oversight."""

    roles = WATCHERS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The sign-in first; the scope is that of the posts."""
        return super().dispatch(request, *args, **kwargs)

    @property
    def scopes(self) -> list[str]:  # type: ignore[override]
        """The areas of the posts."""
        return self.actor.scopes(self.roles)


class Screen(ScreenPage):
    """The command centre of one's own area."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; its script fetches the figures."""
        context = _context(self.scopes[0], self.area(request), reverse("screen_figures"), reverse("screen_areas"))
        return render(
            request,
            "screen/screen.html",
            context | {"cursor": feed(actor=self.actor).cursor, "lends": policy.allowed(self.actor, "screen_link.list", None)},
        )


class Figures(ScreenPage):
    """The figures for staff."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """JSON."""
        return self.told(request)


class Areas(ScreenPage):
    """The outlines for staff."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """JSON."""
        return self.drawn(request)


class KioskPage(Watch, View):
    """A page for whoever has the signed link; no session is read or made."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A link that opens nothing is NotFound."""
        self.link = link_by_word(word=str(kwargs["word"]), at=timezone.now())
        self.scopes = [self.link.code]
        return super().dispatch(request, *args, **kwargs)


class Kiosk(KioskPage):
    """The command centre on a wall."""

    def get(self, request: HttpRequest, word: str) -> HttpResponse:
        """The page."""
        context = _context(self.link.code, self.area(request), reverse("kiosk_figures", args=[word]), reverse("kiosk_areas", args=[word]))
        return render(request, "screen/screen.html", context | {"kiosk": True, "beat": reverse("kiosk_beat", args=[word])})


class KioskFigures(KioskPage):
    """The figures for a wall."""

    def get(self, request: HttpRequest, word: str) -> HttpResponse:
        """JSON."""
        return self.told(request)


class KioskBeat(KioskPage):
    """Whether anything happened, for a wall: it has no websocket, whose hints name cases."""

    def get(self, request: HttpRequest, word: str) -> HttpResponse:
        """JSON of one word."""
        return HttpResponse(orjson.dumps({"beat": beat_of(code=self.area(request))}), content_type=JSON)


class KioskAreas(KioskPage):
    """The outlines for a wall."""

    def get(self, request: HttpRequest, word: str) -> HttpResponse:
        """JSON."""
        return self.drawn(request)


def _context(home: str, code: str, figures_url: str, areas_url: str) -> dict[str, Any]:
    return {"home": home, "name": short_name(grids.full_name(code)), "figures": figures_url, "areas": areas_url}
