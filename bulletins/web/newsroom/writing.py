"""Writing a bulletin (写公告)."""

from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bulletins.actions.writing import Shown, publish_bulletin, write_bulletin
from bulletins.models import BulletinKind
from bulletins.rules import PRESS
from bulletins.web.newsroom.base import Newsroom, read, reasons
from governance.errors import Refused


class BulletinForm(forms.Form):
    """Shape only."""

    id = forms.UUIDField()
    kind = forms.ChoiceField(choices=BulletinKind.choices)
    title = forms.CharField(max_length=100)
    body = forms.CharField(max_length=10_000)
    code = forms.RegexField(r"^\d{4,15}\Z")
    alt = forms.CharField(max_length=600, required=False)


class NewBulletin(Newsroom):
    """Write a bulletin or an article."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form."""
        return self.form(request, {"id": str(uuid4())})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the draft, and publish it when asked to."""
        form = BulletinForm(request.POST)
        if not form.is_valid():
            return self.form(request, request.POST.dict(), reasons(form))
        given, at = form.cleaned_data, timezone.now()
        alts = [line.strip() for line in given["alt"].splitlines() if line.strip()]
        try:
            pictures = [
                Shown(read(file), alts[at_] if at_ < len(alts) else "") for at_, file in enumerate(request.FILES.getlist("pictures"))
            ]  # fmt: skip
            made = write_bulletin(
                actor=self.actor, bulletin_id=given["id"], kind=given["kind"], title=given["title"], body=given["body"], code=given["code"],
                pictures=pictures, at=at,
            )  # fmt: skip
            if "publish" in request.POST:
                publish_bulletin(actor=self.actor, bulletin_id=made.pk, at=at)
        except Refused as refused:
            return self.form(request, request.POST.dict(), refused.reasons)
        return redirect("bulletin", made.pk)

    def form(self, request: HttpRequest, typed: dict[str, str], wrong: list[str] | None = None) -> HttpResponse:
        """The form with what was typed."""
        context = {"typed": typed, "errors": wrong or [], "areas": self.areas(PRESS), "kinds": BulletinKind.choices}
        return render(request, "newsroom/bulletin.html", context, status=400 if wrong else 200)
