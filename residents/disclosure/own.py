"""The same door for the person alone (本人查阅): a few fields masked for a proved phone, all of them whole with the document number."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import NotFound
from residents.declaration.field import Declaration, Field
from residents.disclosure.cards import Card
from residents.disclosure.door import built
from residents.disclosure.trace import leave_trace
from residents.models import Resident
from residents.queries.declaration import declaration

PURPOSE, PORTAL = "rights", "portal"
GLIMPSE = ("name", "id_number_enc", "birth_date", "phone", "residence_address")
"""What a phone alone shows, masked: enough to know oneself by, and of little use to whoever got the number later."""


@transaction.atomic
def disclose_own(*, actor: Actor, people: Sequence[Resident], whole: bool, at: datetime, surface: str = PORTAL) -> list[Card]:
    """Cards of the actor's own people; recorded like any other look, `resident.read` or, whole, `resident.unmasked`.

    NotFound for all when one of them is not the actor's own. When the ledger cannot be written, nothing is shown (G11).
    """
    if not all(policy.allowed(actor, "own.read", person) for person in people):
        raise NotFound
    cards: list[Card] = []
    for person in people:
        declared = declaration(code=person.code)
        fields = own_fields(declared, whole=whole)
        keys = frozenset(one.key for one in fields) if whole else frozenset()
        cards += built([person], fields, keys, declared, at)
    detail: dict[str, Any] = {"purpose": PURPOSE, "surface": surface, "fields": sorted({key for card in cards for key in card.shown})}
    if whole:
        detail["whole"] = detail["fields"]
    leave_trace(actor=actor, people=people, verb="resident.unmasked" if whole else "resident.read", whole=whole, at=at, detail=detail)
    return cards


def own_fields(declared: Declaration, *, whole: bool) -> list[Field]:
    """Everything that is held, or the glimpse: fields that have a mask."""
    held = declared.for_purpose("registry")
    return held if whole else [one for one in held if one.key in GLIMPSE and one.mask]
