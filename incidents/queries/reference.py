"""The catalogue as each process keeps it (目录缓存): re-read at most every few seconds, never per request.

A stale copy is harmless: it proposes, labels and computes a deadline from a rule that was valid seconds ago.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from governance.access.models import Unit
from incidents.clock import Calendar
from incidents.models import AreaGrade, Blackout, CaseRule, Category, Day, Responsibility, Season, StageLimit, Standard, UnitHours
from incidents.tables.rules import shipped_rules

T = TypeVar("T")
FRESH_SECONDS = 5.0
SHIPPED_RULES = shipped_rules()


class Kept(Generic[T]):
    """A value that is read again when it is older than FRESH_SECONDS."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._value: T | None = None
        self._until = 0.0

    def __call__(self) -> T:
        """The value."""
        if self._value is None or time.monotonic() >= self._until:
            self._value = self._read()
            self._until = time.monotonic() + FRESH_SECONDS
        return self._value

    def forget(self) -> None:
        """Read anew next time."""
        self._value = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A responsibility as the proposal needs it."""

    category_id: int | None
    kind: str
    major_code: str
    code: str
    unit_id: int


def _categories() -> dict[int, Category]:
    return {category.pk: category for category in Category.objects.all()}


def _standards() -> dict[int, list[Standard]]:
    found: dict[int, list[Standard]] = {}
    for standard in Standard.objects.order_by("category_id", "-is_default", "pk"):
        found.setdefault(standard.category_id, []).append(standard)
    return found


def _units() -> dict[int, Unit]:
    return {unit.pk: unit for unit in Unit.objects.filter(ended_at__isnull=True)}


def _duties() -> list[Duty]:
    rows = Responsibility.objects.filter(unit__ended_at__isnull=True).values_list("category_id", "kind", "major_code", "code", "unit_id")
    return [Duty(*row) for row in rows]


def _calendar() -> Calendar:
    return Calendar.of([(day, kind) for day, kind in Day.objects.values_list("date", "kind")])


def _stage_minutes() -> dict[str, int]:
    return dict(StageLimit.objects.values_list("state", "minutes"))


def _rules() -> dict[str, int]:
    return dict(CaseRule.objects.values_list("name", "amount"))


def _area_grades() -> dict[str, str]:
    return dict(AreaGrade.objects.values_list("code", "grade"))


def _seasons() -> list[tuple[str, str, str]]:
    return list(Season.objects.values_list("name", "first", "last"))


def _unit_slots() -> dict[int, str]:
    return dict(UnitHours.objects.values_list("unit_id", "slots"))


def _blackouts() -> list[Blackout]:
    return list(Blackout.objects.all())


categories = Kept(_categories)
standards = Kept(_standards)
units = Kept(_units)
duties = Kept(_duties)
calendar = Kept(_calendar)
stage_minutes = Kept(_stage_minutes)
rules = Kept(_rules)
area_grades = Kept(_area_grades)
seasons = Kept(_seasons)
unit_slots = Kept(_unit_slots)
blackouts = Kept(_blackouts)
ALL: tuple[Kept[Any], ...] = (
    categories, standards, units, duties, calendar, stage_minutes, rules, area_grades, seasons, unit_slots, blackouts,
)  # fmt: skip


def forget_all() -> None:
    """After the catalogue changed in this process."""
    for kept in ALL:
        kept.forget()


def default_standard(category_id: int) -> Standard | None:
    """The standard that applies when nobody chose one: the default, else the first."""
    found = standards().get(category_id, [])
    return found[0] if found else None


def rule(name: str) -> int:
    """An amount of the office's rules (办理规则), as loaded; before anything is loaded, as it comes with the program."""
    found = rules().get(name)
    return SHIPPED_RULES[name] if found is None else found
