"""Pages for the grid (网格): change tasks, self-declarations to check, visits that were missed."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.errors import Refused
from residents.actions.selfreports import settle_report
from residents.actions.tasks import Seen, settle_task
from residents.disclosure.changes import tasks_shown
from residents.disclosure.late import late_visits
from residents.disclosure.pairs import reports_shown
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
        at = timezone.now()
        shown, today = tasks_shown(actor=self.actor, purpose=self.purpose(None), at=at), timezone.localdate(at)
        rows = [{"task": task, "late": task.due_on < today, "doubt": doubt, "firm": firm} for task, doubt, firm in shown]
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
        mine = [post.code for post in self.actor.posts if len(post.code) == 15]  # noqa: PLR2004 - a grid's code
        found = {"here": "reports", "rows": rows, "grid": mine[0] if mine else "", "refused": refused}
        return render(request, "registry/reports.html", found, status=refused.status if refused else 200)


class LateVisits(RegistryPage):
    """Visits that were missed, as the leader of the grid and the registrar see them."""

    verb: ClassVar[str] = "visit.list"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, the longest missed first."""
        return render(request, "registry/visits.html", {"here": "visits", **late_visits(actor=self.actor, at=timezone.now())})
