"""What the register holds of oneself (社区登记的本人信息): by a proved phone masked, with the document number whole.

See, correct, copy, ask for deletion, and who has looked. A phone that stands with nobody, and a wrong number, get the same answers.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletins.web.portal import PortalPage
from governance.access.actor import Actor, person_of
from governance.errors import Invalid, NotFound, Refused
from governance.http import network_of
from governance.limits.actions import Limit, require
from governance.proving.actions import Proved
from governance.shapes import uuid_of
from incidents.web.portal.proving import KEPT, proved
from residents.actions.own import CORRECTABLE, ask_erasure, challenge_own, own_copy, withdraw_erasure
from residents.disclosure.own import disclose_own
from residents.queries.own import field_names, known_by_number, own_doubts, own_requests, people_of
from residents.queries.people import looks_told

DAY, HOUR, QUARTER = timedelta(days=1), timedelta(hours=1), timedelta(minutes=15)
LOOKS = Limit("own.look", 60, DAY)
ASKS = Limit("own.ask", 20, DAY)
NUMBERS = Limit("own.number", 5, QUARTER)
"""Tries with a document number for one phone number: it is not to be found out by trying (D2)."""
NETWORK = Limit("own.network", 60, HOUR)
KNOWN = "own"


class Record(PortalPage):
    """What is held of oneself, and what one may do about it."""

    template = "portal/record.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; with `?copy` everything as JSON, after the document number."""
        at = timezone.now()
        if (mine := proved(request, at)) is None:
            return redirect("prove")
        try:
            require([(LOOKS, mine.number.hex())], at=at)
            if "copy" in request.GET:
                known = self.known(request)
                copy = own_copy(actor=person_of(people=[known]), resident_id=known, at=at)
                named = {"Content-Disposition": 'attachment; filename="my-record.json"'}
                return JsonResponse(copy, headers=named, json_dumps_params={"ensure_ascii": False})
            return self.shown(request, mine, at)
        except Refused as refused:
            if isinstance(refused, NotFound):
                raise
            return self.page(request, errors=refused.reasons, mine=mine, tab="mine", status=refused.status)

    def post(self, request: HttpRequest) -> HttpResponse:
        """The document number, a correction, a deletion, or taking that back."""
        at = timezone.now()
        if (mine := proved(request, at)) is None:
            return redirect("prove")
        try:
            if "number" in request.POST:
                self.know(request, mine, at)
            else:
                require([(ASKS, mine.number.hex())], at=at)
                self.done(request, mine, self.known(request), at)
        except NotFound:
            raise
        except Refused as refused:
            return self.shown(request, mine, at, refused.reasons, refused.status)
        return redirect("my_record")

    def know(self, request: HttpRequest, mine: Proved, at: datetime) -> None:
        """Take the document number of one of the people with this phone; a wrong one is refused like one that is not here."""
        require([(NETWORK, network_of(request)), (NUMBERS, mine.number.hex())], at=at)
        actor = person_of(people=[person.pk for person in people_of(marks=mine.marks)])
        try:
            found = known_by_number(actor=actor, number=request.POST["number"][:30])
        except NotFound as wrong:
            raise Invalid(fields={"number": [_("证件号码与这个手机号登记的不一致。请核对，或带证件到社区办理。")]}) from wrong
        request.session[KEPT] |= {KNOWN: str(found)}
        request.session.modified = True

    def known(self, request: HttpRequest) -> UUID:
        """Whose document number was typed in this session; NotFound before."""
        kept = request.session[KEPT].get(KNOWN)
        if not kept:
            raise NotFound
        return UUID(kept)

    def done(self, request: HttpRequest, mine: Proved, known: UUID, at: datetime) -> None:
        """Do what is asked for, as that one person."""
        actor, given = person_of(people=[known]), request.POST
        if "correct" in given:
            challenge_own(actor=actor, resident_id=known, field=given.get("field", ""), value=given.get("value", "")[:200], at=at)
        elif "erase" in given:
            if given.get("sure") != "yes":
                raise Invalid(fields={"sure": [_("请勾选确认。")]})
            ask_erasure(actor=actor, resident_id=known, phone=mine.number, at=at)
        elif "withdraw" in given:
            withdraw_erasure(actor=actor, request_id=uuid_of(given["withdraw"]), phone=mine.number, at=at)
        else:
            raise NotFound

    def shown(self, request: HttpRequest, mine: Proved, at: datetime, errors: list[str] | None = None, status: int = 200) -> HttpResponse:
        """Everybody with this phone, masked; the one whose number was typed, whole, with who looked and what was asked."""
        people, known = people_of(marks=mine.marks), request.session[KEPT].get(KNOWN)
        whole = [person for person in people if str(person.pk) == known]
        rest = [person for person in people if person not in whole]
        asked = list(own_requests(phone=mine.number))
        context: dict[str, Any] = {"requests": asked, "mine": mine, "errors": errors or [], "tab": "mine"}
        context["waiting"] = any(one.state == "open" and str(one.resident_id) == known for one in asked)
        names = field_names()
        context["masked"] = [rows_of(card) for card in disclose_own(actor=actor_of(rest), people=rest, whole=False, at=at)]
        if whole:
            [card] = disclose_own(actor=actor_of(whole), people=whole, whole=True, at=at)
            context |= {
                "whole": rows_of(card), "looks": looks_told(resident=whole[0]),
                "doubts": [{"one": one, "label": names.get(one.field, one.field)} for one in own_doubts(people=whole)],
                "correctable": [(key, names[key]) for key in CORRECTABLE if key in names],
            }  # fmt: skip
        return self.page(request, status=status, **context)


def actor_of(people: list[Any]) -> Actor:
    """The actor for these people."""
    return person_of(people=[person.pk for person in people])


def rows_of(card: Any) -> list[tuple[str, str]]:
    """A card as label and text."""
    return [(one.label, one.text) for one in card.shown.values()]
