"""What the page of statistics shows (统计卡片)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.cards.cells import Cell, cell_of, duration, percent
from evaluation.cards.overview import earlier
from evaluation.indicators.marks import Stage
from evaluation.periods import Period
from evaluation.queries.catalogue import catalogue
from evaluation.queries.figures import Subject, groups_of
from evaluation.queries.statistics import Link, Tick, links, shares, trend
from evaluation.queries.words import name_of
from governance.language import in_english
from incidents.models import Source
from incidents.queries import reference

TOP = 12
MARKS = 12
"""Labels under the trend at most."""
NUMBERS = ("received", "area_inst", "closed", "intime_close_rate", "satisfaction_rate", "to_close_rate")
STAGES: Mapping[Stage, str | Promise] = {
    Stage.SEND_VERIFY: gettext_lazy("受理（发核实）"),
    Stage.VERIFY: gettext_lazy("核实"),
    Stage.ACCEPT: gettext_lazy("受理（立案）"),
    Stage.DISPATCH: gettext_lazy("派遣"),
    Stage.HANDLE: gettext_lazy("处置"),
    Stage.SEND_CHECK: gettext_lazy("发核查"),
    Stage.CHECK: gettext_lazy("核查"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the whole with its bar, the largest being 100."""

    name: str
    count: int
    share: str
    bar: float


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the trend, in the units of the drawing: 1000 wide, 100 high."""

    label: str
    received: int
    closed: int
    x: float
    width: float
    received_height: float
    closed_height: float
    mark: str
    """The label where it stands under the drawing: of every n-th column only, so that none runs into the next."""


@dataclass(frozen=True, slots=True)
class Slow:
    """A link of the chain with its times as words; its bar is the share that was late, as long as it says."""

    name: str
    count: int
    median: str
    most: str
    late: Cell
    bar: float
    slowest: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole page."""

    numbers: Sequence[tuple[str, str, Cell, Cell]]
    columns: Sequence[Column]
    sources: Sequence[Share]
    categories: Sequence[Share]
    slow: Sequence[Slow]
    words: str


def picture(*, code: str, period: Period, at: datetime) -> Picture:
    """Everything about an area in a period."""
    subject = Subject((code,))
    groups = groups_of(subject=subject, period=period, at=at)
    past_period, then = earlier(period, at)
    known = catalogue(["area", "process", "duty_chief"], month=period.scored_in(at))
    now, past = known.values(groups), known.values(groups_of(subject=subject, period=past_period, at=then))
    found = shares(code=code, period=period)
    chain = links(code=code, period=period, at=at, passages=sum(one.number for one in groups))
    numbers = [(code, name_of(now[code].indicator), cell_of(now[code]), cell_of(past[code])) for code in NUMBERS if code in now]
    return Picture(
        numbers=numbers,
        columns=columns(trend(code=code, period=period, at=at)),
        sources=parts([(label_of(source), count) for source, count in found.sources], found.total),
        categories=parts([(category_name(pk), count) for pk, count in found.categories], found.total),
        slow=slow(chain),
        words=sentence(chain),
    )


def parts(rows: Sequence[tuple[str, int]], total: int) -> list[Share]:
    """The largest parts, the others together."""
    shown = list(rows[:TOP])
    rest = sum(count for _name, count in rows[TOP:])
    if rest:
        shown.append((_("其他"), rest))
    most = max((count for _name, count in shown), default=1)
    return [Share(name, count, percent(100 * count / total), 100 * count / most) for name, count in shown]


def label_of(source: str) -> str:
    """The name of a source."""
    return str(Source(source).label) if source in Source.values else source


def category_name(pk: int) -> str:
    """The name of a category."""
    one = reference.categories().get(pk)
    return "?" if one is None else (one.name_en or one.name) if in_english() else one.name


def columns(ticks: Sequence[Tick]) -> list[Column]:
    """The trend as pairs of columns."""
    most = max((count for tick in ticks for count in (tick.received, tick.closed)), default=0) or 1
    step = 1000 / max(len(ticks), 1)
    every = -(-len(ticks) // MARKS) or 1
    return [
        Column(
            label=f"{tick.first:%m-%d}",
            received=tick.received,
            closed=tick.closed,
            x=round(step * number, 2),
            width=round(step * 0.4, 2),
            received_height=round(96 * tick.received / most, 2),
            closed_height=round(96 * tick.closed / most, 2),
            mark="" if number % every else f"{tick.first:%m-%d}",
        )
        for number, tick in enumerate(ticks)
    ]


def slow(chain: Sequence[Link]) -> list[Slow]:
    """The links beside each other. Handling takes hours where others take minutes, so the bar is of lateness, not of time."""
    rates = [link.late / link.count for link in chain]
    worst = max(rates, default=0.0)
    return [
        Slow(
            name=str(STAGES[link.stage]),
            count=link.count,
            median=duration(link.median),
            most=duration(link.most),
            late=Cell(percent(100 * rate), rate, tone="late" if rate > 0.1 else "fine"),  # noqa: PLR2004
            bar=100 * rate,
            slowest=bool(worst) and rate == worst,
        )
        for link, rate in zip(chain, rates, strict=True)
    ]


def sentence(chain: Sequence[Link]) -> str:
    """The slowest link in plain words."""
    late = [link for link in chain if link.late]
    if not late:
        return _("这一期没有超时的环节。")
    worst = max(late, key=lambda link: link.late / link.count)
    return _("超时最多的环节是%(name)s：%(late)d 件超时，占 %(share)s；一半在 %(median)s内完成，九成在 %(most)s内完成。") % {
        "name": STAGES[worst.stage],
        "late": worst.late,
        "share": percent(100 * worst.late / worst.count),
        "median": duration(worst.median),
        "most": duration(worst.most),
    }
