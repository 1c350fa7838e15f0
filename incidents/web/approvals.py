"""What waits for a decision (审批与督办): extensions, suspensions, appeals, replies that are owed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access.policy import allowed
from governance.access.roles import DESK, OVERSIGHT, Role
from governance.errors import Conflict, Invalid
from incidents.actions import objecting, requests, urging
from incidents.cards import Card, row_card
from incidents.models import Incident, Outcome, Request, Wish
from incidents.queries.approvals import waiting_requests, waiting_urgings
from incidents.web.pages import StaffPage
from incidents.web.report_form import PlainText

ACTIONS: Mapping[str, tuple[Callable[..., Incident], str, dict[str, str]]] = {
    "grant_extension": (requests.grant_extension, "opinion", {}),
    "refuse_extension": (requests.refuse_extension, "reason", {}),
    "grant_suspension": (requests.grant_suspension, "opinion", {}),
    "refuse_suspension": (requests.refuse_suspension, "reason", {}),
    "review_appeal_yes": (objecting.review_appeal, "opinion", {"result": "upheld"}),
    "review_appeal_no": (objecting.review_appeal, "opinion", {"result": "rejected"}),
    "decide_appeal_yes": (objecting.decide_appeal, "opinion", {"result": "upheld"}),
    "decide_appeal_no": (objecting.decide_appeal, "opinion", {"result": "rejected"}),
    "reply": (urging.reply_to_urging, "reply", {}),
}
PAIRS: Mapping[tuple[str, str], tuple[str, str]] = {
    (Wish.EXTENSION, Outcome.WAITING): ("grant_extension", "refuse_extension"),
    (Wish.SUSPENSION, Outcome.WAITING): ("grant_suspension", "refuse_suspension"),
    (Wish.APPEAL, Outcome.WAITING): ("review_appeal_yes", "review_appeal_no"),
    (Wish.APPEAL, Outcome.REVIEWED): ("decide_appeal_yes", "decide_appeal_no"),
}
HEADINGS = {Wish.EXTENSION: _("延期申请"), Wish.SUSPENSION: _("挂账申请"), Wish.APPEAL: _("申诉")}


class DecisionForm(forms.Form):
    """Shape only; the action decides."""

    does = forms.ChoiceField(choices=[(name, name) for name in ACTIONS])
    incident = forms.UUIDField()
    version = forms.IntegerField(min_value=1)
    words = PlainText(required=False, max_length=1000)


class Approvals(StaffPage):
    """The queues of decisions."""

    roles = DESK | OVERSIGHT | {Role.HANDLER}

    def get(self, request: HttpRequest) -> HttpResponse:
        """The lists."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide one, and show what is left."""
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.page(request, [str(_("填写有误，请看各项说明。"))])
        data = form.cleaned_data
        action, words, given = ACTIONS[data["does"]]
        named = {words: data["words"]} | given
        try:
            action(actor=self.actor, incident_id=data["incident"], version=data["version"], at=timezone.now(), **named)
        except (Invalid, Conflict) as refused:
            return self.page(request, refused.reasons)
        return redirect("approvals")

    def page(self, request: HttpRequest, errors: Sequence[str] = ()) -> HttpResponse:
        """All lists, with what was wrong."""
        at = timezone.now()
        asked = waiting_requests(actor=self.actor)
        groups = [
            {"wish": wish.value, "heading": heading, "items": [self.shown(one, at) for one in asked if one.wish == wish]}
            for wish, heading in HEADINGS.items()
        ]
        owed = [
            {"one": one, "card": row_card(incident=one.incident, at=at), "may": allowed(self.actor, "incident.reply", one.incident)}
            for one in waiting_urgings(actor=self.actor)
        ]
        context = {"groups": groups, "owed": owed, "errors": errors, "desk": self.actor.has_role(*(DESK | OVERSIGHT))}
        return render(request, "desk/approvals.html", context, status=400 if errors else 200)

    def shown(self, one: Request, at: Any) -> Card:
        """A request with its case, and the two answers if this person may give them."""
        yes, no = PAIRS[one.wish, one.outcome]
        verb = yes.removesuffix("_yes")
        own = self.actor.user_id is not None and self.actor.user_id in {one.author_id, one.reviewer_id}
        return {
            "one": one,
            "card": row_card(incident=one.incident, at=at),
            "yes": yes,
            "no": no,
            "own": own,
            "second": one.outcome == Outcome.REVIEWED,
            "may": not own and allowed(self.actor, f"incident.{verb}", one.incident),
        }
