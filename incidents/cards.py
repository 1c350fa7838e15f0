"""What a viewer sees of a case (案件卡片), once, for JSON, pages, exports and Open311 alike."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.access.roles import Role
from governance.codes import Level
from governance.ledger.words import verb_word
from grids import queries as grids
from grids.models import Layer
from incidents.advising import nearby_cards, proposal_cards
from incidents.aspects import aspect_cards
from incidents.clock import Limit, lamp
from incidents.models import Incident, Photo, Placing, Source, Standard
from incidents.queries import reference
from incidents.queries.allowances import recallable
from incidents.queries.colleagues import colleagues, handlers_of, phones_of
from incidents.queries.photos import photos_of
from incidents.queries.rows import Row, row_of
from incidents.queries.timeline import Line, names_of, timeline
from incidents.rules import SEES_AREA, allowed_steps, sent_away
from incidents.wording import category_name as category_name  # noqa: PLC0414  (known by this name to all doors)
from incidents.wording import meant_by
from incidents.wording import stamp as stamp  # noqa: PLC0414  (as above)
from incidents.workflow import OPEN, State

Card = dict[str, Any]
APPROXIMATE = frozenset({Placing.COMMUNITY, Placing.NOWHERE})
SHOWN = ("reason", "opinion", "result", "unit", "handler", "worker", "from_code", "code", "placing", "late", "survivor", "merged")


def as_it_is(moment: datetime | None) -> datetime | None:
    """For JSON, whose writer makes RFC 3339 in UTC with Z of a time by itself, many times quicker."""
    return moment


def row_card(*, incident: Incident, at: datetime) -> Card:
    """The row of one case."""
    return row_cards(incidents=[row_of(incident)], at=at)[0]


def row_cards(*, incidents: Iterable[Row], at: datetime, told: Callable[[datetime | None], Any] = stamp) -> list[Card]:
    """Rows of the queue in their order. No query: names come from what the process keeps. `told` writes the times."""
    language, drawn = get_language() or "", grids.edition(Layer.DIVISIONS, Layer.GRIDS)
    states, sources, units = labels(State, language), labels(Source, language), reference.units()
    categories = reference.categories()
    return [
        {
            "id": str(row.pk),
            "number": row.number,
            "state": row.state,
            "state_label": states[row.state],
            "version": row.version,
            "title": category_name(categories.get(row.category_id), language),
            "category": row.category_id,
            "place": row.place,
            "code": row.code,
            "area": area_name(row.code, drawn),
            "source": row.source,
            "source_label": sources[row.source],
            "received_at": told(row.received_at),
            "due_at": told(row.due_at),
            "late": row.late,
            "lamp": lamp_now(row, at),
            "point": lonlat(row),
            "approximate": is_approximate(row),
            "unit": unit.name if row.unit_id and (unit := units.get(row.unit_id)) else None,
        }
        for row in incidents
    ]


@cache
def labels(choices: type[TextChoices], language: str) -> dict[str, str]:  # noqa: ARG001  (each language has its own answer)
    """The label of each value in the language of this thread: looked up once, not once a row."""
    return {value: str(label) for value, label in choices.choices}


def detail_card(*, actor: Actor, incident: Incident, at: datetime, advise: bool = False) -> Card:
    """Everything about a case that the actor may see, with the steps that the actor may take.

    `advise` is for the desk that decides: what the proposed units can do, and how likely a case near by is the same event.
    """
    lines = timeline(incident.pk)
    handed = {line.detail.get("worker") for line in lines}
    people: dict[int | None, str] = {line.actor_id: line.actor for line in lines if line.actor is not None}
    people |= names_of(
        [one for one in {incident.reporter_id, incident.handler_id, incident.worker_id, *handed} - people.keys() if one is not None]
    )
    standard = standard_of(incident)
    shown = row_card(incident=incident, at=at) | aspect_cards(actor=actor, incident=incident, at=at)
    return shown | {
        "text": incident.text,
        "nature": incident.nature,
        "nature_label": incident.get_nature_display(),
        "reporter": people.get(incident.reporter_id),
        "captured_at": stamp(incident.captured_at),
        "accuracy_m": incident.accuracy_m,
        "placing": incident.placing,
        "standard": standard and standard_card(standard),
        "unit_id": incident.unit_id,
        "handler": people.get(incident.handler_id),
        "worker": people.get(incident.worker_id),
        "colleagues": colleague_cards(actor, incident, at),
        "handlers": handler_cards(actor, incident, at),
        "calls": call_cards(actor, incident),
        "returns": incident.returns,
        "reworks": incident.reworks,
        "verified": incident.verified,
        "on_the_spot": incident.on_the_spot,
        "outside": incident.placing == Placing.OUTSIDE,
        "suggested_point": (incident.original or {}).get("suggested"),
        "clock_skewed": incident.clock_skewed,
        "closed_at": stamp(incident.closed_at),
        "photos": [photo_card(photo) for photo in photos_of(incident.pk)],
        "proposals": proposal_cards(incident, at, skilled=advise),
        "timeline": [entry_card(line, people) for line in lines],
        "nearby": nearby_cards(actor, incident, at, compare=advise),
        "actions": action_cards(actor, incident, at),
        "sent_away": sent_away(actor, incident) and not actor.holds(SEES_AREA, incident.code),
    }


def action_cards(actor: Actor, incident: Incident, at: datetime) -> list[Card]:
    """The steps that the actor may take now; a dispatch is taken back within seconds only."""
    steps = [step for step in allowed_steps(actor, incident) if step.verb != "recall" or recallable(incident, at)]
    return [{"verb": step.verb, "label": str(step.label), "needs": list(step.needs)} for step in steps]


@lru_cache(maxsize=20_000)
def area_name(code: str, _edition: str) -> str:
    """The area's full name in this edition of the map."""
    return grids.full_name(code)


def is_approximate(row: Row) -> bool:
    """Whether the place of a case is known by community only, or not at all."""
    return row.placing in APPROXIMATE or len(row.code) < Level.GRID


def lonlat(row: Row) -> list[float] | None:
    """The point as [lon, lat] in WGS-84; a case known by community stands at the community's centre."""
    if row.lon is not None and row.lat is not None:
        return [round(row.lon, 6), round(row.lat, 6)]
    centre = grids.centre_of(row.code)
    return None if centre is None else [round(centre.lon, 6), round(centre.lat, 6)]


def lamp_now(incident: Incident | Row, at: datetime) -> str | None:
    """Green, yellow at 80 % of the stage's time, red when late; None for a case that is over."""
    if incident.state not in OPEN or incident.due_at is None:
        return None
    start = incident.dispatched_at if incident.handle_due_at == incident.due_at else incident.received_at
    start = min(start or incident.received_at, incident.due_at)
    return lamp(at=at, start=start, due=incident.due_at, yellow_at=incident.yellow_at).value


def standard_of(incident: Incident) -> Standard | None:
    """The standard under which it was filed."""
    return next((one for one in reference.standards().get(incident.category_id, []) if one.pk == incident.standard_id), None)


def standard_card(standard: Standard) -> Card:
    """A standard with its limit in words."""
    return {
        "id": standard.pk,
        "name": standard.name,
        "limit": standard.limit,
        "limit_label": str(Limit.parse(standard.limit).label),
        "is_default": standard.is_default,
    }


def photo_card(photo: Photo) -> Card:
    """A photo by its addresses."""
    return {
        "id": str(photo.pk),
        "stage": photo.stage,
        "url": reverse("photo", args=[photo.pk]),
        "thumb": reverse("photo_thumb", args=[photo.pk]),
        "width": photo.width,
        "height": photo.height,
        "sha256": bytes(photo.sha256).hex(),
    }


def entry_card(entry: Line, people: dict[int | None, str]) -> Card:
    """One line of the timeline."""
    shown = {key: entry.detail[key] for key in SHOWN if entry.detail.get(key) not in {None, ""}}
    if "from_category" in entry.detail:
        names = [category_name(reference.categories().get(entry.detail[key])) for key in ("from_category", "category")]
        shown["categories"] = " → ".join(names)
    if unit := reference.units().get(shown.get("unit", 0)):
        shown["unit_name"] = unit.name
    if (told := entry.detail.get("told")) in Role.values:
        shown["told"] = str(Role(told).label)
    if "handler" in shown:
        shown["handler_name"] = people.get(shown["handler"], "")
    if "worker" in shown:
        shown["worker_name"] = people.get(shown["worker"], "")
    if meant := meant_by(entry.verb, entry.detail):
        shown["meant"] = meant
    return {
        "at": stamp(entry.at),
        "verb": entry.verb,
        "label": verb_word(entry.verb),
        "actor": people.get(entry.actor_id),
        "post": entry.post,
        "detail": shown,
    }


def colleague_cards(actor: Actor, incident: Incident, at: datetime) -> list[Card]:
    """Who on the same grid may take a task over; nobody where it cannot be handed over."""
    if not any(step.verb == "hand_over" for step in allowed_steps(actor, incident)):
        return []
    found = colleagues(code=incident.code, at=at)
    return [{"id": one.id, "name": one.name, "post": str(one.post)} for one in found if one.id not in {actor.user_id, incident.handler_id}]


def handler_cards(actor: Actor, incident: Incident, at: datetime) -> list[Card]:
    """Who else of the unit may go on with it; nobody where the handler cannot be changed."""
    if incident.unit_id is None or not any(step.verb == "reassign" for step in allowed_steps(actor, incident)):
        return []
    found = handlers_of(unit_id=incident.unit_id, code=incident.code, at=at)
    return [{"id": one.id, "name": one.name} for one in found if one.id != incident.handler_id]


def call_cards(actor: Actor, incident: Incident) -> list[Card]:
    """Whom staff may call about it: the unit, and members of staff with a work phone. Residents are never here."""
    if actor.user_id is None:
        return []
    unit = reference.units().get(incident.unit_id or 0)
    parts = {incident.reporter_id: _("上报人"), incident.worker_id: _("网格员"), incident.handler_id: _("处置人员")}
    ids = {one for one in parts if one is not None and one != actor.user_id}
    called = [("", unit.name, unit.phone)] if unit and unit.phone else []
    called += [(parts[who], name, phone) for who, name, phone in phones_of(ids)]
    return [{"part": part, "name": name, "phone": phone} for part, name, phone in called]
