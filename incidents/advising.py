"""What helps the desk decide about a case (办理参考): units to send it to, and cases that may be the same event."""

from datetime import datetime
from typing import Any

from governance.access.actor import Actor
from grids import queries as grids
from incidents.models import Incident
from incidents.queries import reference
from incidents.queries.nearby import nearby
from incidents.queries.skills import Away, Skill, away_of, load_of, skills_of
from incidents.rules import visible_to
from incidents.triage.advice import advised, area_of
from incidents.triage.duplicates import Duplicate, draft_of, likely_duplicates
from incidents.triage.learned import LearnedProposal
from incidents.triage.likeness import LIKELY
from incidents.wording import category_name, stamp
from incidents.workflow import OPEN

Card = dict[str, Any]
MOST_ALIKE = 12
"""Likely duplicates looked at: who may not see some of them still sees the next ones."""


def proposal_cards(incident: Incident, at: datetime, *, skilled: bool = True) -> list[Card]:
    """The proposed units, the list's first: why, what the unit has in hand and how near, what it can do, how such cases went so far.

    Without `skilled` only what is in hand is counted, which takes a fraction of the time.
    """
    found = advised(incident=incident, at=at)
    units = [one.unit.pk for one in found]
    if skilled:
        skills = skills_of(unit_ids=units, incident=incident, category=reference.categories()[incident.category_id], at=at)
        away = away_of(units=[one.unit for one in found], incident=incident, skills=skills, at=at)
        shown = {unit: skill_card(skills.get(unit), away.get(unit)) for unit in units}
    else:
        loads = load_of(units)
        shown = {unit: skill_card(None) | {"open_cases": loads.get(unit, 0)} for unit in units}
    return [
        {
            "unit_id": one.unit.pk,
            "name": one.unit.name,
            "why": one.why,
            "code": one.code,
            "area": grids.full_name(one.code),
            **shown[one.unit.pk],
            "past": one.past and past_card(one.past, incident.code),
        }
        for one in found
    ]


def skill_card(skill: Skill | None, away: Away | None = None) -> Card:
    """Open cases in hand, how far it is and what that is the distance of, closed ones of the major in half a year, those in time."""
    near = {"nearest_m": None if away is None else round(away.metres), "nearest_of": "" if away is None else away.of}
    if skill is None:
        return near | {"open_cases": 0, "done": 0, "in_time": None}
    return near | {
        "open_cases": skill.open,
        "done": skill.done,
        "in_time": round(skill.in_time / skill.done, 3) if skill.done else None,
    }


def past_card(past: LearnedProposal, code: str) -> Card:
    """How many of so many past cases went there, in what they were alike, and how sure the model is."""
    area = area_of(past.alike, code)
    return {
        "share": round(past.share, 3),
        "n": past.n_past,
        "of": past.of_past,
        "alike": list(past.alike),
        "area": grids.full_name(area) if area else "",
        "chance": round(past.chance, 3),
    }


def nearby_cards(actor: Actor, incident: Incident, at: datetime, *, compare: bool = True) -> list[Card]:
    """Cases that may be the same event, likeliest first, then others near by: for the eye that looks for duplicates.

    Without `compare` they are those near by, and none is called likely.
    """
    found: list[Duplicate] = []
    if compare and incident.state in OPEN:
        draft = draft_of(incident, reference.categories().get(incident.category_id))
        found = likely_duplicates(draft=draft, at=incident.received_at, limit=MOST_ALIKE)
    alike = {one.id: one for one in found if one.score >= LIKELY}
    point = incident.point
    near = [] if point is None else nearby(actor=actor, lon=point.x, lat=point.y, at=at, but=incident.pk)
    cards = [neighbour_card(one.incident, one.metres, alike.get(one.incident.pk)) for one in near]
    if farther := alike.keys() - {one.incident.pk for one in near}:
        cards += [
            neighbour_card(other, alike[other.pk].parts.metres, alike[other.pk]) for other in visible_to(actor).filter(pk__in=farther)
        ]
    return sorted(cards, key=lambda card: -(card["likely"] or 0))


def neighbour_card(incident: Incident, metres: float | None, alike: Duplicate | None) -> Card:
    """Another case as a line: how far, since when, and how likely it is the same event, where that is more probable than not."""
    return {
        "id": str(incident.pk),
        "number": incident.number,
        "title": category_name(reference.categories().get(incident.category_id)),
        "state": incident.state,
        "state_label": incident.get_state_display(),
        "open": incident.state in OPEN,
        "distance_m": None if metres is None else round(metres),
        "received_at": stamp(incident.received_at),
        "likely": None if alike is None else round(alike.score, 2),
    }
