"""How likely two reports are one event (疑似重复的评分): distance, time, category and words, each a number, joined by weights.

The same sum is computed by the database for a search (`duplicates.py`); a test holds the two together.
"""

import math
import string
import unicodedata
from dataclasses import dataclass

RADIUS_M = 200.0
WINDOW_DAYS = 30.0
NEAR_M = 60.0
"""Phones place a report 5-30 m off, and two people rarely stand on the same spot: at this distance closeness has fallen to 1/e."""

FRESH_HOURS = 96.0
"""After four days the chance that somebody reports the same thing again has fallen to 1/e."""

UNPLACED = 0.35
"""Closeness of two reports of one community of which one has no point."""

UNTOLD = 0.12
"""Likeness of words when one of the two says nothing: about that of two reports picked with no regard to words."""

LONGEST = 200
"""Characters that are compared."""

DROPPED = "".join(sorted({*string.whitespace, *string.punctuation, *"。、〃〈〉《》「」『』【】〔〕…—–·‘’“”¥"}))
"""Blanks and punctuation, after full-width forms were folded (NFKC): removed before pairs are made."""

REMOVAL = str.maketrans("", "", DROPPED)
SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


@dataclass(frozen=True, slots=True)
class Weights:
    """The sum: fitted by `evaluate_duplicates --fit` on generated pairs, then rounded. See docs/triage.md for what they rest on."""

    start: float = -7.2
    close: float = 3.5
    fresh: float = 2.4
    category: float = 1.5
    major: float = 0.6
    words: float = 4.8


WEIGHTS = Weights()
LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Parts:
    """What the score is made of. `metres` is None without a point, `words` without words; `category` is 2 same, 1 same major, 0 other."""

    metres: float | None
    hours: float
    category: int
    words: float | None


def score(parts: Parts, weights: Weights = WEIGHTS) -> float:
    """0 to 1: how likely the two are one event."""
    terms = columns(parts)
    values = (weights.start, weights.close, weights.fresh, weights.category, weights.major, weights.words)
    return 1 / (1 + math.exp(-sum(value * term for value, term in zip(values, terms, strict=True))))


def columns(parts: Parts) -> tuple[float, ...]:
    """The numbers that are weighed. The root of what words share: the first common words tell most."""
    close = UNPLACED if parts.metres is None else math.exp(-parts.metres / NEAR_M)
    words = math.sqrt(UNTOLD if parts.words is None else parts.words)
    return 1.0, close, math.exp(-parts.hours / FRESH_HOURS), float(parts.category == 2), float(parts.category == 1), words  # noqa: PLR2004


def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters (二元组) of the first 200 letters; the database's `text_pairs` finds the same."""
    letters = unicodedata.normalize("NFKC", text).translate(SMALL).translate(REMOVAL)[:LONGEST]
    return frozenset(letters[place : place + 2] for place in range(len(letters) - 1))


def likeness(one: str, other: str) -> float | None:
    """Jaccard of the pairs of two texts; None when one has none."""
    return shared(pairs(one), pairs(other))


def shared(one: frozenset[str], other: frozenset[str]) -> float | None:
    """Jaccard of two sets of pairs; None when one is empty: nothing said is not nothing in common."""
    return len(one & other) / len(one | other) if one and other else None
