"""A handler's pages (处置人员): the cases of one's unit, and one of them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.roles import Role
from incidents.cards import Card, detail_card, row_cards
from incidents.queries import reference
from incidents.queries.queue import Filters, queue
from incidents.queries.visible import visible_incident
from incidents.rules import allowed_steps
from incidents.web.buttons import buttons
from incidents.web.pages import StaffPage
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
        held = queue(actor=self.actor, filters=Filters(states=sorted(WITH_UNIT)), at=at).items
        ours = [incident for incident in held if allowed_steps(self.actor, incident)]
        cards = sorted(row_cards(incidents=ours, at=at), key=lambda card: card["due_at"] or "9")
        return render(request, "handler/list.html", {"unit": self.unit, "groups": groups(cards)})


class CasePage(HandlerPage):
    """One case of the unit."""

    def get(self, request: HttpRequest, incident_id: UUID) -> HttpResponse:
        """The case with the steps that this handler may take."""
        incident = visible_incident(actor=self.actor, incident_id=incident_id)
        card = detail_card(actor=self.actor, incident=incident, at=timezone.now())
        found = buttons(card["actions"])
        take = any(one.verb == "assign" for one in found) and incident.handler_id != self.actor.user_id
        return render(request, "handler/case.html", {"card": card, "buttons": found, "take": take})


def groups(cards: list[Card]) -> list[dict[str, object]]:
    """The two parts of the list with their headings."""
    new = [card for card in cards if card["state"] == State.DISPATCHED]
    going = [card for card in cards if card["state"] == State.HANDLING]
    return [
        {"label": _("待接单"), "cards": new, "tone": "late", "nothing": _("没有新派来的案件。")},
        {"label": _("处置中"), "cards": going, "tone": "info", "nothing": _("没有正在处置的案件。")},
    ]
