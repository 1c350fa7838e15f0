"""Emergency notices for everybody (应急通知): the page, CAP 1.2 and the feed of it; and the field's acknowledgement."""

import re
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletins.actions.warning import acknowledge_alert
from bulletins.models import Alert
from bulletins.queries import alert_by_id, alert_progress
from bulletins.queries.alerts import acknowledged_codes, field_posts, may_follow, told_alerts
from bulletins.web.atom import Item, feed
from bulletins.web.cap import cap_xml
from bulletins.web.portal import PortalPage
from governance.codes import Level, level_of
from governance.http import actor_from
from grids import queries as grids

DIALLED = re.compile(r"[+(（]?[0-9][0-9()（） -]{1,30}[0-9]")
"""A number as people write it, the area code in brackets or not, with words around it or not."""
SHORTEST, LONGEST = 3, 13
"""Digits of a number: 119, and a landline with its country. Two numbers in a row are none."""
ZOOM = 12
"""Outlines in CAP are simplified for this zoom."""


def dialled(contact: str) -> str:
    """What a tap dials of whom to call; empty where that is not one number."""
    found = [re.sub(r"[^0-9+]", "", one) for one in DIALLED.findall(contact)]
    usable = [one for one in found if SHORTEST <= len(one.lstrip("+")) <= LONGEST]
    return usable[0] if len(found) == len(usable) == 1 else ""


class AlertPage(PortalPage):
    """One emergency notice; grid workers say here that they passed it on."""

    template = "portal/alert.html"

    def get(self, request: HttpRequest, alert_id: UUID) -> HttpResponse:
        """What happened, what to do, whom to call; for staff how far it has got."""
        alert, actor, at = alert_by_id(alert_id=alert_id), actor_from(request), timezone.now()
        context: dict[str, Any] = {
            "one": alert,
            "dial": dialled(alert.contact),
            "area": grids.full_name(alert.code),
            "over": alert.expires_at <= at or hasattr(alert, "replaced_by"),
        }
        if actor.signed_in:
            own, done = field_posts(actor=actor, alert=alert, at=at), acknowledged_codes(alert=alert, actor=actor)
            progress = alert_progress(alert=alert, actor=actor) if may_follow(actor, alert) else []
            context |= {
                "mine": own, "acknowledged": bool(own) and set(own) <= set(done), "progress": progress,
                "told": sum(one.at is not None for one in progress),
            }  # fmt: skip
        return self.page(request, **context)

    def post(self, request: HttpRequest, alert_id: UUID) -> HttpResponse:
        """Acknowledge for one's own grids."""
        acknowledge_alert(actor=actor_from(request), alert_id=alert_id, at=timezone.now())
        return redirect("alert", alert_id)


class AlertCap(PortalPage):
    """The notice as CAP 1.2."""

    def get(self, request: HttpRequest, alert_id: UUID) -> HttpResponse:
        """`application/cap+xml`."""
        alert = alert_by_id(alert_id=alert_id)
        body = cap_xml(alert, web=request.build_absolute_uri(f"/alerts/{alert.pk}/"), rings=rings_of(alert))
        return HttpResponse(body, content_type="application/cap+xml; charset=utf-8", headers={"Cache-Control": "public, max-age=60"})


class AlertFeed(PortalPage):
    """The last word on each notice as Atom, linked to its CAP message."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """For other systems to poll."""
        items = [
            Item(
                id=f"urn:uuid:{one.pk}", title=one.headline, path=f"/alerts/{one.pk}/cap.xml", text=one.description, author=one.unit.name,
                at=one.sent_at, link_type="application/cap+xml",
            )
            for one in told_alerts(at=timezone.now())
        ]  # fmt: skip
        return feed(request, title=_("应急通知"), items=items, at=timezone.now())


def rings_of(alert: Alert) -> list[list[tuple[float, float]]]:
    """The outer rings of the area's outline, simplified; none where no outline is known."""
    drawn = orjson.loads(grids.areas_geojson(level=Level(level_of(alert.code)), codes=[alert.code], zoom=ZOOM))
    found = []
    for feature in drawn["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        found += [[(lon, lat) for lon, lat in polygon[0]] for polygon in polygons]
    return found
