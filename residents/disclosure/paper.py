"""A person on paper (打印卡片): the same masked card as on the page, with the household; one look is recorded for each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from governance.access.actor import Actor
from residents.disclosure.cards import Card
from residents.disclosure.door import Looking, disclose
from residents.queries.people import members_of, resident_for

MEMBERS = ("name", "sex", "birth_date", "phone", "relation_to_householder")


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What is printed of a person: the card, and the cards of the others of the household."""

    card: Card
    members: list[Card]


@transaction.atomic
def on_paper(*, actor: Actor, resident_id: UUID, purpose: str, at: datetime) -> OnPaper:
    """A person's card and the household's for a purpose, masked: paper carries nobody's whole values. NotFound for a foreign one.

    Records resident.read with the surface pdf.
    """
    resident = resident_for(actor=actor, resident_id=resident_id)
    [card] = disclose(actor=actor, ids=[resident_id], looking=Looking(purpose, "pdf"), at=at)
    others = members_of(actor=actor, household=resident.household) if resident.household else []
    ids = [one.pk for one in others if one.pk != resident_id]
    return OnPaper(card, disclose(actor=actor, ids=ids, looking=Looking(purpose, "pdf", keys=MEMBERS), at=at))
