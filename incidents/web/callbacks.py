"""The queue of calls after closing (回访): whom to call, and what they said."""

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.errors import Conflict, Invalid
from incidents.actions.closing import call_back
from incidents.cards import row_card
from incidents.queries.callbacks import CALLERS, waiting_callbacks
from incidents.web.buttons import RESULTS
from incidents.web.pages import StaffPage
from incidents.web.report_form import PlainText


class CallForm(forms.Form):
    """Shape only; the action decides."""

    incident = forms.UUIDField()
    version = forms.IntegerField(min_value=1)
    result = forms.CharField(max_length=16)
    opinion = PlainText(required=False, max_length=1000)


class CallBacks(StaffPage):
    """Cases to call about, the longest waiting first."""

    roles = CALLERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note what was said, and show what is left."""
        form = CallForm(request.POST)
        if not form.is_valid():
            return self.page(request, [str(reason) for reasons in form.errors.values() for reason in reasons])
        data = form.cleaned_data
        try:
            call_back(
                actor=self.actor, incident_id=data["incident"], version=data["version"], at=timezone.now(), result=data["result"],
                opinion=data["opinion"],
            )  # fmt: skip
        except (Invalid, Conflict) as refused:
            return self.page(request, refused.reasons)
        return redirect("callbacks")

    def page(self, request: HttpRequest, errors: Sequence[str] = ()) -> HttpResponse:
        """The list, with what was wrong."""
        at = timezone.now()
        cases, waiting = waiting_callbacks(actor=self.actor, at=at)
        rows = [{"case": one, "card": row_card(incident=one, at=at)} for one in cases]
        context = {"rows": rows, "waiting": waiting, "results": RESULTS["call_back"], "errors": errors}
        return render(request, "desk/callbacks.html", context, status=400 if errors else 200)
