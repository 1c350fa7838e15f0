"""The dispatcher's board (调度台). Rows and pins come from the API; the chosen case comes as a fragment."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from governance.access.roles import DESK, OVERSIGHT, Role
from governance.codes import Level
from grids import queries as grids
from incidents.cards import detail_card, standard_card
from incidents.queries import reference
from incidents.queries.feed import feed
from incidents.queries.visible import visible_incident
from incidents.web.bulk import bulk_steps
from incidents.web.buttons import buttons
from incidents.web.pages import StaffPage

ZOOM = {Level.CITY: 11, Level.DISTRICT: 12, Level.STREET: 14, Level.COMMUNITY: 15, Level.GRID: 16}
BY_DEADLINE = (Role.DISPATCHER, Role.DUTY_CHIEF)
"""Who finds the queue sorted by deadline; others find the newest first."""

EMPTY_VIEW = (22.69, 114.34, 12)
"""Where a board without any area looks."""


class Board(StaffPage):
    """Queue, map and detail on one page."""

    roles = DESK | OVERSIGHT

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; its script fetches the rest."""
        scopes = self.actor.scopes(self.roles)
        communities = [one for code in scopes for one in grids.divisions_in(code=code, level=Level.COMMUNITY)]
        area = "、".join(grids.full_name(code) for code in scopes)
        context = {
            "area": area,
            "communities": communities,
            "view": json.dumps(view_of(scopes[0])),
            "scopes": json.dumps(scopes),
            "cursor": feed(actor=self.actor).cursor,
            "may_enter": self.actor.has_role(*DESK),
            "bulk": bulk_steps(self.actor),
            "home": scopes[0],
            "order": "due" if self.actor.has_role(*BY_DEADLINE) else "new",
        }
        return render(request, "desk/board.html", context)


class CaseFragment(StaffPage):
    """The detail column of one case."""

    roles = DESK | OVERSIGHT

    def get(self, request: HttpRequest, incident_id: UUID) -> HttpResponse:
        """The fragment; a foreign case is NotFound."""
        incident = visible_incident(actor=self.actor, incident_id=incident_id)
        card = detail_card(actor=self.actor, incident=incident, at=timezone.now(), advise=True)
        found = [one for one in buttons(card["actions"]) if one.verb != "merge" or any(near["open"] for near in card["nearby"])]
        known = reference.standards().get(incident.category_id, [])
        standards = [standard_card(one) for one in known if not one.area_grade and not one.season]  # grade and season choose by themselves
        context = {"card": card, "buttons": found, "standards": standards, "dispatch": any(one.verb == "dispatch" for one in found)}
        return render(request, "desk/_case.html", context)


def view_of(code: str) -> tuple[float, float, int]:
    """Latitude, longitude and zoom that show an area."""
    centre = grids.centre_of(code)
    if centre is None:
        return EMPTY_VIEW
    return round(centre.lat, 5), round(centre.lon, 5), ZOOM[Level(len(code))]
