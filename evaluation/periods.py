"""Periods of evaluation (考核周期): day, week, month, quarter, year, on the calendar of Shanghai. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.clock import SHANGHAI

FORM = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|W(?P<week>\d{2})|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?")


class Span(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


SPANS: dict[Span, str | Promise] = {
    Span.DAY: gettext_lazy("日"),
    Span.WEEK: gettext_lazy("周"),
    Span.MONTH: gettext_lazy("月"),
    Span.QUARTER: gettext_lazy("季"),
    Span.YEAR: gettext_lazy("年"),
}
MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` until before `beyond`, both days in Shanghai."""

    span: Span
    first: date
    beyond: date

    @property
    def start(self) -> datetime:
        """The first moment."""
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return midnight(self.beyond)

    @property
    def key(self) -> str:
        """2026-11-24, 2026-W48, 2026-11, 2026-Q4 or 2026: what `parse` reads."""
        year, week, _day = self.first.isocalendar()
        return {
            Span.DAY: self.first.isoformat(),
            Span.WEEK: f"{year}-W{week:02d}",
            Span.MONTH: f"{self.first:%Y-%m}",
            Span.QUARTER: f"{self.first.year}-Q{(self.first.month + 2) // 3}",
            Span.YEAR: str(self.first.year),
        }[self.span]

    @property
    def label(self) -> str:
        """As a person reads it."""
        year, week, _day = self.first.isocalendar()
        given = {"year": self.first.year, "month": self.first.month, "day": self.first.day, "quarter": (self.first.month + 2) // 3}
        return {
            Span.DAY: _("%(year)d年%(month)d月%(day)d日") % given,
            Span.WEEK: _("%(year)d年第%(week)d周") % {"year": year, "week": week},
            Span.MONTH: _("%(year)d年%(month)d月") % given,
            Span.QUARTER: _("%(year)d年第%(quarter)d季度") % given,
            Span.YEAR: _("%(year)d年") % given,
        }[self.span]

    def scored_in(self, at: datetime) -> str:
        """The month whose weights hold for it: its last one that has begun."""
        last = min(self.beyond - timedelta(days=1), max(today(at), self.first))
        return f"{last:%Y-%m}"

    def before(self) -> "Period":
        """The one before it."""
        return period_of(self.span, self.first - timedelta(days=1))

    def after(self) -> "Period":
        """The one after it."""
        return period_of(self.span, self.beyond)

    def days(self) -> Iterator[date]:
        """Each of its days."""
        return (self.first + timedelta(days=n) for n in range((self.beyond - self.first).days))


def period_of(span: Span, day: date) -> Period:
    """The period of this length that has the day in it. Weeks begin on Monday."""
    if span == Span.DAY:
        return Period(span, day, day + timedelta(days=1))
    if span == Span.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(span, monday, monday + timedelta(days=7))
    months = MONTHS[span]
    begun = day.year * 12 + (day.month - 1) // months * months
    return Period(span, *(date(total // 12, total % 12 + 1, 1) for total in (begun, begun + months)))


def parse(key: str) -> Period | None:
    """The period that is written so, or None."""
    found = FORM.fullmatch(key)
    if found is None:
        return None
    year, quarter, week, month, day = (int(found[name]) if found[name] else 0 for name in ("year", "quarter", "week", "month", "day"))
    try:
        if week:
            return period_of(Span.WEEK, date.fromisocalendar(year, week, 1))
        if quarter:
            return period_of(Span.QUARTER, date(year, quarter * 3, 1))
        if day:
            return period_of(Span.DAY, date(year, month, day))
        return period_of(Span.MONTH, date(year, month, 1)) if found["month"] else period_of(Span.YEAR, date(year, 1, 1))
    except (ValueError, OverflowError):
        return None


def today(at: datetime) -> date:
    """The day in Shanghai."""
    return at.astimezone(SHANGHAI).date()


def midnight(day: date) -> datetime:
    """When the day begins in Shanghai, in UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
