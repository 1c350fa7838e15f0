"""Everything that is written, in force, asked, waiting or missed, on one page (编辑台首页)."""

from datetime import datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bulletins.actions.moderating import decide_text
from bulletins.actions.warning import cancel_alert
from bulletins.actions.writing import publish_bulletin, withdraw_bulletin
from bulletins.models import Alert
from bulletins.queries import (
    alert_progress,
    alerts_for_staff,
    consultations_in,
    drafts_for,
    waiting_texts,
    wishes_by_area,
)
from bulletins.rules import PRESS, WARNERS
from bulletins.web.newsroom.base import Newsroom
from governance.errors import Invalid
from governance.shapes import uuid_of

NEWEST = 30


class Overview(Newsroom):
    """What is written, in force, asked, waiting, and missed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Everything on one page."""
        at, scopes = timezone.now(), self.actor.scopes(PRESS)
        asked = {one.pk: one for scope in scopes for one in consultations_in(code=scope, at=at)[:NEWEST]}
        context = {
            "bulletins": drafts_for(actor=self.actor)[:NEWEST], "alerts": self.alerts(at),
            "asked": asked.values(), "new_id": uuid4(),
            "now": at, "waiting": waiting_texts(actor=self.actor), "wanted": wishes_by_area(actor=self.actor)[:NEWEST],
            "may_write": bool(scopes),
            "may_warn": bool(self.actor.scopes(WARNERS)),
        }  # fmt: skip
        return render(request, "newsroom/overview.html", context)

    def alerts(self, at: datetime) -> list[tuple[Alert, int, int]]:
        """What is in force, each with how many grids have acknowledged it, of how many."""
        found = []
        for one in alerts_for_staff(actor=self.actor, at=at):
            grids = alert_progress(alert=one, actor=self.actor)
            found.append((one, sum(grid.at is not None for grid in grids), len(grids)))
        return found

    def post(self, request: HttpRequest) -> HttpResponse:
        """One button of a row."""
        at = timezone.now()
        for verb, action in (("publish", publish_bulletin), ("withdraw", withdraw_bulletin)):
            if verb in request.POST:
                action(actor=self.actor, bulletin_id=uuid_of(request.POST[verb]), at=at)
        if "cancel" in request.POST:
            cancel_alert(
                actor=self.actor, alert_id=uuid_of(request.POST.get("id", "")), cancelled=uuid_of(request.POST["cancel"]), at=at,
                reason=request.POST.get("reason", "")[:500],
            )  # fmt: skip
        for verb in ("show", "hide"):
            if verb in request.POST:
                kind, _colon, number = request.POST[verb].partition(":")
                if kind not in {"comment", "rating"} or not (number.isascii() and number.isdecimal()):
                    raise Invalid
                decide_text(actor=self.actor, kind=kind, text_id=int(number[:12]), shown=verb == "show", at=at)
        return redirect("newsroom")
