"""Whom to send a case to (派遣建议): what the responsibility list says first, then what the office did with such cases."""

from dataclasses import dataclass
from datetime import datetime

from governance.access.models import Unit
from incidents.models import Incident
from incidents.queries import reference
from incidents.triage.features import Group
from incidents.triage.learned import LearnedProposal, learned_proposals
from incidents.workflow import BY_VERB

LEARNED = "learned"
MOST = 5


@dataclass(frozen=True, slots=True)
class Advice:
    """A unit that still exists, and why: `why` is category or major (the list, for the area `code`) or learned.

    `past` is how such cases went so far, where something was learned of this unit.
    """

    unit: Unit
    why: str
    code: str
    past: LearnedProposal | None = None


def advised(*, incident: Incident, at: datetime) -> list[Advice]:
    """Lines of the list as they were when the case came, best first, then up to three units by past cases; each unit once."""
    units, category = reference.units(), reference.categories()[incident.category_id]
    waits = incident.state in BY_VERB["dispatch"].sources
    learned = learned_proposals(category=category, code=incident.code, source=incident.source, at=at) if waits else []
    past = {one.unit_id: one for one in learned}
    listed = {row["unit_id"]: row for row in incident.proposals if row["unit_id"] in units}
    found = [Advice(units[unit], row["why"], row["code"], past.get(unit)) for unit, row in listed.items()]
    found += [Advice(units[one.unit_id], LEARNED, incident.code, one) for one in learned if one.unit_id not in listed]
    return found[:MOST]


def area_of(alike: Group, code: str) -> str:
    """The area in which past cases were alike: the community or street of the case, or no area in particular."""
    return code[:12] if "community" in alike else code[:9] if "street" in alike else ""
