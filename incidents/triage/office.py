"""What the office itself did (本办公室的办理记录), read as material to learn from."""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice

from governance.access.models import Unit
from governance.codes import Level
from grids.models import Division
from incidents.demo.phrases import phrases_of
from incidents.demo.texts import incident_texts
from incidents.models import Category, Incident
from incidents.triage.classifier import Sample
from incidents.triage.features import UNKNOWN, Known, Past, role_of, stems_of
from incidents.triage.texts import Message
from incidents.workflow import State

MOST_CASES = 100_000
MOST_TEXTS = 20_000
SHORTEST = 4
SEEDS = 12
SEED_WEIGHT = 0.5
"""An invented text teaches half of what a real one does."""

WRONG = (State.REFUSED, State.CANCELLED, State.MERGED)
"""Cases whose category nobody confirmed."""

NUMBERED = "gbt30428"
"""The numbering of the phrase table; other schemes use the same numbers for other things."""


def known_of(*, category: Category, code: str, source: str) -> Known:
    """What is known of a case of the office: its category, its place as far as the code tells, its source."""
    community = code[: Level.COMMUNITY] if len(code) >= Level.COMMUNITY else UNKNOWN
    street = code[: Level.STREET] if len(code) >= Level.STREET else UNKNOWN
    return Known(str(category.pk), f"{category.kind} {category.major_code}", category.kind, street, community, source)


def closed_cases() -> list[Past]:
    """The latest closed cases that a unit handled, oldest first. Times are when they came in."""
    rows = (
        Incident.objects.filter(state=State.CLOSED, unit__isnull=False)
        .order_by("-received_at", "-id")
        .values_list("category_id", "code", "source", "unit_id", "received_at")[:MOST_CASES]
    )
    categories = Category.objects.in_bulk()
    found = [
        Past(known_of(category=categories[category], code=code, source=source), str(unit), at) for category, code, source, unit, at in rows
    ]
    return found[::-1]


def roles() -> dict[str, str]:
    """The kind of work of each unit: its kind, and its name without the names of its district's streets and communities."""
    units = list(Unit.objects.only("pk", "name", "kind", "codes"))
    districts = {code[: Level.DISTRICT] for unit in units for code in unit.codes if len(code) >= Level.DISTRICT}
    names = [
        name
        for district in sorted(districts)
        for code, name in Division.objects.filter(code__startswith=district).values_list("code", "name")
        if len(code) >= Level.STREET
    ]
    stems = stems_of(names)
    return {str(unit.pk): f"{unit.kind} {role_of(unit.name, stems)}" for unit in units}


def own_texts() -> list[Sample]:
    """The latest descriptions under the categories that the office gave them, oldest first."""
    rows = Incident.objects.exclude(state__in=WRONG).exclude(text="").order_by("-received_at", "-id")
    latest = rows.values_list("text", "category_id")[:MOST_TEXTS]
    return [Sample(Message(text), str(category)) for text, category in reversed(latest) if len(text) >= SHORTEST]


def seed_texts(categories: Iterable[Category]) -> list[Sample]:
    """What people might write about each category, so that one without cases can be proposed too: its name and invented texts."""
    return [
        Sample(Message(text), str(category.pk), SEED_WEIGHT)
        for category in categories
        for text in [category.name, f"{category.major_name}{category.name}", *_invented(category)]
    ]


def _invented(category: Category) -> list[str]:
    code = category.code if category.scheme == NUMBERED else ""
    told = incident_texts(kind=category.kind, code=code, name=category.name, seed="triage")
    return [*phrases_of(kind=category.kind, code=code, name=category.name), *(one.text for one in islice(told, SEEDS))]


def digest_of_cases(pasts: Sequence[Past], roles: dict[str, str]) -> str:
    """The same cases and roles give the same digest."""
    digest = hashlib.sha256(repr(sorted(roles.items())).encode())
    for past in pasts:
        digest.update(repr((past.known, past.unit, past.at.isoformat())).encode())
    return digest.hexdigest()


def digest_of_texts(samples: Sequence[Sample]) -> str:
    """The same texts under the same categories give the same digest."""
    digest = hashlib.sha256()
    for sample in samples:
        digest.update(repr((sample.message.text, sample.label, sample.weight)).encode())
    return digest.hexdigest()
