"""The catalogue as figures need it (指标目录)."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.indicators.formulas import Figure, Formula, Part, Score, figure, grade_of, score
from evaluation.indicators.measures import Group
from evaluation.models import Choice, Indicator
from evaluation.queries.scales import scale_in

ASIDE = "suspended_aside"
DEFAULTS: dict[str, object] = {ASIDE: True}


@dataclass(frozen=True, slots=True)
class Value:
    """An indicator with its figure, or with its score and grade."""

    indicator: Indicator
    value: float | None
    top: int | None = None
    bottom: int | None = None
    grade: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All indicators of some scopes, read once for a page."""

    indicators: Sequence[Indicator]
    parts: dict[str, list[Part]]
    steps: Sequence[tuple[int, int]]
    grades: Sequence[tuple[str, float]]
    aside: bool
    since: str = ""
    """The month from which the weights hold, "" when they came with the program."""

    def values(self, groups: Sequence[Group]) -> dict[str, Value]:
        """Every indicator over these passages; scores after what they are made of."""
        figures: dict[str, Figure] = {}
        found: dict[str, Value] = {}
        for one in self.indicators:
            if one.kind == "score":
                result: Score = score(one.code, self.parts.get(one.code, []), figures, self.steps)
                figures[one.code] = Figure(one.code, result.value)
                found[one.code] = Value(one, result.value, grade=grade_of(result.value, self.grades), missing=result.missing)
            else:
                made = figure(Formula(one.code, one.top, one.bottom, mean=one.kind == "mean"), groups, aside=self.aside)
                figures[one.code] = made
                found[one.code] = Value(one, made.value, made.top, made.bottom)
        return found


def catalogue(scopes: Sequence[str], *, month: str) -> Catalogue:
    """The indicators of these scopes in their order, with the weights, steps and grades of a month (`Period.scored_in`)."""
    found = sorted(Indicator.objects.filter(scope__in=scopes), key=lambda one: (scopes.index(one.scope), one.rank))
    scale = scale_in(month)
    scores = {one.code for one in found}
    return Catalogue(
        indicators=found,
        parts={score: parts for score, parts in scale.parts.items() if score in scores},
        steps=scale.steps,
        grades=scale.grades,
        aside=suspended_aside(),
        since=scale.since,
    )


def suspended_aside() -> bool:
    """Whether suspended cases are left out of what is due (on unless set otherwise)."""
    value = Choice.objects.filter(pk=ASIDE).values_list("value", flat=True).first()
    return bool(DEFAULTS[ASIDE] if value is None else value)
