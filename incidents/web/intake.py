"""A call, a letter or a visit is entered at the desk (来电登记)."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from governance.access.roles import DESK
from governance.codes import Level
from grids import queries as grids
from incidents.models import Nature, Source
from incidents.web import report_form, tiles
from incidents.web.desk import view_of
from incidents.web.pages import StaffPage

FIRST = (Source.HOTLINE, Source.PHONE, Source.MAILBOX, Source.WECHAT, Source.DEPARTMENT, Source.OTHER)
"""How a report reaches a desk, the usual way first."""


class Intake(StaffPage):
    """The form; its script files the report by the API and goes on to the case."""

    roles = DESK

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form for the desk's area."""
        home = self.actor.scopes(self.roles)[0]
        context = {
            "form": report_form.blank(timezone.now()),
            "tiles": tiles.tiles(tiles.RESIDENTS),
            "sources": [(one.value, one.label) for one in FIRST],
            "natures": Nature.choices,
            "communities": grids.divisions_in(code=home, level=Level.COMMUNITY),
            "view": json.dumps(view_of(home)),
            "area": grids.full_name(home),
        }
        return render(request, "desk/intake.html", context)
