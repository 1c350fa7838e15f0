"""A line between each class and the rest (线性支持向量机), found by scikit-learn; asking needs NumPy alone."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from incidents.triage.vocabulary import Row

Matrix = NDArray[np.float32]
COST = 1.5
"""Measured on real messages: 0.9337 of a held-out tenth at 0.5, 0.9349 at 1.5, no more beyond."""

NEAR = 0.1
"""As far from the optimum as liblinear itself stops: nearer takes long and says the same."""

SMOOTH = 0.5


@dataclass(frozen=True, slots=True)
class Lines:
    """`weights` is columns x classes, `offsets` one number per class."""

    weights: Matrix
    offsets: Matrix

    def margins(self, row: Row) -> Matrix:
        """How far a message lies on each class's side."""
        return np.asarray(row.values @ self.weights[row.ids] + self.offsets)


def fit_lines(*, rows: Sequence[Row], classes: NDArray[np.int64], weight: Matrix, columns: int) -> Lines:
    """Fit squared hinge loss; a rare class's messages together cost as much as a frequent one's. The same data give the same lines.

    For each class a run counts by how much more often it occurs there than elsewhere (Wang and Manning, ACL 2012: NB-SVM).
    """
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - a server that only asks need not load it
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    ends = np.cumsum([0, *(len(row.ids) for row in rows)])
    values, ids = np.concatenate([row.values for row in rows]), np.concatenate([row.ids for row in rows])
    table = csr_matrix((values, ids, ends), shape=(len(rows), columns))
    count = int(classes.max()) + 1
    lines = Lines(np.zeros((columns, count), np.float32), np.zeros(count, np.float32))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # as far as it comes in its rounds is near enough
        for label in range(count):
            mine = classes == label
            telling = _telling(_sums(table, mine), _sums(table, ~mine))
            scaled = csr_matrix((values * telling[ids], ids, ends), shape=table.shape)
            fitted = LinearSVC(C=COST, tol=NEAR, class_weight="balanced", random_state=0).fit(scaled, mine, sample_weight=weight)
            lines.weights[:, label] = fitted.coef_[0] * telling
            lines.offsets[label] = fitted.intercept_[0]
    return lines


def _sums(table: Any, chosen: NDArray[np.bool_]) -> Matrix:
    """How much of each run the chosen messages have, as a share; none is never nothing."""
    sums = np.asarray(table[chosen].sum(axis=0), np.float32).ravel() + SMOOTH
    return np.asarray(sums / sums.sum())


def _telling(here: Matrix, elsewhere: Matrix) -> Matrix:
    """The root of the logarithm of the ratio, whichever way it points."""
    return np.asarray(np.sqrt(np.abs(np.log(here / elsewhere))), np.float32)
