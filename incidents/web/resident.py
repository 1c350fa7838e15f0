"""A resident's pages (居民): report without an account, follow by a secret link."""

import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from governance.access import policy
from governance.access.actor import resident_of
from governance.codes import Level
from governance.devices import device_of
from governance.errors import Invalid, NotFound
from governance.http import actor_from, network_of
from governance.pages import NOBODY, SIGNED_IN
from governance.privacy import redact
from governance.sending import SentFile, send_picture
from grids import queries as grids
from grids.models import Building
from incidents.actions.portal.reporting import Sent
from incidents.actions.report import follow_token
from incidents.cards import detail_card
from incidents.models import Incident, Nature, Source, Stage
from incidents.queries.allowances import reminds_from, reopens_until
from incidents.queries.followed import followed_incident, standing_for
from incidents.queries.offices import leaders_of, offices_of
from incidents.queries.photos import visible_photo
from incidents.queries.portal import is_shown
from incidents.web import report_form, tiles
from incidents.web.desk import view_of
from incidents.web.portal.kinds import KINDS, Kind, category_of
from incidents.web.progress import progress_of


def shown_of(mine: Incident, standing: Incident) -> frozenset[str]:
    """The stages of photos that tell the reporter what was done; those of looks in between are the office's own.

    Where another case stands for mine, its photos of before are another reporter's.
    """
    return frozenset({Stage.BEFORE, Stage.AFTER}) if mine.pk == standing.pk else frozenset({Stage.AFTER})


class ReportPage(View):
    """Where, what, send. Three steps with scripts, one plain form without."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form; the QR code of a building fills in its place."""
        form = report_form.blank(timezone.now())
        building = grids.building_by_code(request.GET.get("building", "")[:25]) if "building" in request.GET else None
        if building is not None:
            form.place, form.community = building.address or building.name, building.grid_code[: Level.COMMUNITY]
        return self.page(request, form, building)

    def post(self, request: HttpRequest) -> HttpResponse:
        """File it and show the link to follow it."""
        at, kind = timezone.now(), KINDS.get(request.POST.get("kind", ""))
        form = report_form.ReportForm(with_category(request.POST, kind))
        if not form.is_valid():
            return self.page(request, report_form.again(request.POST.dict(), report_form.errors_of(form), at))
        sent, nature = Sent(network_of(request), device_of(request)), kind.nature if kind else Nature.COMPLAINT
        try:
            incident = report_form.filed(
                request=request, actor=actor_from(request), form=form, source=Source.RESIDENT, at=at, sent=sent, nature=nature
            )
        except Invalid as refused:
            return self.page(request, report_form.again(request.POST.dict(), refused.reasons, at))
        if incident.follow_digest is None:  # staff who tried the page: they find the case at their desk
            return redirect("start")
        return redirect("follow", follow_token(incident.pk))

    def page(self, request: HttpRequest, form: report_form.Filled, building: Building | None = None) -> HttpResponse:
        """The form with its tiles and lists; a question, a suggestion or praise has a shorter one."""
        home, name = grids.home_code(), request.GET.get("kind") or request.POST.get("kind") or ""
        if (kind := KINDS.get(name)) is not None and category_of(kind) is not None:
            context: dict[str, Any] = {
                "form": form, "kind": name, "heading": kind.heading, "ask": kind.ask, "route": kind.route,
                "communities": grids.divisions_in(code=home, level=Level.COMMUNITY),
            }  # fmt: skip
            return render(request, "resident/say.html", context, status=400 if form.errors else 200)
        middle = None if building is None else building.footprint.point_on_surface
        context = {
            "plain": "plain" in request.GET,
            "start": "" if middle is None else json.dumps({"lon": round(middle.x, 6), "lat": round(middle.y, 6)}),
            "form": form, "tiles": tiles.tiles(tiles.RESIDENTS), "categories": tiles.active_categories(), "area": grids.full_name(home),
            "communities": grids.divisions_in(code=home, level=Level.COMMUNITY), "view": json.dumps(view_of(home)),
        }  # fmt: skip
        page = render(request, "resident/report.html", context, status=400 if form.errors else 200)
        if request.method == "GET" and not request.GET:
            page[SIGNED_IN] = NOBODY
        return page


def with_category(sent: QueryDict, kind: Kind | None) -> QueryDict:
    """The form as it came; a question, a suggestion or praise has the category of its kind."""
    category = category_of(kind) if kind else None
    if category is None:
        return sent
    filled = sent.copy()
    filled["category"] = str(category.pk)
    return filled


class FollowPage(View):
    """How far my report is, and what I can do about it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The progress, the photos, who has it and until when."""
        return self.shown(request, token)

    @staticmethod
    def shown(request: HttpRequest, token: str, *, typed: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
        """The page; with what was refused of a step."""
        mine, at = followed_incident(token=token), timezone.now()
        incident = standing_for(mine)
        card = detail_card(actor=resident_of(case_id=str(incident.pk)), incident=incident, at=at)
        photos = [photo for photo in card["photos"] if photo["stage"] in shown_of(mine, incident)]
        own, again = mine.pk == incident.pk, reminds_from(incident)
        context = {
            "mine": mine, "card": card, "progress": progress_of(card), "photos": photos, "token": token,
            "link": request.build_absolute_uri(reverse("follow", args=[token])), "typed": typed or {},
            "done": request.GET.get("done", ""),
            "verbs": verbs_of(card, own=own), "talk": talk_of(card) if own else [], "rating": incident.rating if own else None,
            "scale": range(5, 0, -1), "office": next(iter(offices_of(incident.code)), None),
            "leaders": leaders_of(code=incident.code, at=at),
            "reopens_until": reopens_until(incident), "reminds_from": again if again is not None and again > at else None,
            "public": own and is_shown(mine, at),
        }  # fmt: skip
        return render(request, "resident/follow.html", context, status=status)


def verbs_of(card: Mapping[str, Any], *, own: bool) -> frozenset[str]:
    """What the resident may do now. About a case that stands for theirs: add and remind only."""
    verbs = {action["verb"] for action in card["actions"]}
    return frozenset(verbs if own else verbs & {"add", "remind"})


def talk_of(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was said, without the names of staff and with personal numbers masked."""
    return [
        {"kind": one["kind"], "label": one["label"], "text": redact(one["text"]), "at": datetime.fromisoformat(one["at"])}
        for one in card["messages"]
        if one["text"] and one["kind"] in {"question", "answer", "addition", "reminder"}
    ]


class FollowPhoto(View):
    """A photo of the followed case."""

    def get(self, _request: HttpRequest, token: str, photo_id: UUID, size: str) -> SentFile:
        """The cleaned JPEG, whole or small; the link is checked at each request (C13)."""
        mine = followed_incident(token=token)
        incident = standing_for(mine)
        photo = visible_photo(actor=resident_of(case_id=str(incident.pk)), photo_id=photo_id)
        if photo.stage not in shown_of(mine, incident):
            raise NotFound
        return send_picture(photo.file, small=size == "thumb")


class FollowQr(View):
    """The link as a QR code, to be photographed or printed."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """SVG; only for a link that is one."""
        followed_incident(token=token)
        return qr_svg(request.build_absolute_uri(reverse("follow", args=[token])))


class BuildingQr(View):
    """The QR code for the wall of a building: it opens the report form at that place."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """SVG, for staff; an unknown building is NotFound."""
        policy.require(actor_from(request), "map.read", None)
        if grids.building_by_code(code) is None:
            raise NotFound
        return qr_svg(request.build_absolute_uri(f"{reverse('resident_report')}?building={code}"))


def qr_svg(text: str) -> HttpResponse:
    """A QR code of error level M, drawn by paths alone."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=6, border=3, dark="#000", light="#fff", xmldecl=False)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=3600"})
