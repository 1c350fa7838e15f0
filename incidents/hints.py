"""What to ask a reporter before a report is sent (上报提示): is it this kind of thing, and is it one of these cases?"""

from datetime import datetime

from governance.access.actor import Actor
from incidents.cards import Card, category_name, stamp
from incidents.models import Incident
from incidents.publicity import Publicity
from incidents.queries import reference
from incidents.queries.blackouts import blackout_for
from incidents.queries.public import public_cases
from incidents.rules import visible_to
from incidents.triage.categories import propose_category
from incidents.triage.duplicates import Draft, Duplicate, likely_duplicates

MOST = 3
LOOKED_AT = 20
"""Likely ones that are looked at: who may not see some of them still sees the next."""

WORTH = 0.35
"""Scores from here on are worth a question to a person; from 0.5 on a duplicate is more probable than not."""


def guess_cards(text: str) -> list[Card]:
    """Up to three categories of which the words speak, likeliest first, with their share."""
    known = reference.categories()
    return [{"id": one, "name": category_name(known[one]), "share": round(share, 3)} for one, share in propose_category(text)]


def repeated_cards(*, actor: Actor, draft: Draft, at: datetime) -> list[Card]:
    """Up to three open cases that the draft may repeat. Staff see those they may see; anybody else those that are public."""
    alike = {one.id: one for one in likely_duplicates(draft=draft, at=at, limit=LOOKED_AT) if one.score >= WORTH}
    if not alike:
        return []
    seen = visible_to(actor) if actor.posts else public_cases(at=at).filter(category__publicity=Publicity.OPEN)
    found = sorted(seen.filter(pk__in=alike), key=lambda case: -alike[case.pk].score)[:MOST]
    return [_card(case, alike[case.pk]) for case in found]


def shut_card(*, category_id: int | None, code: str, at: datetime) -> Card | None:
    """The black-out that a report of this category would run into there now, with what the office says and until when."""
    category = reference.categories().get(category_id or 0)
    one = blackout_for(category=category, code=code, moment=at) if category is not None and code else None
    return None if one is None else {"message": one.message, "until": stamp(one.ends_at)}


def _card(case: Incident, alike: Duplicate) -> Card:
    metres = alike.parts.metres
    return {
        "id": str(case.pk),
        "title": category_name(reference.categories().get(case.category_id)),
        "state": case.state,
        "state_label": case.get_state_display(),
        "received_at": stamp(case.received_at),
        "distance_m": None if metres is None else round(metres, -1),
        "score": round(alike.score, 2),
    }
