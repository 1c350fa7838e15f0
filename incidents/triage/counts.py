"""How often each unit had cases of each group, old ones counting less (带时间衰减的计数)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from incidents.triage.features import GROUPS, Group, Known, Past, value_of

Vector = NDArray[np.float64]
HALF_LIFE = timedelta(days=120)
"""A case of four months ago counts half. Measured flat between 60 and 200 days on real appeals."""


@dataclass(slots=True)
class Cell:
    """What one unit had of one group: decayed weight as of the origin, and the plain number of cases."""

    weight: float = 0.0
    cases: int = 0


Cells = dict[int, Cell]


@dataclass(slots=True)
class Counts:
    """Decayed counts. Weights grow with time from `origin` instead of shrinking from now: adding a case touches only its own cells."""

    units: int
    origin: datetime
    cells: dict[tuple[Group, tuple[str, ...]], Cells] = field(default_factory=dict)

    def add(self, past: Past, unit: int) -> None:
        """Count a case for a unit (its index)."""
        weight = 2.0 ** self.ages(past.at)
        for group in GROUPS:
            cell = self.cells.setdefault((group, value_of(past.known, group)), {}).setdefault(unit, Cell())
            cell.weight += weight
            cell.cases += 1

    def ages(self, at: datetime) -> float:
        """Half-lives from the origin until then."""
        return (at - self.origin) / HALF_LIFE

    def weights(self, known: Known, at: datetime) -> dict[Group, Vector]:
        """For each group the weight of its cases per unit, as of that moment."""
        scale = 2.0 ** -self.ages(at)
        return {group: self._dense(self.cells.get((group, value_of(known, group)))) * scale for group in GROUPS}

    def cases(self, known: Known, group: Group) -> dict[int, int]:
        """How many cases of the group each unit had, not decayed."""
        return {unit: cell.cases for unit, cell in self.cells.get((group, value_of(known, group)), {}).items()}

    def _dense(self, cells: Cells | None) -> Vector:
        vector = np.zeros(self.units)
        if cells:
            vector[list(cells)] = [cell.weight for cell in cells.values()]
        return vector


def counted(pasts: Iterable[tuple[Past, int]], *, units: int, origin: datetime) -> Counts:
    """The counts of these cases, each with the index of its unit."""
    counts = Counts(units, origin)
    for past, unit in pasts:
        counts.add(past, unit)
    return counts
