"""Warning an area (发应急通知)."""

from datetime import timedelta
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bulletins.actions.warning import Warned, send_alert
from bulletins.models import Certainty, Severity, Theme, Urgency
from bulletins.rules import WARNERS
from bulletins.web.newsroom.base import Newsroom, reasons
from governance.errors import Refused

FOR = timedelta(hours=24)
"""How long a notice is in force when nobody changes it."""


class AlertForm(forms.Form):
    """Shape only."""

    id = forms.UUIDField()
    event = forms.CharField(max_length=40)
    headline = forms.CharField(max_length=80)
    description = forms.CharField(max_length=2000)
    instruction = forms.CharField(max_length=2000, required=False)
    contact = forms.CharField(max_length=64, required=False)
    code = forms.RegexField(r"^\d{4,15}\Z")
    theme = forms.ChoiceField(choices=Theme.choices)
    urgency = forms.ChoiceField(choices=Urgency.choices)
    severity = forms.ChoiceField(choices=Severity.choices)
    certainty = forms.ChoiceField(choices=Certainty.choices)
    expires_at = forms.DateTimeField()


class NewAlert(Newsroom):
    """Warn an area."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form."""
        until = timezone.localtime(timezone.now() + FOR).strftime("%Y-%m-%dT%H:00")
        return self.form(
            request,
            {
                "id": str(uuid4()), "theme": "Met", "severity": "Moderate", "urgency": "Expected", "certainty": "Likely",
                "expires_at": until,
            },
        )  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send it."""
        form = AlertForm(request.POST)
        if not form.is_valid():
            return self.form(request, request.POST.dict(), reasons(form))
        given = dict(form.cleaned_data)
        alert_id: UUID = given.pop("id")
        try:
            made = send_alert(actor=self.actor, alert_id=alert_id, warned=Warned(**given), at=timezone.now())
        except Refused as refused:
            return self.form(request, request.POST.dict(), refused.reasons)
        return redirect("alert", made.pk)

    def form(self, request: HttpRequest, typed: dict[str, str], wrong: list[str] | None = None) -> HttpResponse:
        """The form with what was typed."""
        context = {
            "typed": typed, "errors": wrong or [], "areas": self.areas(WARNERS),
            "scales": [
                ("theme", Theme.choices, typed.get("theme")), ("severity", Severity.choices, typed.get("severity")),
                ("urgency", Urgency.choices, typed.get("urgency")), ("certainty", Certainty.choices, typed.get("certainty")),
            ],
        }  # fmt: skip
        return render(request, "newsroom/alert.html", context, status=400 if wrong else 200)
