"""Which days are worked (工作日历): weekends, statutory holidays, make-up working days (调休)."""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

SATURDAY = 5


class BadCalendar(ValueError):
    """A holiday table with an unreadable day or kind, or with one day twice."""


class DayKind(StrEnum):
    """The two kinds of entry in the table that the State Council's yearly notice fills."""

    HOLIDAY = "holiday"  # 节假日
    MAKEUP = "workday_makeup"  # 调休上班


_KINDS = frozenset(str(kind) for kind in DayKind)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Holidays and make-up days of the years that are loaded; any other year has weekends only.

    `version` names the table: it is kept with each deadline, so that one counted on an older table can be found.
    """

    holidays: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    version: str = field(default="none", compare=False)

    @classmethod
    def of(cls, days: Iterable[tuple[date, str]], *, version: str = "") -> "Calendar":
        """Build from (day, kind) rows; without a version, one is made from the content.

        A year counts as loaded when its table has both New Year's Day and National Day, which every notice has:
        a lone make-up day in December does not vouch for the rest of its year.
        """
        kinds: dict[date, DayKind] = {}
        for day, kind in days:
            if kind not in _KINDS or day in kinds:
                raise BadCalendar(f"unknown kind or day given twice: {day} {kind}")
            kinds[day] = DayKind(kind)
        holidays = frozenset(day for day, kind in kinds.items() if kind is DayKind.HOLIDAY)
        years = {day.year for day in holidays}
        return cls(
            holidays=holidays,
            makeup=frozenset(kinds) - holidays,
            years=frozenset(y for y in years if date(y, 1, 1) in holidays and date(y, 10, 1) in holidays),
            version=version or _digest(kinds),
        )

    @classmethod
    def from_csv(cls, text: str, *, version: str = "") -> "Calendar":
        """Read a table with the columns `date` (ISO) and `kind`; other columns are left alone."""
        rows = csv.DictReader(text.splitlines())
        try:
            days = [(date.fromisoformat(row["date"]), row["kind"]) for row in rows]
        except (KeyError, TypeError, ValueError) as error:
            raise BadCalendar(f"not a holiday table: {error}") from error
        return cls.of(days, version=version)

    def is_workday(self, day: date) -> bool:
        """Whether units work on this day; the weekday decides where the year is not loaded."""
        if day.year in self.years:
            return day in self.makeup or (day.weekday() < SATURDAY and day not in self.holidays)
        return day.weekday() < SATURDAY

    def knows(self, day: date) -> bool:
        """Whether the year of this day is loaded; a deadline over an unknown day is marked `warned`."""
        return day.year in self.years


def _digest(kinds: dict[date, DayKind]) -> str:
    lines = "\n".join(f"{day.isoformat()},{kind}" for day, kind in sorted(kinds.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:12]
