"""Asking residents and telling what came of it (征求意见)."""

from datetime import timedelta
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bulletins.actions.consulting import open_consultation, sum_up_consultation
from bulletins.queries import (
    consultation_by_id,
    shown_comments,
)
from bulletins.rules import PRESS
from bulletins.web.newsroom.base import Newsroom, reasons
from governance.access import policy
from governance.errors import Refused

FOR = timedelta(days=14)
"""How long residents may answer when nobody changes it."""


class ConsultationForm(forms.Form):
    """Shape only. Paragraphs are parted by empty lines."""

    id = forms.UUIDField()
    title = forms.CharField(max_length=100)
    intro = forms.CharField(max_length=2000, required=False)
    text = forms.CharField(max_length=60_000)
    code = forms.RegexField(r"^\d{4,15}\Z")
    closes_at = forms.DateTimeField()


class NewConsultation(Newsroom):
    """Ask residents about a text."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form."""
        until = timezone.localtime(timezone.now() + FOR).strftime("%Y-%m-%dT18:00")
        return self.form(request, {"id": str(uuid4()), "closes_at": until})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open it."""
        form = ConsultationForm(request.POST)
        if not form.is_valid():
            return self.form(request, request.POST.dict(), reasons(form))
        given = form.cleaned_data
        paragraphs = given["text"].replace("\r\n", "\n").split("\n\n")
        try:
            made = open_consultation(
                actor=self.actor, consultation_id=given["id"], title=given["title"], intro=given["intro"], paragraphs=paragraphs,
                code=given["code"], closes_at=given["closes_at"], at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            return self.form(request, request.POST.dict(), refused.reasons)
        return redirect("consultation", made.pk)

    def form(self, request: HttpRequest, typed: dict[str, str], wrong: list[str] | None = None) -> HttpResponse:
        """The form with what was typed."""
        context = {"typed": typed, "errors": wrong or [], "areas": self.areas(PRESS)}
        return render(request, "newsroom/consultation.html", context, status=400 if wrong else 200)


class SumUp(Newsroom):
    """Tell what was taken up of a consultation that closed."""

    def get(self, request: HttpRequest, consultation_id: UUID) -> HttpResponse:
        """The comments by paragraph, with a box each."""
        return self.form(request, consultation_id)

    def post(self, request: HttpRequest, consultation_id: UUID) -> HttpResponse:
        """Publish the summary."""
        chosen = [int(number[:12]) for number in request.POST.getlist("taken") if number.isascii() and number.isdecimal()]
        try:
            sum_up_consultation(
                actor=self.actor, consultation_id=consultation_id, summary=request.POST.get("summary", "")[:5000], taken_up=chosen,
                at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            return self.form(request, consultation_id, refused.reasons)
        return redirect("consultation", consultation_id)

    def form(self, request: HttpRequest, consultation_id: UUID, wrong: list[str] | None = None) -> HttpResponse:
        """What was said."""
        found = consultation_by_id(consultation_id=consultation_id, at=timezone.now())
        policy.require(self.actor, "consultation.sum_up", found.code)
        context = {"one": found, "comments": shown_comments(consultation=found), "errors": wrong or [], "typed": request.POST}
        return render(request, "newsroom/summary.html", context, status=400 if wrong else 200)
