"""A line between each class and the rest (线性支持向量机): dual coordinate descent of Hsieh et al. (ICML 2008), every class at once.

NumPy alone: rows are sparse, and a step touches only the runs of one message.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from incidents.triage.vocabulary import Row

Matrix = NDArray[np.float32]
COST = 0.3
ROUNDS = 40
TOLERANCE = 0.1
"""As far from the optimum as liblinear stops."""


@dataclass(frozen=True, slots=True)
class Lines:
    """`weights` is columns x classes, `offsets` one number per class."""

    weights: Matrix
    offsets: Matrix

    def margins(self, row: Row) -> Matrix:
        """How far a message lies on each class's side."""
        return np.asarray(row.values @ self.weights[row.ids] + self.offsets)


def fit_lines(*, rows: Sequence[Row], classes: NDArray[np.int64], weight: Matrix, columns: int) -> Lines:
    """Fit squared hinge loss; a rare class's messages together cost as much as a frequent one's. The same data give the same lines."""
    count = int(classes.max()) + 1
    costs = _costs(classes, weight, count)
    signs = np.where(classes[:, None] == np.arange(count), 1, -1).astype(np.float32)
    length = np.array([row.values @ row.values + 1 for row in rows], np.float32)
    lines = Lines(np.zeros((columns, count), np.float32), np.zeros(count, np.float32))
    duals = np.zeros((len(rows), count), np.float32)
    order = np.random.default_rng(0)
    for _round in range(ROUNDS):
        worst = 0.0
        for place in order.permutation(len(rows)):
            worst = max(worst, _step(lines, rows[place], signs[place], costs[place], duals[place], float(length[place])))
        if worst < TOLERANCE:
            break
    return lines


def _costs(classes: NDArray[np.int64], weight: Matrix, count: int) -> Matrix:
    """What an error costs: per message and class."""
    sizes = np.bincount(classes, minlength=count)
    balance = len(classes) / (count * np.maximum(sizes, 1))
    costs = np.full((len(classes), count), COST, np.float32)
    costs[np.arange(len(classes)), classes] *= balance[classes]
    return np.asarray(costs * weight[:, None])


def _step(lines: Lines, row: Row, signs: Matrix, costs: Matrix, duals: Matrix, length: float) -> float:
    """Move the lines for one message; returns how far it was from where it should be."""
    soft = 0.5 / costs
    slope = signs * lines.margins(row) - 1 + soft * duals
    off = np.where(duals > 0, slope, np.minimum(slope, 0))
    moved = np.maximum(duals - slope / (length + soft), 0)
    change = (moved - duals) * signs
    duals[:] = moved
    lines.weights[row.ids] += row.values[:, None] * change
    lines.offsets[:] += change
    return float(np.abs(off).max())
