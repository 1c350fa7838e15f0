"""Tables of figures by area, unit and post, and the whole of one subject (考核总表与明细)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from evaluation.cards.cells import Cell, Line, Sheet, cell_of, duration
from evaluation.cards.explaining import Explained, explained
from evaluation.indicators.measures import MEASURES, Group
from evaluation.models import Indicator
from evaluation.periods import Period
from evaluation.queries.catalogue import Catalogue, Value
from evaluation.queries.figures import Subject, groups_by_area, groups_by_person, groups_by_unit, groups_of
from evaluation.queries.people import Holder, holders, of_the_grid
from evaluation.queries.stocks import stocks_by_worker, stocks_of
from evaluation.queries.words import meaning_of, titled
from governance.access.models import Unit
from governance.access.roles import Role
from governance.codes import LENGTHS, Level
from grids import queries as grids

AREA_COLUMNS = ("area_inst", "need_close", "close_rate", "intime_close_rate", "public_report_rate", "area_score")
UNIT_COLUMNS = (
    "need_dispose", "dispose_rate", "intime_dispose_rate", "overtime_to_dispose", "rework_rate", "reopen_rate", "return_rate",
    "avg_dispose_time", "department_score",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Detail:
    """One indicator of a subject with what it means, what it is made of, and how it was before."""

    indicator: Indicator
    name: str
    meaning: str
    now: Cell
    before: Cell
    change: float | None
    better: bool | None
    top: Cell
    bottom: Cell
    weight: int | None
    frozen: Cell | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything about one subject: scores in words, then each indicator."""

    scores: Sequence[Explained]
    details: Sequence[Detail]


def earlier(period: Period, at: datetime) -> tuple[Period, datetime]:
    """The period before, up to the same point of it: ten days of this month are compared with ten days of the last."""
    before = period.before()
    return before, min(before.end, before.start + (at - period.start)) if at < period.end else before.end


def whole(
    *,
    known: Catalogue,
    subject: Subject,
    period: Period,
    at: datetime,
    frozen: Mapping[str, Mapping[str, float | None]] | None = None,
    passed: Sequence[Group] | None = None,
) -> Whole:
    """All indicators that are asked for, of one subject, beside those of the period before. `passed`: its passages, where known."""
    then_period, then = earlier(period, at)
    scopes = {one.scope for one in known.indicators}
    now = known.values(all_groups(subject, scopes, period, at, passed))
    past = known.values(all_groups(subject, scopes, then_period, then))
    scored = [one.code for one in known.indicators if one.kind == "score" and not one.top]
    weights = {part.indicator: part.weight for code in scored for part in known.parts.get(code, ())}
    scores = [explained(code, now, past, known) for code in scored if code in known.parts]
    details = [detail(now[one.code], past[one.code], weights.get(one.code), frozen) for one in known.indicators]
    return Whole(scores, details)


def all_groups(
    subject: Subject, scopes: Collection[str], period: Period, at: datetime, passed: Sequence[Group] | None = None
) -> list[Group]:
    """The passages of a subject, with visits and patrols where they are asked for."""
    groups = groups_of(subject=subject, period=period, at=at) if passed is None else [*passed]
    if "grid_worker" in scopes:
        groups += stocks_of(areas=subject.areas, period=period, at=at, grids=subject.grids, person=subject.person_id)
    return groups


def detail(now: Value, past: Value, weight: int | None, frozen: Mapping[str, Mapping[str, float | None]] | None) -> Detail:
    """One line of it."""
    one = now.indicator
    change = None if now.value is None or past.value is None else round(now.value - past.value, 2)
    better = None if not change or one.kind == "count" else (change < 0) == one.lower_is_better
    return Detail(
        indicator=one,
        name=titled(one),
        meaning=meaning_of(one),
        now=cell_of(now),
        before=cell_of(past),
        change=change,
        better=better,
        top=part_of(now.top, one.top),
        bottom=part_of(now.bottom, one.bottom),
        weight=weight,
        frozen=frozen_cell(now, frozen),
    )


def part_of(count: int | None, measure: str) -> Cell:
    """A numerator or denominator that opens its list."""
    if count is None or not measure:
        return Cell("")
    timed = MEASURES[measure].seconds
    return Cell(duration(count) if timed else str(count), float(count), "" if timed else measure)


def frozen_cell(now: Value, frozen: Mapping[str, Mapping[str, float | None]] | None) -> Cell | None:
    """The value of the closed month, where it is another one now."""
    kept = frozen.get(now.indicator.code) if frozen else None
    if kept is None or kept["value"] == now.value:
        return None
    top, bottom = (None if kept[name] is None else int(kept[name] or 0) for name in ("top", "bottom"))
    return cell_of(Value(now.indicator, kept["value"], top, bottom))


def inner_groups(*, code: str, period: Period, at: datetime) -> dict[str, list[Group]]:
    """The passages of an area by the areas of the next level inside it; together they are all of its own. {} for a grid."""
    digits = inner_digits(code)
    return {} if digits is None else groups_by_area(subject=Subject((code,)), period=period, at=at, digits=digits)


def inner_digits(code: str) -> int | None:
    """How long the codes of the next level are; None inside a grid."""
    return next((length for length in LENGTHS if length > len(code)), None)


def area_sheet(*, known: Catalogue, code: str, found: Mapping[str, list[Group]]) -> Sheet:
    """The areas of the next level inside an area with their passages, the best first."""
    digits = inner_digits(code)
    if digits is None:
        return Sheet("", head_of(known, AREA_COLUMNS), [])
    places = {place: found.get(place, []) for place in inner_codes(code, digits) | {one for one in found if len(one) == digits}}
    names = grids.names(places)
    lines = [line_of(names[place], place, known.values(groups), AREA_COLUMNS) for place, groups in places.items()]
    return Sheet(_("下级区域"), head_of(known, AREA_COLUMNS), ranked(lines))


def inner_codes(code: str, digits: int) -> set[str]:
    """The areas of that level, also those in which nothing happened."""
    if digits == Level.GRID:
        return set(grids.current_grids().filter(code__startswith=code).values_list("code", flat=True))
    return {one.code for one in grids.divisions_in(code=code, level=Level(digits))}


def unit_sheet(*, known: Catalogue, code: str, period: Period, at: datetime) -> Sheet:
    """The units that had to do with cases of the area, the best first."""
    found = groups_by_unit(subject=Subject((code,)), period=period, at=at)
    names = dict(Unit.objects.filter(pk__in=found).values_list("pk", "name"))
    lines = [line_of(names[unit], str(unit), known.values(groups), UNIT_COLUMNS, "unit") for unit, groups in found.items() if unit in names]
    return Sheet(_("处置单位"), head_of(known, UNIT_COLUMNS), ranked(lines))


def post_sheet(*, known: Catalogue, code: str, period: Period, at: datetime, role: str) -> Sheet:
    """The holders of a role in the area, the best first."""
    columns = [one.code for one in known.indicators]
    if len(columns) > 8:  # noqa: PLR2004  (rates and the score; the counts stand in each person's own page)
        columns = [one.code for one in known.indicators if one.kind != "count" or one.code in {"patrol_report", "missed"}]
    done = groups_by_person(subject=Subject((code,)), period=period, at=at)
    field = role in (Role.GRID_WORKER, Role.GRID_LEADER)
    of_grid = groups_by_area(subject=Subject((code,)), period=period, at=at, digits=Level.GRID) if field else {}
    people = holders(code=code, period=period, roles=[role])
    stocks = stocks_by_worker(code=code, period=period, at=at, grids_of={one.user_id: one.grids for one in people}) if field else {}
    lines = [
        line_of(
            one.name,
            str(one.user_id),
            known.values([*own_groups(one, done, of_grid), *stocks.get(one.user_id, ())]),
            columns,
            "person",
            note=one.unit,
        )
        for one in people
    ]
    return Sheet(str(Role(role).label), head_of(known, columns), ranked(lines))


def own_groups(one: Holder, done: Mapping[int, list[Group]], of_grid: Mapping[str, list[Group]]) -> list[Group]:
    """What somebody did, and what counts for the grids held."""
    return [*done.get(one.user_id, []), *(group for grid in one.grids for group in of_the_grid(of_grid.get(grid, [])))]


def line_of(name: str, key: str, values: Mapping[str, Value], columns: Sequence[str], kind: str = "area", note: str = "") -> Line:
    """A row of a table."""
    return Line(f"{name}　{note}" if note else name, key, [cell_of(values[code]) for code in columns if code in values], kind)


def head_of(known: Catalogue, columns: Sequence[str]) -> list[str]:
    """The names of the columns."""
    names = {one.code: titled(one) for one in known.indicators}
    return [names[code] for code in columns if code in names]


def ranked(lines: Sequence[Line]) -> list[Line]:
    """By the score, best first; those without data at the end, by their codes."""

    def rank(line: Line) -> tuple[bool, float, str]:
        score = next((cell.number for cell in line.cells if cell.grade), None)
        return (score is None, -(score or 0.0), line.key)

    return sorted(lines, key=rank)
