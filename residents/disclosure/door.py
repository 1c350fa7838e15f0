"""The door itself: a viewer with a purpose gets cards of people, and the look is in the ledger before they leave."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.access.second_factor.codes import require_fresh
from governance.errors import Invalid, NotAllowed
from governance.privacy import redact
from residents.declaration.field import Declaration, Field
from residents.disclosure.cards import Card, card_of, classes_for
from residents.disclosure.quota import require_quota
from residents.disclosure.trace import leave_trace
from residents.models import Resident, Sealed
from residents.queries.declaration import declaration
from residents.queries.people import residents_for
from residents.rules import may_unmask, purposes_of
from residents.vault.keyring import keyring
from residents.vault.records import Record, opened

LIST_KEYS = ("name", "sex", "birth_date", "phone", "residence_address")
"""What a list shows: one sealed record of each person is opened."""
SEVERAL = frozenset({"list", "offline", "pdf"})
"""Ways out that show what the purpose allows of the fields they have room for; all others name what they may not have."""
SHORTEST_REASON = 4


@dataclass(frozen=True, slots=True)
class Looking:
    """One look: the purpose, where it is shown, which fields (all of the purpose if None), which whole and why."""

    purpose: str
    surface: str
    keys: Collection[str] | None = None
    whole: frozenset[str] = frozenset()
    reason: str = ""
    grant: str = ""
    """The agreed request of an export: its second person stands in for the quota."""


@transaction.atomic
def disclose(*, actor: Actor, ids: Sequence[UUID], looking: Looking, at: datetime) -> list[Card]:
    """Cards of these people, in that order, and one ledger entry `resident.read` (or `.unmasked`) in the same transaction.

    Refuses a foreign id (NotFound for all), a purpose that the viewer's post has not, a field outside the purpose, an unmasking
    without reason or fresh second factor, and a look over the quota. When the ledger cannot be written, nothing is shown (G11).
    """
    people = residents_for(actor=actor, ids=ids)
    if not people:
        return []
    if not all(looking.purpose in purposes_of(actor, person.code) for person in people):
        raise NotAllowed(_("您的岗位不能以此用途查阅。"))
    declared = declaration(code=people[0].code)
    fields = fields_for(declared, looking)
    if looking.whole:
        require_grounds(actor=actor, people=people, looking=looking, fields=fields, at=at)
    if not looking.grant:
        require_quota(actor=actor, people=len(people), whole=bool(looking.whole), at=at)
    cards = built(people, fields, looking.whole, declared, at)
    leave_trace(
        actor=actor, people=people, verb="resident.unmasked" if looking.whole else "resident.read", whole=bool(looking.whole), at=at,
        detail=traced(looking, cards),
    )  # fmt: skip
    return cards


def fields_for(declared: Declaration, looking: Looking) -> list[Field]:
    """The fields of the purpose that are asked for; one outside it is refused by name."""
    allowed = declared.for_purpose(looking.purpose)
    if looking.keys is None:
        return allowed
    wanted = set(looking.keys)
    if looking.surface in SEVERAL:
        return [one for one in allowed if one.key in wanted]
    missing = wanted - {one.key for one in allowed}
    if missing:
        raise NotAllowed(_("这些数据项不属于所选用途。"), outside=sorted(missing))
    return [one for one in allowed if one.key in wanted]


def require_grounds(*, actor: Actor, people: Sequence[Resident], looking: Looking, fields: list[Field], at: datetime) -> None:
    """An unmasking needs a right, a reason in words, fields of the purpose, and a second factor proved just now."""
    if not all(may_unmask(actor, person) for person in people):
        raise NotAllowed
    require_reason(looking.reason)
    if not looking.whole <= {one.key for one in fields}:
        raise NotAllowed(_("这些数据项不属于所选用途。"))
    if actor.user_id is not None:
        require_fresh(user_id=actor.user_id, at=at)


def require_reason(reason: str) -> None:
    """Whoever wants to see whole values says in words why."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(fields={"reason": [_("请写明查看明文的理由。")]})


def built(people: Sequence[Resident], fields: list[Field], whole: frozenset[str], declared: Declaration, at: datetime) -> list[Card]:
    """Open what is needed and build the cards."""
    labels = classes_for(fields)
    rows = {row["resident_id"]: row for row in Sealed.objects.filter(resident__in=people).values("resident_id", "wrapped_key", *labels)}
    ring = keyring()
    cards = []
    for person in people:
        row = rows.get(person.pk)
        records: dict[str, Record] = {}
        if row and row["wrapped_key"] is not None:
            key = opened(ring, person.pk, row["wrapped_key"])
            records = {label: key.record(label, row[label]) for label in labels}
        cards.append(card_of(resident=person, records=records, fields=fields, whole=whole, declaration=declared, at=at))
    return cards


def traced(looking: Looking, cards: list[Card]) -> dict[str, object]:
    """What the ledger says of a look: purpose, surface, names of the fields shown, and the reason given."""
    detail: dict[str, object] = {
        "purpose": looking.purpose, "surface": looking.surface, "fields": sorted({key for card in cards for key in card.shown}),
    }  # fmt: skip
    if looking.grant:
        detail["grant"] = looking.grant
    if looking.whole:
        detail |= {"whole": sorted(looking.whole), "reason": redact(looking.reason.strip()[:200])}
    return detail
