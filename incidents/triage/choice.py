"""A conditional logit (条件逻辑回归): which of several candidates is chosen, from columns of numbers. NumPy only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from incidents.triage.counts import Vector

RIDGE = 1e-3
STEPS = 30
CLOSE = 1e-7
CHUNK = 1024


@dataclass(frozen=True, slots=True)
class Choice:
    """Weights over standardised columns."""

    mean: Vector
    scale: Vector
    weights: Vector

    def chances(self, columns: Vector) -> Vector:
        """How likely each candidate (row) is; they add up to 1."""
        return softmax(((columns - self.mean) / self.scale) @ self.weights)


def softmax(scores: Vector) -> Vector:
    """Chances from scores along the last axis."""
    grown = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=-1, keepdims=True))


def fit_choice(*, columns: NDArray[np.float32], chosen: NDArray[np.int64], weight: Vector) -> Choice:
    """Fit by Newton's method: `columns` is cases x candidates x columns, `chosen` the index of the true candidate of each case."""
    flat = columns.reshape(-1, columns.shape[2])
    mean, scale = flat.mean(axis=0, dtype=np.float64), flat.std(axis=0, dtype=np.float64) + 1e-9
    standard = ((columns - mean) / scale).astype(np.float32)
    share = weight / weight.sum()
    weights = np.zeros(columns.shape[2])
    loss, gradient, curve = _slope(standard, chosen, share, weights)
    for _step in range(STEPS):
        move: Vector = np.asarray(np.linalg.solve(curve, gradient), float)
        if gradient @ move < CLOSE:
            break
        weights, loss, gradient, curve = _stepped(standard, chosen, share, weights, loss, move)
    return Choice(mean, scale, weights)


Slope = tuple[float, Vector, Vector]


def _stepped(
    standard: NDArray[np.float32], chosen: NDArray[np.int64], share: Vector, weights: Vector, loss: float, move: Vector
) -> tuple[Vector, float, Vector, Vector]:
    """Go along the step, halving it while it makes things worse."""
    length = 1.0
    while True:
        tried = weights - length * move
        found = _slope(standard, chosen, share, tried)
        if found[0] <= loss or length < 1 / CHUNK:
            return tried, *found
        length /= 2


def _slope(standard: NDArray[np.float32], chosen: NDArray[np.int64], share: Vector, weights: Vector) -> Slope:
    """Penalised loss, its gradient and its curvature; cases are taken in chunks so that memory stays small."""
    loss = RIDGE * float(weights @ weights)
    gradient = 2 * RIDGE * weights
    curve = 2 * RIDGE * np.eye(len(weights))
    for start in range(0, len(chosen), CHUNK):
        part = slice(start, start + CHUNK)
        table, right, each = standard[part], chosen[part], share[part]
        chances = softmax((table @ weights.astype(np.float32)).astype(np.float64))
        picked = chances[np.arange(len(right)), right]
        loss -= float(each @ np.log(picked + 1e-12))
        mean = np.einsum("nk,nkf->nf", chances, table)
        gradient = gradient + each @ (mean - table[np.arange(len(right)), right])
        flat = table.reshape(-1, table.shape[2])
        curve = curve + flat.T @ (flat * (chances * each[:, None]).reshape(-1, 1)) - mean.T @ (mean * each[:, None])
    return loss, gradient, curve
