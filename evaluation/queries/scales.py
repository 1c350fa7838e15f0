"""Which weights, steps and grades hold in a month (评分标准)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.indicators.formulas import Part
from evaluation.models import Grade, Scale, Step, Weight


@dataclass(frozen=True, slots=True)
class InForce:
    """What a month is scored by. `row` is None while the tables that came with the program hold."""

    parts: Mapping[str, list[Part]]
    steps: Sequence[tuple[int, int]]
    grades: Sequence[tuple[str, float]]
    row: Scale | None

    @property
    def since(self) -> str:
        """The month from which it holds, "" for ever."""
        return self.row.since if self.row else ""


def scale_in(month: str) -> InForce:
    """The scale of a month (2026-11): the last that began by then. A part of weight 0 is none."""
    row = Scale.objects.filter(since__lte=month).select_related("by").order_by("-since").first()
    kept = row.weights if row else {}
    parts: dict[str, list[Part]] = {}
    for one in Weight.objects.order_by("score__rank", "pk"):
        weight = kept.get(one.score_id, {}).get(one.indicator_id, one.weight)
        parts.setdefault(one.score_id, []).append(Part(one.indicator_id, weight, one.use))
    steps = row.steps if row else Step.objects.values_list("least", "points")
    grades = row.grades if row else Grade.objects.values_list("letter", "least")
    return InForce(
        parts={score: [part for part in found if part.weight] for score, found in parts.items()},
        steps=sorted(((int(least), int(points)) for least, points in steps), reverse=True),
        grades=sorted(((str(letter), float(least)) for letter, least in grades), key=lambda one: -one[1]),
        row=row,
    )
