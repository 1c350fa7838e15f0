"""Consultations for everybody (征求意见): read paragraph by paragraph, and say something to each."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletins.actions.consulting import add_comment
from bulletins.queries import consultation_by_id, consultations_in
from bulletins.web.portal import PortalPage, area_asked, communities
from governance.devices import device_of
from governance.errors import Refused
from governance.http import network_of
from governance.privacy import redact


class CommentForm(forms.Form):
    """Shape only."""

    paragraph = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    text = forms.CharField(max_length=1000)


class Consultations(PortalPage):
    """What is asked now, and what came of earlier questions."""

    template = "portal/consultations.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Open ones first."""
        code, at = area_asked(request), timezone.now()
        found = list(consultations_in(code=code, at=at)[:50])
        open_ones = sorted((one for one in found if one.closes_at > at), key=lambda one: one.closes_at)
        return self.page(
            request, open=open_ones, over=[one for one in found if one.closes_at <= at], code=code, communities=communities()
        )  # fmt: skip


class ConsultationPage(PortalPage):
    """One text in numbered paragraphs."""

    template = "portal/consultation.html"

    def get(self, request: HttpRequest, consultation_id: UUID) -> HttpResponse:
        """The paragraphs, each with what was said to it."""
        return self.shown(request, consultation_id)

    def post(self, request: HttpRequest, consultation_id: UUID) -> HttpResponse:
        """Say something to a paragraph."""
        form = CommentForm(request.POST)
        if not form.is_valid():
            return self.shown(request, consultation_id, wrong=_("请写下您的意见，最多 1000 字。"), typed=request.POST.get("text", ""))
        paragraph, text = form.cleaned_data["paragraph"], form.cleaned_data["text"]
        try:
            add_comment(paragraph_id=paragraph, device=device_of(request), address=network_of(request), text=text, at=timezone.now())
        except Refused as refused:
            reasons = [str(reason) for several in refused.fields.values() for reason in several] or [str(refused.message)]
            return self.shown(request, consultation_id, wrong=reasons[0], typed=text, paragraph=paragraph, status=refused.status)
        response = redirect("consultation", consultation_id)
        response["Location"] += f"?said={paragraph}#p{paragraph}"
        return response

    def shown(
        self, request: HttpRequest, consultation_id: UUID, *, wrong: str = "", typed: str = "", paragraph: int = 0, status: int = 0
    ) -> HttpResponse:
        """The page, with what was refused beside the paragraph it was for."""
        at = timezone.now()
        found = consultation_by_id(consultation_id=consultation_id, at=at)
        for one in found.paragraphs.all():
            for comment in one.shown:  # type: ignore[attr-defined]
                comment.text = redact(comment.text)
        said = request.GET.get("said", "")
        context = {
            "one": found, "open": found.closes_at > at, "wrong": wrong, "typed": typed, "wrong_at": paragraph,
            "said": int(said) if said.isascii() and said.isdecimal() else 0,
        }  # fmt: skip
        return self.page(request, status=status or (400 if wrong else 200), **context)
