"""Closed months (月度关账)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from evaluation.actions.months import close_month
from evaluation.models import Closing
from evaluation.periods import Span, period_of, today
from evaluation.rules import SEES_FIGURES
from evaluation.web.asked import read_code, read_period
from governance.access.actor import code_in
from governance.access.policy import allowed
from governance.access.roles import Role
from governance.errors import Refused
from grids import queries as grids
from incidents.web.pages import StaffPage

SHOWN = 60


class Months(StaffPage):
    """The months that were closed, and the form that closes one."""

    roles = frozenset({Role.EVALUATOR, Role.LEADER, Role.DUTY_CHIEF})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Close; a refusal shows the page again with the reason."""
        at = timezone.now()
        try:
            code = read_code(self.actor, request.POST.get("code", ""))
            close_month(actor=self.actor, code=code, period=read_period(request.POST.get("month", ""), at), at=at)
        except Refused as refused:
            return self.page(request, refused)
        return redirect("evaluation_months")

    def page(self, request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        at = timezone.now()
        scopes = self.actor.scopes(SEES_FIGURES)
        closed = list(Closing.objects.filter(code_in("code", scopes)).select_related("by").order_by("-month", "code")[:SHOWN])
        names = grids.names([one.code for one in closed] + scopes)
        last = period_of(Span.MONTH, today(at)).before()
        context = {
            "closed": [(one, names[one.code]) for one in closed],
            "areas": [(code, names[code]) for code in scopes if allowed(self.actor, "month.close", code)],
            "months": [month.key for month in (last, last.before(), last.before().before())],
            "wanted": request.GET.get("month", last.key),
            "refused": refused,
        }
        return render(request, "evaluation/months.html", context, status=refused.status if refused else 200)
