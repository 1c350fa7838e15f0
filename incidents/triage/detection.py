"""How well duplicates are told from neighbours (疑似重复评测): precision and recall over labelled pairs."""

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np

from incidents.triage.counts import Vector
from incidents.triage.likeness import LIKELY, WEIGHTS, Weights, columns, score
from incidents.triage.pairs import Maker, Pair
from incidents.triage.retelling import TwoTexts

SAME_WORDS = 0.09
"""Real messages that share more of their pairs of characters than this are taken for one."""

ROUNDS = 25
RIDGE = 1e-3


def found(truth: Sequence[bool], scores: Sequence[float], bar: float) -> dict[str, float]:
    """Precision, recall and their mean F1 for everything that reaches the bar, and the area under the curve (ROC)."""
    hits = Counter((same, value >= bar) for same, value in zip(truth, scores, strict=True))
    right, wrong, missed = hits[True, True], hits[False, True], hits[True, False]
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    return {
        "n": len(truth), "same": right + missed,
        "precision": round(precision, 4), "recall": round(recall, 4),
        "f1": round(2 * right / max(2 * right + wrong + missed, 1), 4), "auc": round(auc(truth, scores), 4),
    }  # fmt: skip


def auc(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """How often one event scores higher than two; half for a tie."""
    same = np.sort([value for value, is_same in zip(scores, truth, strict=True) if is_same])
    other = np.array([value for value, is_same in zip(scores, truth, strict=True) if not is_same])
    if not len(same) or not len(other):
        return 0.0
    above = len(same) - np.searchsorted(same, other, side="right")
    tied = np.searchsorted(same, other, side="right") - np.searchsorted(same, other, side="left")
    return float((above + tied / 2).sum() / (len(same) * len(other)))


def generated(*, count: int, seed: int, weights: Weights = WEIGHTS) -> dict[str, object]:
    """The whole score on generated pairs, what each part alone is worth, and which neighbours were taken for the same event."""
    made = list(Maker(seed=seed).pairs(count))
    truth = [pair.same for pair in made]
    scores = [score(pair.parts(), weights) for pair in made]
    table = np.array([columns(pair.parts()) for pair in made])
    alone = {
        name: round(auc(truth, table[:, place].tolist()), 4) for place, name in ((1, "close"), (2, "fresh"), (3, "category"), (5, "words"))
    }
    wrong = Counter(pair.why for pair, value in zip(made, scores, strict=True) if value >= LIKELY and not pair.same)
    return found(truth, scores, LIKELY) | {"auc_alone": alone, "taken_for_same": dict(wrong)}


def real(made: Sequence[TwoTexts]) -> dict[str, float]:
    """Words alone, on retold real messages."""
    return found([pair.same for pair in made], [pair.words for pair in made], SAME_WORDS) | {"bar": SAME_WORDS}


def shuffled(made: Sequence[TwoTexts], *, seed: int) -> dict[str, float]:
    """A control that must fail: the same pairs with their labels mixed up."""
    labels = [pair.same for pair in made]
    random.Random(seed).shuffle(labels)  # noqa: S311 - test material
    return found(labels, [pair.words for pair in made], SAME_WORDS)


def fitted(made: Sequence[Pair]) -> Weights:
    """The weights that fit these pairs best (logistic regression by Newton's method)."""
    table = np.array([columns(pair.parts()) for pair in made])
    truth = np.array([pair.same for pair in made], float)
    weights: Vector = np.zeros(table.shape[1])
    for _round in range(ROUNDS):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - truth) / len(truth) + RIDGE * weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table / len(truth) + RIDGE * np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    return Weights(*(round(float(value), 2) for value in weights))
