"""How often the first learned proposal is right (学习建议的准确率), category by category, on cases held back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from incidents.triage.features import Past
from incidents.triage.units import UnitModel, train_units

HELD_BACK = 0.2
SURE = 0.8
"""Only proposals with at least this chance count as sure; nothing else is ever dispatched by itself."""

Z = 1.96
FEWEST = 50
"""Below this many closed cases nothing is measured."""


@dataclass(frozen=True, slots=True)
class Precision:
    """Of `asked` held-back cases the model was sure of `sure`, and right in `right` of these."""

    asked: int
    sure: int
    right: int

    @property
    def share(self) -> float | None:
        """Right of sure; None when it was never sure: no data is not 0."""
        return self.right / self.sure if self.sure else None

    @property
    def at_least(self) -> float:
        """The lower bound of Wilson's 95 % interval: few cases prove little."""
        return wilson(self.right, self.sure)


def wilson(right: int, of: int) -> float:
    """Wilson's lower bound of a share; 0 without cases."""
    if of == 0:
        return 0.0
    share = right / of
    middle = share + Z * Z / (2 * of)
    spread = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    return (middle - spread) / (1 + Z * Z / of)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Measured on the latest fifth of the cases by a model that knows the others only."""

    n: int
    top1: float
    top3: float
    by_category: dict[int, Precision]


def held_back(pasts: Sequence[Past], *, roles: dict[str, str]) -> HeldBack | None:
    """The measure; None for too few cases. `pasts` are oldest first."""
    if len(pasts) < FEWEST:
        return None
    cut = int(len(pasts) * (1 - HELD_BACK))
    model = train_units(pasts[:cut], roles=roles)
    asked: Counter[int] = Counter()
    sure: Counter[int] = Counter()
    right: Counter[int] = Counter()
    tops: Counter[int] = Counter()
    for past in pasts[cut:]:
        category, ranked = int(past.known.sub), _labels(model, past)
        asked[category] += 1
        tops[1] += ranked[0][0] == past.unit
        tops[3] += past.unit in [label for label, _chance in ranked[:3]]
        if ranked[0][1] >= SURE:
            sure[category] += 1
            right[category] += ranked[0][0] == past.unit
    n = len(pasts) - cut
    measured = {category: Precision(asked[category], sure[category], right[category]) for category in asked}
    return HeldBack(n, tops[1] / n, tops[3] / n, measured)


def _labels(model: UnitModel, past: Past) -> list[tuple[str, float]]:
    return [(model.units[unit], chance) for unit, chance in model.ranked(past.known)]
