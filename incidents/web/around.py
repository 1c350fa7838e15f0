"""What is around a worker (身边): the map of the own grid and its neighbours, and whom to call."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from governance.access.roles import FIELD
from governance.codes import Level
from incidents.queries.contacts import contacts_for
from incidents.web.desk import view_of
from incidents.web.waiting import waiting_for
from incidents.web.worker import TASKS, WorkerPage


class MapPage(WorkerPage):
    """The map with own tasks and buildings; the same tasks stand below it as a list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; outlines and buildings come from the phone's store."""
        own = [code for code in self.actor.scopes(FIELD) if len(code) == Level.GRID]
        tasks = waiting_for(actor=self.actor, states=TASKS, at=timezone.now())
        return render(request, "worker/map.html", {"tasks": tasks, "own": own, "area": self.area, "view": json.dumps(view_of(self.home))})


class Contacts(WorkerPage):
    """The list of contacts (通讯录)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Everybody in groups; one tap calls."""
        return render(request, "worker/contacts.html", {"groups": contacts_for(actor=self.actor, at=timezone.now())})
