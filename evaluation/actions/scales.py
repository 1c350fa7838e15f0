"""Weights, steps and grades from a month on (评分标准)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.models import Scale, Weight
from evaluation.periods import Span, parse, period_of, today
from evaluation.queries.scales import InForce, scale_in
from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid
from governance.ledger.record import record

WHOLE = 100
MOST_STEPS = 12
Errors = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A scale as somebody wrote it: `weights` {score: {indicator: per cent}}, `steps` (least, points), `grades` (letter, least)."""

    weights: Mapping[str, Mapping[str, int]]
    steps: Sequence[tuple[int, int]]
    grades: Sequence[tuple[str, float]]


@transaction.atomic
def set_scale(*, actor: Actor, since: str, wanted: Wanted, at: datetime) -> Scale:
    """Let it hold from a month on, this one at the earliest: what is over, and so what is closed, stays as it is.

    A scale that is set for the same month already is replaced. Refuses (Invalid) weights that do not make up 100 and steps or grades
    that do not rise, naming the field. Records evaluation.scale_set with what held before.
    """
    policy.require(actor, "scale.set", None)
    month = parse(since)
    if month is None or month.span != Span.MONTH or month.first < period_of(Span.MONTH, today(at)).first:
        raise Invalid(fields={"since": [_("应为本月或以后的月份。")]})
    if errors := {**wrong_weights(wanted.weights), **wrong_steps(wanted.steps), **wrong_grades(wanted.grades)}:
        raise Invalid(fields=errors)
    before = told(scale_in(month.key))
    after = {
        "weights": {score: dict(parts) for score, parts in wanted.weights.items()},
        "steps": [list(one) for one in sorted(wanted.steps, reverse=True)],
        "grades": [list(one) for one in sorted(wanted.grades, key=lambda one: -one[1])],
    }
    scale, __ = Scale.objects.update_or_create(since=month.key, defaults={**after, "at": at, "by_id": actor.user_id})
    detail = {"since": month.key, "before": before, "after": after}
    record(actor=actor, verb="evaluation.scale_set", kind="evaluation", object_id=month.key, code="", at=at, detail=detail)
    return scale


def told(scale: InForce) -> dict[str, object]:
    """A scale as the record has it."""
    weights = {score: {part.indicator: part.weight for part in parts} for score, parts in scale.parts.items()}
    return {
        "since": scale.since,
        "weights": weights,
        "steps": [list(one) for one in scale.steps],
        "grades": [list(one) for one in scale.grades],
    }


def wrong_weights(weights: Mapping[str, Mapping[str, int]]) -> Errors:
    """Each score has its own parts, none below 0, together 100."""
    known: dict[str, set[str]] = {}
    for score, indicator in Weight.objects.values_list("score_id", "indicator_id"):
        known.setdefault(score, set()).add(indicator)
    errors: Errors = {}
    for score in {*known, *weights}:
        given = weights.get(score, {})
        if set(given) != known.get(score):
            errors[score] = [_("综合分的组成不对。")]
        elif min(given.values()) < 0 or sum(given.values()) != WHOLE:
            errors[score] = [_("各项权重之和应为 100，现为 %(sum)d。") % {"sum": sum(given.values())}]
    return errors


def wrong_steps(steps: Sequence[tuple[int, int]]) -> Errors:
    """More cases never bring fewer points."""
    rising = sorted(steps)
    counts, points = [least for least, _points in rising], [point for _least, point in rising]
    sound = 0 < len(steps) <= MOST_STEPS and len(set(counts)) == len(counts) and counts[0] >= 0
    if not sound or points != sorted(points) or points[0] < 0 or points[-1] > WHOLE:
        return {"steps": [_("数量不能重复，数量越多得分不能越低，得分在 0 到 100 之间。")]}
    return {}


def wrong_grades(grades: Sequence[tuple[str, float]]) -> Errors:
    """A to E, each begins below the one before, E with 0."""
    least = [bound for _letter, bound in sorted(grades)]
    falls = all(upper > lower for upper, lower in pairwise(least))
    if [letter for letter, _bound in sorted(grades)] != list("ABCDE") or not falls or least[0] > WHOLE or least[-1] != 0:
        return {"grades": [_("A 到 E 的下限应依次降低，A 不超过 100，E 为 0。")]}
    return {}
