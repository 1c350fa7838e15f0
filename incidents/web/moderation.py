"""What waits to be shown to everybody (公开审核): photos, cases that came in a flood, and the words of the last week."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from governance.privacy import redact
from governance.shapes import uuid_of
from incidents.actions.portal.mending import offer_case
from incidents.actions.portal.showing import judge_photo, show_case
from incidents.cards import category_name
from incidents.queries.moderation import cases_held, cases_lately, cases_to_offer, photos_to_judge
from incidents.queries.portal import is_hidden
from incidents.rules import SHOWERS
from incidents.web.pages import StaffPage

OFFER = "offer"
VERBS = {"release": True, "withhold": False, "show": True, "hide": False}


class Moderation(StaffPage):
    """The desk's queue of what residents sent."""

    roles = SHOWERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Photos first: they are most, and looked at fastest."""
        at, language = timezone.now(), get_language() or ""
        photos = [
            {"photo": one, "title": category_name(one.incident.category, language)}
            for one in photos_to_judge(actor=self.actor, at=at)
            if one.incident
        ]
        texts = [
            {"case": one, "text": redact(one.text), "hidden": is_hidden(one)}
            for one in cases_lately(actor=self.actor, at=at)
        ]  # fmt: skip
        context = {
            "photos": photos,
            "held": cases_held(actor=self.actor),
            "texts": texts,
            "offerable": cases_to_offer(actor=self.actor, at=at),
        }
        return render(request, "newsroom/moderation.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """One button; `release` may name several photos at once."""
        at = timezone.now()
        for verb, good in VERBS.items():
            for text in request.POST.getlist(verb):
                wanted = uuid_of(text)
                if verb in {"release", "withhold"}:
                    judge_photo(actor=self.actor, photo_id=wanted, released=good, at=at)
                else:
                    show_case(actor=self.actor, incident_id=wanted, shown=good, at=at)
        for text in request.POST.getlist(OFFER):
            offer_case(actor=self.actor, incident_id=uuid_of(text), at=at)
        return redirect("moderation")
