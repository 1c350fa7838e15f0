"""Units that the office gave such cases to (学习得到的派遣建议). It only proposes: nothing here dispatches."""

from datetime import datetime
from typing import NamedTuple

from governance.access.models import Unit
from governance.codes import within
from incidents.models import Category
from incidents.queries import reference
from incidents.triage.features import Group, Known
from incidents.triage.office import known_of
from incidents.triage.packing import unit_model
from incidents.triage.store import Loaded
from incidents.triage.units import UnitModel

KIND = "units"
MOST = 3
ENOUGH = 5
"""Fewer like cases than this say nothing: the next wider group is told about instead."""

ALIKE: tuple[Group, ...] = (("sub", "community"), ("sub", "street"), ("sub",), ("main", "street"), ("main",), ())
"""What "like cases" are, from narrow to wide."""

model_of_units: Loaded[UnitModel | None] = Loaded(KIND, unit_model)


class LearnedProposal(NamedTuple):
    """A unit with its share of like past cases: `n_past` of `of_past`, alike in `alike`. `chance` is the model's own and ranks them."""

    unit_id: int
    share: float
    n_past: int
    of_past: int
    alike: Group
    chance: float


def learned_proposals(*, category: Category, code: str, source: str, at: datetime, most: int = MOST) -> list[LearnedProposal]:
    """Up to three units, likeliest first; empty while nothing has been learned.

    Left out: units that have ended by `at`, and units that serve another area. A unit may be proposed for a kind of case
    that it never had, because its like in other streets has them; its share is then 0.
    """
    model = model_of_units()
    if model is None:
        return []
    known = known_of(category=category, code=code, source=source)
    but = [place for place, label in enumerate(model.units) if not _serves(reference.units().get(int(label)), code, at)]
    if len(but) == len(model.units):
        return []
    cases, alike = like_cases(model, known)
    whole = sum(cases.values())
    return [
        LearnedProposal(int(model.units[unit]), cases.get(unit, 0) / whole, cases.get(unit, 0), whole, alike, chance)
        for unit, chance in model.ranked(known, but=but)[:most]
    ]


def like_cases(model: UnitModel, known: Known) -> tuple[dict[int, int], Group]:
    """How many cases of the narrowest group with enough of them each unit had, and in what they are alike."""
    for alike in ALIKE:
        cases = model.past(known, alike)
        if sum(cases.values()) >= ENOUGH:
            return cases, alike
    return model.past(known, ()), ()


def _serves(unit: Unit | None, code: str, at: datetime) -> bool:
    """Whether the unit is still there and its area and the case's meet."""
    if unit is None or (unit.ended_at is not None and unit.ended_at <= at):
        return False
    return not unit.codes or any(within(code, own) or within(own, code) for own in unit.codes)
