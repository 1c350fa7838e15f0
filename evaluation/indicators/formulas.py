"""The arithmetic of indicators (指标计算): counts, rates, means, steps, scores, grades. What cannot be known is None, never 0 or 100."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.indicators.measures import MEASURES, Group


@dataclass(frozen=True, slots=True)
class Formula:
    """How an indicator is made: `top` alone is a count; over `bottom` it is a rate in per cent, or with `mean` an average."""

    code: str
    top: str
    bottom: str = ""
    mean: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: an indicator, its weight in per cent, and how its value becomes points."""

    indicator: str
    weight: int
    use: str = "plain"
    """plain: the rate itself; reversed: 100 less the rate; stepped: a count by the table of steps."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's value with what it is made of. `value` None says that there is no data."""

    code: str
    value: float | None
    top: int | None = None
    bottom: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Points from 0 to 100, or None. `missing` are the parts without data: the others carry their weight."""

    code: str
    value: float | None
    missing: tuple[str, ...] = ()
    points: Mapping[str, float] = field(default_factory=dict)


def figure(formula: Formula, groups: Collection[Group], *, aside: bool) -> Figure:
    """The indicator over these passages."""
    top = MEASURES[formula.top].of(groups, aside=aside)
    if not formula.bottom:
        return Figure(formula.code, float(top), top)
    bottom = MEASURES[formula.bottom].of(groups, aside=aside)
    if not bottom:
        return Figure(formula.code, None, top, 0)
    share = Fraction(top, bottom) * (1 if formula.mean else 100)
    return Figure(formula.code, round(float(share), 4), top, bottom)


def stepped(count: int, steps: Sequence[tuple[int, int]]) -> int:
    """The points for a count: of the highest step that it reaches, 0 below the lowest. `steps` are (least, points)."""
    return max((points for least, points in steps if count >= least), default=0)


def score(code: str, parts: Sequence[Part], figures: Mapping[str, Figure], steps: Sequence[tuple[int, int]]) -> Score:
    """The weighted points. None when every rate lacks data: a count of nothing alone tells nothing."""
    points, missing, known = dict[str, float](), list[str](), False
    for part in parts:
        found = figures[part.indicator]
        if found.value is None:
            missing.append(part.indicator)
        elif part.use == "stepped":
            points[part.indicator] = float(stepped(int(found.value), steps))
            known = known or found.value > 0
        else:
            points[part.indicator] = limited(100 - found.value if part.use == "reversed" else found.value)
            known = True
    carried = sum(part.weight for part in parts if part.indicator in points)
    if not known or not carried:
        return Score(code, None, tuple(missing), points)
    whole = sum(part.weight * points[part.indicator] for part in parts if part.indicator in points)
    return Score(code, round(whole / carried, 4), tuple(missing), points)


def limited(value: float) -> float:
    """Points lie between 0 and 100, whatever the rate (more problems can be missed than were filed)."""
    return min(100.0, max(0.0, value))


def grade_of(value: float | None, grades: Sequence[tuple[str, float]]) -> str:
    """The letter of a score; "" without data. `grades` are (letter, least)."""
    if value is None:
        return ""
    return next((letter for letter, least in sorted(grades, key=lambda one: -one[1]) if value >= least), "")
