"""What a figure is made of (数字明细): cases, households, days on patrol. As long as the number says."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from evaluation.cards.cells import duration
from evaluation.cards.labels import MEASURES as LABELS
from evaluation.cards.labels import said_of
from evaluation.indicators.marks import Stage
from evaluation.indicators.measures import MEASURES
from evaluation.queries.behind import PAGE, Behind, behind
from evaluation.queries.catalogue import suspended_aside
from evaluation.queries.standing import Standing, days_behind, homes_behind
from evaluation.web.asked import whole
from evaluation.web.pages import FiguresPage
from governance.access.actor import Actor
from governance.access.roles import DESK, FIELD, OVERSIGHT
from governance.errors import NotFound


class CasesBehind(FiguresPage):
    """The list behind a figure."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of what a measure counts."""
        at = timezone.now()
        wish = self.wish(request, at)
        name = request.GET.get("measure", "")
        measure = MEASURES.get(name)
        if measure is None:
            raise NotFound
        given: dict[str, Any] = {"subject": wish.subject, "period": wish.period, "measure": measure, "at": at}
        page = given["page"] = max(1, whole(request.GET, "page") or 1)
        found: Behind | Standing
        if measure.stage == Stage.VISIT:
            shown, found = "evaluation/homes.html", homes_behind(actor=self.actor, **given)
        elif measure.stage == Stage.PATROL:
            shown, found = "evaluation/days.html", days_behind(**given)
        else:
            shown, found = "evaluation/cases.html", behind(actor=self.actor, aside=suspended_aside(), **given)
        rows = cases(self.actor, found) if isinstance(found, Behind) else found.rows
        context = {"title": LABELS.get(name, name), "measure": name, "found": found, "rows": rows, "page": page}
        return render(request, shown, self.frame(wish, at) | context | {"pages": -(-found.rows_in_all // PAGE)})


def cases(actor: Actor, found: Behind) -> list[tuple[Any, str, list[tuple[str, str]], str]]:
    """Each row with where its case opens, what is said of it, and how long it took."""
    return [
        (
            row,
            case_address(actor, row.incident_id) if row.opens else "",
            said_of(row.marks),
            duration(row.seconds) if row.seconds else "",
        )
        for row in found.rows
    ]


def case_address(actor: Actor, incident_id: UUID | None) -> str:
    """Where the reader's post opens the case."""
    if actor.has_role(*(DESK | OVERSIGHT)):
        return f"{reverse('desk')}?case={incident_id}"
    return reverse("worker_task" if actor.has_role(*FIELD) else "handle_case", args=[incident_id])
