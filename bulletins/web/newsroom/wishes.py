"""Where places are missing (哪里缺什么): the map of suggestions with the same cells in a list beside it."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bulletins.models import FacilityKind
from bulletins.queries.wishes import wishes_by_cell
from bulletins.rules import READERS
from bulletins.web.newsroom.base import Newsroom


class Wishes(Newsroom):
    """The map reads the rows of the list, so that both always say the same."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """All kinds, or one."""
        kind = request.GET.get("kind", "")
        chosen = kind if kind in FacilityKind.values else ""
        cells = wishes_by_cell(actor=self.actor, kind=chosen)
        context = {
            "cells": cells, "kinds": FacilityKind.choices, "kind": chosen, "most": cells[0].count if cells else 0,
            "total": sum(cell.count for cell in cells), "scopes": json.dumps(self.actor.scopes(READERS)),
        }  # fmt: skip
        return render(request, "newsroom/wishes.html", context)
