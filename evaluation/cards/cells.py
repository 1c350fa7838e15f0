"""Cells of tables of figures (单元格): a value as words, as a number for a workbook, as a bar, and what it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from evaluation.queries.catalogue import Value

HOUR, DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. `measure` opens the list behind it, `score` the parts of a score; `bar` is its length in per cent; `tone` its colour."""

    text: str
    number: float | None = None
    measure: str = ""
    bar: float | None = None
    tone: str = ""
    hint: str = ""
    grade: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name, where it leads, its cells in the order of the columns."""

    name: str
    key: str
    cells: Sequence[Cell]
    kind: str = "area"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a title and words that explain it."""

    title: str
    head: Sequence[str]
    lines: Sequence[Line]
    words: Sequence[str] = field(default_factory=tuple)


def cell_of(value: Value) -> Cell:
    """An indicator's value as a cell; without data it says so."""
    kind = value.indicator.kind
    if value.value is None:
        return Cell(_("无数据"), measure="" if value.bottom is None else value.indicator.bottom, tone="none")
    if kind == "count":
        return Cell(f"{value.value:.0f}", value.value, value.indicator.top)
    if kind == "mean":
        return Cell(duration(value.value), value.value, value.indicator.bottom)
    if kind == "score":
        return score_cell(value.value, value)
    hint = f"{value.top} / {value.bottom}"
    return Cell(percent(value.value), value.value, value.indicator.top, bar=min(value.value, 100.0), tone=tone_of_rate(value), hint=hint)


def score_cell(score: float, value: Value) -> Cell:
    """A score opens its parts; the points of one count (a score with a numerator) open the list of that count."""
    one = value.indicator
    opens = "" if one.top else one.code
    return Cell(f"{score:.1f}", score, one.top, bar=score, tone=tone_of(value.grade), grade=value.grade, score=opens)


def percent(value: float) -> str:
    """A rate as people write it; 100 only where nothing is missing."""
    text = f"{value:.1f}".removesuffix(".0")
    if text == "100" and value < 100:  # noqa: PLR2004
        text = "99.9"
    return f"{text}%"


def duration(seconds: float) -> str:
    """A length of time in the two largest units that say something."""
    minutes = round(seconds / 60)
    if seconds < HOUR:
        return _("%(minutes)d 分钟") % {"minutes": minutes}
    if seconds < 2 * DAY:
        return _("%(hours)d 小时 %(minutes)d 分") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(days).1f 天") % {"days": seconds / DAY}


def tone_of(grade: str) -> str:
    """The look of a grade."""
    return {"A": "fine", "B": "fine", "C": "soon", "D": "late", "E": "late"}.get(grade, "")


def tone_of_rate(value: Value) -> str:
    """The look of a rate: by how good it is, whichever end that is."""
    assert value.value is not None
    good = 100 - value.value if value.indicator.lower_is_better else value.value
    return "fine" if good >= 90 else "soon" if good >= 60 else "late"  # noqa: PLR2004  (grades A and C)
