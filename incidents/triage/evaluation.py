"""How well units are proposed (派遣建议评测): trained on earlier appeals, asked about later ones."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from incidents.triage.appeals import Appeal, handled, roles_in
from incidents.triage.features import Known
from incidents.triage.units import train_units

TOPS = (1, 3, 5)
Proposer = Callable[[Known], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Tops:
    """Shares of cases whose unit was the first, among the first three, among the first five."""

    top1: float
    top3: float
    top5: float


def measured(*, train: Sequence[Appeal], test: Sequence[Appeal]) -> dict[str, object]:
    """n, top1, top3, top5 of the model, the same of the most frequent unit per sub-type and street, and the times taken.

    Only `train` is learned from. A line of `test` without a unit, or with one that `train` does not know, is a miss.
    ValueError when either has nothing to learn from or to ask about.
    """
    if not test:
        raise ValueError("no cases to ask about")
    began = time.perf_counter()
    pasts = handled(train)
    model = train_units(pasts, roles=roles_in(train))
    trained = time.perf_counter()
    tops = tops_of(lambda known: model.top(known, max(TOPS)), test)
    asked = time.perf_counter()
    plain = tops_of(most_frequent(train), test)
    known = set(model.units)
    return {
        "n": len(test),
        **_rounded(tops),
        "baseline": _rounded(plain),
        "trained_on": len(pasts),
        "never_seen_units": round(sum(appeal.unit not in known for appeal in test) / len(test), 4),
        "train_seconds": round(trained - began, 2),
        "case_ms": round(1000 * (asked - trained) / len(test), 3),
    }


def tops_of(proposer: Proposer, test: Sequence[Appeal]) -> Tops:
    """Ask about each case and count the hits."""
    hits: Counter[int] = Counter()
    for appeal in test:
        proposed = list(proposer(appeal.known))
        hits.update(top for top in TOPS if appeal.unit and appeal.unit in proposed[:top])
    return Tops(*(hits[top] / len(test) for top in TOPS))


def most_frequent(train: Sequence[Appeal]) -> Proposer:
    """The plain rule to beat: the most frequent units of the sub-type in the street, then of the sub-type, then of all."""
    counts: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for past in handled(train):
        for key in _keys(past.known):
            counts[key][past.unit] += 1

    def propose(known: Known) -> list[str]:
        found = (unit for key in _keys(known) for unit, _count in counts[key].most_common(max(TOPS)))
        return list(dict.fromkeys(found))

    return propose


def _keys(known: Known) -> tuple[tuple[str, ...], ...]:
    return (known.sub, known.street), (known.sub,), ()


def _rounded(tops: Tops) -> dict[str, float]:
    return {"top1": round(tops.top1, 4), "top3": round(tops.top3, 4), "top5": round(tops.top5, 4)}
