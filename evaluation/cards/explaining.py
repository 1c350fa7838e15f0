"""Scores and comparisons in plain words (评分说明)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluation.cards.cells import Cell, cell_of, percent
from evaluation.indicators.formulas import Part, stepped
from evaluation.queries.catalogue import Catalogue, Value
from evaluation.queries.words import name_of

LITTLE = 0.05


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of a score: its value, which opens its list, its points, its weight, and what it brings."""

    name: str
    now: Cell
    points: str
    weight: int
    brings: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A score with its parts, in a table and in words."""

    code: str
    name: str
    cell: Cell
    parts: Sequence[PartLine]
    made: str
    moved: str


def explained(code: str, now: Mapping[str, Value], then: Mapping[str, Value], known: Catalogue) -> Explained:
    """Everything about a score: of which parts, with which weights, and how it moved since the period before."""
    parts = known.parts[code]
    whole = sum(part.weight for part in parts if now[part.indicator].value is not None)
    lines = [part_line(part, now, known, whole) for part in parts]
    return Explained(
        code, name_of(now[code].indicator), cell_of(now[code]), lines, how_made(code, now, known), compared(code, now, then, known)
    )


def part_line(part: Part, values: Mapping[str, Value], known: Catalogue, whole: int) -> PartLine:
    """One part; without data it brings nothing, and the others carry its weight."""
    value = values[part.indicator]
    if value.value is None:
        return PartLine(part_name(part, values), cell_of(value), "", part.weight, "")
    got = points(part, values, known)
    return PartLine(part_name(part, values), cell_of(value), f"{got:.1f}", part.weight, f"{got * part.weight / whole:.1f}")


def how_made(code: str, values: Mapping[str, Value], known: Catalogue) -> str:
    """Of which parts a score is made, with their points and weights."""
    score = values[code]
    if score.value is None:
        return _("还没有可以评分的数据。")
    parts = [part for part in known.parts[code] if values[part.indicator].value is not None]
    whole = sum(part.weight for part in parts)
    made = " + ".join(f"{part_name(part, values)} {points(part, values, known):.1f}×{part.weight}%" for part in parts)
    words = _("综合分 %(score).1f（%(grade)s 级）= %(made)s") % {"score": score.value, "grade": score.grade, "made": made}
    if score.missing:
        names = "、".join(name_of(values[one].indicator) for one in score.missing)
        words += _("。%(names)s 没有数据，其余部分按权重折算（共 %(whole)d%%）") % {"names": names, "whole": whole}
    return words + _("。")


def part_name(part: Part, values: Mapping[str, Value]) -> str:
    """The name of a part as the sum uses it."""
    name = name_of(values[part.indicator].indicator)
    return {"reversed": f"(100−{name})", "stepped": _("%(name)s（按档）") % {"name": name}}.get(part.use, name)


def points(part: Part, values: Mapping[str, Value], known: Catalogue) -> float:
    """What a part brings, from 0 to 100."""
    value = values[part.indicator].value or 0.0
    if part.use == "stepped":
        return float(stepped(int(value), known.steps))
    return min(100.0, max(0.0, 100 - value if part.use == "reversed" else value))


def compared(code: str, now: Mapping[str, Value], then: Mapping[str, Value], known: Catalogue) -> str:
    """How the score moved since the period before, and what moved it most."""
    new, old = now[code].value, then[code].value
    if new is None or old is None:
        return _("上一期没有可比的数据。")
    moved = new - old
    if abs(moved) < LITTLE:
        return _("与上一期同时段持平。")
    both = [part for part in known.parts[code] if now[part.indicator].value is not None and then[part.indicator].value is not None]
    words = (_("比上一期同时段高 %(by).1f 分") if moved > 0 else _("比上一期同时段低 %(by).1f 分")) % {"by": abs(moved)}
    cause = most_moved(both, now, then, known, up=moved > 0)
    if cause is None:
        return words + _("。")
    before, after = then[cause.indicator], now[cause.indicator]
    return words + _("，影响最大的是%(name)s（%(before)s → %(after)s）。") % {
        "name": name_of(after.indicator),
        "before": plain(before),
        "after": plain(after),
    }


def most_moved(parts: Sequence[Part], now: Mapping[str, Value], then: Mapping[str, Value], known: Catalogue, *, up: bool) -> Part | None:
    """The part that moved the score furthest in the direction in which it went."""
    moves = {part: part.weight * (points(part, now, known) - points(part, then, known)) * (1 if up else -1) for part in parts}
    best = max(moves, key=lambda part: moves[part], default=None)
    return best if best is not None and moves[best] > 0 else None


def plain(value: Value) -> str:
    """A value in a sentence."""
    if value.value is None:
        return _("无数据")
    return percent(value.value) if value.indicator.kind == "rate" else f"{value.value:.0f}"
