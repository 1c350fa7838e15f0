"""The model that proposes a unit from past cases (派遣建议模型): trained on handled cases, asked about new ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from incidents.triage.choice import Choice, fit_choice
from incidents.triage.columns import Roles, columns_of
from incidents.triage.counts import HALF_LIFE, Counts, Vector, counted
from incidents.triage.features import Group, Known, Past

CANDIDATES = 40
BLOCKS = 10
"""Training asks about each tenth of the cases with counts of those before it: as stale as counts are in use."""

WARM = 0.2
WEIGHED = 6000
"""Weights are found from the latest of them; counts hold all."""

FEWEST = 100
"""Below this many training questions the plain guess decides alone."""


@dataclass(frozen=True, slots=True)
class UnitModel:
    """Units by label, what they had, and how the columns are weighed. `at` is the latest case it knows."""

    units: tuple[str, ...]
    roles: Roles
    counts: Counts
    choice: Choice | None
    at: datetime

    def ranked(self, known: Known, *, but: Collection[int] = ()) -> list[tuple[int, float]]:
        """Indexes of units with their chance, likeliest first; those of `but` are left out and their chance goes to the others."""
        columns, guess = columns_of(self.counts.weights(known, self.at), self.roles)
        guess[list(but)] = 0
        near = np.argsort(-guess)[: min(CANDIDATES, len(guess) - len(but))]
        chances = self.choice.chances(columns[near]) if self.choice else guess[near] / guess[near].sum()
        order = np.argsort(-chances, kind="stable")
        return [(int(near[place]), float(chances[place])) for place in order]

    def top(self, known: Known, most: int) -> list[str]:
        """Labels of the likeliest units."""
        return [self.units[unit] for unit, _chance in self.ranked(known)[:most]]

    def past(self, known: Known, group: Group) -> dict[int, int]:
        """How many cases of the group each unit had."""
        return self.counts.cases(known, group)


def train_units(pasts: Sequence[Past], *, roles: Mapping[str, str]) -> UnitModel:
    """Train on handled cases in any order. `roles` names the kind of work of each unit; units without one stand alone.

    Refuses no data (ValueError).
    """
    if not pasts:
        raise ValueError("no handled cases to learn from")
    ordered = sorted(pasts, key=lambda past: past.at)
    units = tuple(sorted({past.unit for past in ordered}))
    index = {unit: place for place, unit in enumerate(units)}
    rows = [(past, index[past.unit]) for past in ordered]
    shared = _roles(units, roles)
    choice = _choice(rows, len(units), shared)
    return UnitModel(units, shared, counted(rows, units=len(units), origin=ordered[0].at), choice, ordered[-1].at)


def _roles(units: Sequence[str], names: Mapping[str, str]) -> Roles:
    named = [names.get(unit, f"= {unit}") for unit in units]
    index = {name: place for place, name in enumerate(sorted(set(named)))}
    return Roles(np.array([index[name] for name in named], dtype=np.int64), len(index))


def _choice(rows: Sequence[tuple[Past, int]], units: int, roles: Roles) -> Choice | None:
    """Weights from questions whose answer is known, each asked with the counts of the blocks before it."""
    counts = Counts(units, rows[0][0].at)
    first = max(int(len(rows) * WARM), len(rows) - WEIGHED)
    bounds = [0, *np.linspace(first, len(rows), BLOCKS + 1).astype(int).tolist()]
    tables: list[NDArray[np.float32]] = []
    chosen: list[int] = []
    ages: list[float] = []
    seen: set[int] = set()
    for low, high in pairwise(bounds):
        for past, unit in rows[low:high] if low else ():
            if unit in seen and (asked := _question(counts, roles, past, unit, rows[low - 1][0].at)) is not None:
                tables.append(asked[0])
                chosen.append(asked[1])
                ages.append((rows[-1][0].at - past.at) / HALF_LIFE)
        for past, unit in rows[low:high]:
            counts.add(past, unit)
            seen.add(unit)
    if len(chosen) < FEWEST:
        return None
    weight: Vector = 2.0 ** -np.array(ages)
    return fit_choice(columns=np.stack(tables), chosen=np.array(chosen), weight=weight)


def _question(counts: Counts, roles: Roles, past: Past, unit: int, at: datetime) -> tuple[NDArray[np.float32], int] | None:
    """The candidates' columns and which of them it was; None when the unit is not among the candidates."""
    columns, guess = columns_of(counts.weights(past.known, at), roles)
    near = np.argsort(-guess)[:CANDIDATES]
    place = np.flatnonzero(near == unit)
    return (columns[near].astype(np.float32), int(place[0])) if len(place) else None
