"""A handler's pages (处置人员): the cases of one's unit, and one of them."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.roles import Role
from governance.errors import Invalid
from incidents.cards import Card, detail_card, row_cards
from incidents.queries import reference
from incidents.queries.approvals import appealable
from incidents.queries.rows import row_of
from incidents.queries.visible import visible_incident
from incidents.web.buttons import buttons
from incidents.web.pages import StaffPage
from incidents.web.step_form import step_taken
from incidents.web.waiting import waiting_for
from incidents.workflow import WITH_UNIT, State


class HandlerPage(StaffPage):
    """A page for handling staff."""

    roles = frozenset({Role.HANDLER})

    @property
    def unit(self) -> str:
        """The names of the handler's units."""
        ids = sorted({post.unit_id for post in self.actor.posts if post.role == Role.HANDLER and post.unit_id})
        return "、".join(reference.units()[one].name for one in ids if one in reference.units())


class Cases(HandlerPage):
    """What the unit has to do."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """New cases, then those being handled; the most urgent first."""
        at = timezone.now()
        cards = waiting_for(actor=self.actor, states=WITH_UNIT, at=at)
        late = row_cards(incidents=[row_of(one) for one in appealable(actor=self.actor, at=at)], at=at)
        return render(request, "handler/list.html", {"unit": self.unit, "groups": groups(cards), "late": late})


class CasePage(HandlerPage):
    """One case of the unit."""

    def get(self, request: HttpRequest, incident_id: UUID) -> HttpResponse:
        """The case with the steps that this handler may take."""
        return self.page(request, incident_id)

    def post(self, request: HttpRequest, incident_id: UUID) -> HttpResponse:
        """Take a step without scripts; who took the case goes on with it."""
        try:
            incident = step_taken(request=request, actor=self.actor, incident_id=incident_id, at=timezone.now())
        except Invalid as refused:
            return self.page(request, incident_id, refused.reasons)
        return redirect("handle_case", incident_id) if incident.state == State.HANDLING else redirect("handle")

    def page(self, request: HttpRequest, incident_id: UUID, errors: Sequence[str] = ()) -> HttpResponse:
        """The case, with what was wrong and what had been written."""
        incident = visible_incident(actor=self.actor, incident_id=incident_id)
        card = detail_card(actor=self.actor, incident=incident, at=timezone.now())
        found = [one for one in buttons(card["actions"]) if one.verb != "reassign" or card["handlers"]]
        take = any(one.verb == "assign" for one in found) and incident.handler_id != self.actor.user_id
        context = {"card": card, "buttons": found, "take": take, "errors": errors, "sent": request.POST}
        return render(request, "handler/case.html", context, status=400 if errors else 200)


def groups(cards: list[Card]) -> list[dict[str, object]]:
    """The two parts of the list with their headings."""
    new = [card for card in cards if card["state"] == State.DISPATCHED]
    going = [card for card in cards if card["state"] == State.HANDLING]
    return [
        {"label": _("待接单"), "cards": new, "tone": "late", "nothing": _("没有新派来的案件。")},
        {"label": _("处置中"), "cards": going, "tone": "info", "nothing": _("没有正在处置的案件。")},
    ]
