"""The numbers by which units are compared for a case (特征列): one row per unit, made from counts of like cases."""

from dataclasses import dataclass

import numpy as np

from incidents.triage.counts import Vector
from incidents.triage.features import CHAINS, COUNTED, DUTIES, Group

FAITH = 1.0
"""Cases' worth of trust in the wider group when a narrower one speaks."""

LITTLE = 1e-3
Weights = dict[Group, Vector]


@dataclass(frozen=True, slots=True)
class Roles:
    """Which units do the same work in different places: `of[unit]` is the index of its role."""

    of: np.typing.NDArray[np.int64]
    count: int

    def sums(self, vector: Vector) -> Vector:
        """A vector over units, summed by role."""
        return np.asarray(np.bincount(self.of, weights=vector, minlength=self.count), float)

    def spread(self, vector: Vector) -> Vector:
        """A vector over roles, given to each unit of the role."""
        return np.asarray(vector[self.of])


def columns_of(weights: Weights, roles: Roles) -> tuple[Vector, Vector]:
    """The columns of every unit (units x columns), and a plain guess to choose candidates by (higher is likelier)."""
    chained, chances = _backed_off(weights)
    placed, by_role = _by_role(weights, roles)
    guess = chances + by_role
    plain = [np.log1p(weights[group]) for group in COUNTED]
    table = [*chained, *placed, np.log(weights[()] + LITTLE), *plain, np.log(guess)]
    return np.stack(table, axis=1), guess


def _backed_off(weights: Weights) -> tuple[list[Vector], Vector]:
    """Each step of each chain as a log chance, and the sum of the chains' last steps."""
    found = []
    total = np.zeros_like(weights[()])
    for chain in CHAINS:
        chance = np.full_like(total, 1 / len(total))
        for group in chain:
            chance = leaning(weights[group], chance, FAITH)
            if group:
                found.append(np.log(chance))
        total = total + chance
    return found, total


def _by_role(weights: Weights, roles: Roles) -> tuple[list[Vector], Vector]:
    """The role that such cases go to, times the unit of that role that works in this street or community."""
    chance = np.full(roles.count, 1 / roles.count)
    for group in DUTIES:
        chance = leaning(roles.sums(weights[group]), chance, FAITH)
    anywhere = roles.spread(chance)
    here = roles.spread(leaning(roles.sums(weights[("sub", "street")]), chance, 2 * FAITH))
    everywhere = weights[()]
    in_street = _share(weights[("street",)] + 0.05 * (everywhere + LITTLE) / (everywhere.sum() + LITTLE), roles)
    in_community = _share(weights[("community",)] + 0.3 * in_street, roles)
    found = [here, in_street, in_community, here * in_street, here * in_community, anywhere * in_community]
    return [np.log(column) for column in found], here * in_street + here * in_community


def leaning(weights: Vector, wider: Vector, faith: float) -> Vector:
    """Chances from weights, leaning on the wider group's chances the more the fewer cases there are."""
    return np.asarray((weights + faith * wider) / (weights.sum() + faith))


def _share(weights: Vector, roles: Roles) -> Vector:
    """Each unit's share among those of its role."""
    return np.asarray(weights / roles.spread(roles.sums(weights)))
