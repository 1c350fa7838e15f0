"""A grid worker's pages (网格员): report, my tasks, one task."""

import json
from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.access.roles import FIELD, Role
from governance.codes import Level
from governance.errors import Invalid
from grids import queries as grids
from incidents.cards import detail_card, row_cards
from incidents.models import Source
from incidents.queries.leaves import leaves_of
from incidents.queries.queue import Filters, queue
from incidents.queries.visible import visible_incident
from incidents.web import report_form, tiles
from incidents.web.buttons import buttons
from incidents.web.desk import view_of
from incidents.web.pages import StaffPage
from incidents.web.step_form import step_taken
from incidents.web.today import midnight, notices, today
from incidents.web.waiting import waiting_for
from incidents.workflow import State

TASKS = (State.VERIFYING, State.CHECKING)
MINE = 50


class WorkerPage(StaffPage):
    """A page for grid workers and leaders."""

    roles = FIELD

    @property
    def area(self) -> str:
        """The worker's own grids by name."""
        return "、".join(grids.full_name(code) for code in self.actor.scopes(FIELD))

    @property
    def home(self) -> str:
        """The code of the first grid."""
        return self.actor.scopes(FIELD)[0]


class Home(WorkerPage):
    """What is to be done."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """My tasks, the most urgent first; the phone sorts by distance."""
        at = timezone.now()
        cards = waiting_for(actor=self.actor, states=TASKS, at=at)
        houses = " ".join(f"/api/buildings/?grid={code}" for code in self.actor.scopes(FIELD) if len(code) == Level.GRID)
        context = {"tasks": cards, "area": self.area, "houses": houses, "today": today(self.actor, at), "notices": notices(self.actor, at)}
        return render(request, "worker/home.html", context)


class Tasks(WorkerPage):
    """All tasks of the grid: one's own, and what colleagues took over."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Two lists."""
        at = timezone.now()
        own, others = (waiting_for(actor=self.actor, states=TASKS, at=at, others=others) for others in (False, True))
        return render(request, "worker/tasks.html", {"tasks": own, "others": others, "area": self.area})


class Mine(WorkerPage):
    """What I reported, my attendance, my phone number."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The newest first."""
        at = timezone.now()
        found = queue(actor=self.actor, filters=Filters(mine=True), at=at, limit=MINE).items
        context = {
            "reports": row_cards(incidents=found, at=at), "area": self.area, "leads": self.actor.has_role(Role.GRID_LEADER),
            "present": grids.days_present(user_id=self.actor.user_id or 0, since=midnight(at).replace(day=1), at=at),
            "leaves": leaves_of(user_id=self.actor.user_id or 0, at=at),
        }  # fmt: skip
        return render(request, "worker/mine.html", context)


class ReportPage(WorkerPage):
    """The report form; scripts send it by the API, without them it posts here."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form."""
        return self.page(request, report_form.blank(timezone.now()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """File it; what is wrong is shown above the form."""
        form, at = report_form.ReportForm(request.POST), timezone.now()
        if not form.is_valid():
            return self.page(request, report_form.again(request.POST.dict(), report_form.errors_of(form), at))
        try:
            incident = report_form.filed(request=request, actor=self.actor, form=form, source=Source.GRID_WORKER, at=at)
        except Invalid as refused:
            return self.page(request, report_form.again(request.POST.dict(), refused.reasons, at))
        return redirect("worker_done", incident.pk)

    def page(self, request: HttpRequest, form: report_form.Filled) -> HttpResponse:
        """The form with its tiles and lists."""
        communities = grids.divisions_in(code=self.home[: Level.STREET], level=Level.COMMUNITY)
        own = self.home[: Level.COMMUNITY] if len(self.home) >= Level.COMMUNITY else ""
        context = {
            "form": form, "tiles": tiles.tiles(tiles.FIELD), "categories": tiles.active_categories(), "communities": communities,
            "own_community": own,
        }  # fmt: skip
        status = 400 if form.errors else 200
        return render(request, "worker/report.html", context | {"view": json.dumps(view_of(self.home))}, status=status)


class Done(WorkerPage):
    """After a report without scripts."""

    def get(self, request: HttpRequest, incident_id: UUID) -> HttpResponse:
        """Its number."""
        incident = visible_incident(actor=self.actor, incident_id=incident_id)
        return render(request, "worker/done.html", {"card": {"number": incident.number}})


class Task(WorkerPage):
    """One case in the field."""

    def get(self, request: HttpRequest, incident_id: UUID) -> HttpResponse:
        """The case with the steps that this worker may take."""
        return self.page(request, incident_id)

    def post(self, request: HttpRequest, incident_id: UUID) -> HttpResponse:
        """Take a step without scripts."""
        try:
            step_taken(request=request, actor=self.actor, incident_id=incident_id, at=timezone.now())
        except Invalid as refused:
            return self.page(request, incident_id, refused.reasons)
        return redirect("worker")

    def page(self, request: HttpRequest, incident_id: UUID, errors: Sequence[str] = ()) -> HttpResponse:
        """The case, with what was wrong and what had been written."""
        incident = visible_incident(actor=self.actor, incident_id=incident_id)
        card = detail_card(actor=self.actor, incident=incident, at=timezone.now())
        context = {"card": card, "buttons": buttons(card["actions"]), "errors": errors, "sent": request.POST}
        return render(request, "worker/task.html", context, status=400 if errors else 200)
