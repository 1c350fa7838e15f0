"""Pages for the grid (网格): change tasks, self-declarations to check, visits that were missed."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.errors import Refused
from grids.queries import names
from residents.actions.selfreports import settle_report
from residents.actions.tasks import Seen, settle_task
from residents.disclosure.late import late_visits
from residents.disclosure.pairs import doubts_shown, firm_doubts_shown, reports_shown
from residents.queries.captains import open_tasks
from residents.queries.reports import open_reports
from residents.web.base import RegistryPage


class Tasks(RegistryPage):
    """What a worker should look at: doubted values, and what captains told."""

    verb: ClassVar[str] = "task.list"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The open tasks."""
        return self.page(request, None)

    def post(self, request: HttpRequest, task_id: UUID) -> HttpResponse:
        """Say what was seen."""
        given = request.POST
        seen = Seen(given.get("answer", ""), given.get("value", ""), given.get("note", ""))
        try:
            settle_task(actor=self.actor, task_id=task_id, seen=seen, at=timezone.now())
        except Refused as refused:
            return self.page(request, refused)
        return redirect("registry_tasks")

    def page(self, request: HttpRequest, refused: Refused | None) -> HttpResponse:
        """The page, with what was refused."""
        at, tasks = timezone.now(), open_tasks(actor=self.actor)
        doubts = [task.doubt for task in tasks if task.doubt is not None]
        shown = {row["doubt"].pk: row for row in doubts_shown(actor=self.actor, doubts=doubts, purpose=self.purpose(None), at=at)}
        firms = [task.firm_doubt for task in tasks if task.firm_doubt is not None]
        told = {row["doubt"].pk: row for row in firm_doubts_shown(actor=self.actor, doubts=firms, at=at)}
        today = timezone.localdate(at)
        rows = [
            {"task": task, "late": task.due_on < today, "doubt": shown.get(task.doubt_id), "firm": told.get(task.firm_doubt_id)}
            for task in tasks
        ]
        found = {"here": "tasks", "rows": rows, "refused": refused}
        return render(request, "registry/tasks.html", found, status=refused.status if refused else 200)


class Reports(RegistryPage):
    """Self-declarations that wait for a check."""

    verb: ClassVar[str] = "report.list"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The open declarations."""
        return self.page(request, None)

    def post(self, request: HttpRequest, report_id: UUID) -> HttpResponse:
        """Take it in, or refuse it with a reason."""
        given = request.POST
        try:
            settle_report(
                actor=self.actor, report_id=report_id, accepted=given.get("ask") == "accept", reason=given.get("reason", ""),
                grid=given.get("grid", "").strip(), at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            return self.page(request, refused)
        return redirect("registry_reports")

    def page(self, request: HttpRequest, refused: Refused | None) -> HttpResponse:
        """The page, with what was refused."""
        rows = reports_shown(actor=self.actor, reports=open_reports(actor=self.actor), at=timezone.now())
        places = names(row["report"].code for row in rows)
        rows = [row | {"area": places[row["report"].code]} for row in rows]
        mine = [post.code for post in self.actor.posts if len(post.code) == 15]  # noqa: PLR2004 - a grid's code
        found = {"here": "reports", "rows": rows, "grid": mine[0] if mine else "", "refused": refused}
        return render(request, "registry/reports.html", found, status=refused.status if refused else 200)


class LateVisits(RegistryPage):
    """Visits that were missed, as the leader of the grid and the registrar see them."""

    verb: ClassVar[str] = "visit.list"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, the longest missed first."""
        return render(request, "registry/visits.html", {"here": "visits", **late_visits(actor=self.actor, at=timezone.now())})
