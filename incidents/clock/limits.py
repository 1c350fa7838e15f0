"""A time limit (办理时限): an amount of one of five kinds, as in "4 work_hour"."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import ngettext

HOUR = 3600
WORK_DAY_HOURS = 8  # a 工作日 is 8 hours of working slots, not "the end of the n-th day"
MOST = Decimal(10_000)

_TEXT = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,4})?) ([a-z_]{1,20})")


class BadLimit(ValueError):
    """A text or an amount that is no limit."""


class LimitKind(StrEnum):
    """What is counted: all time, or only the working slots of working days."""

    URGENT_MINUTE = "urgent_minute"  # 分钟: stages of desk and field
    URGENT_HOUR = "urgent_hour"  # 紧急工作时: nights, weekends and holidays count
    URGENT_DAY = "urgent_day"  # 紧急工作日: 24 hours each, all time counts
    WORK_HOUR = "work_hour"  # 工作时
    WORK_DAY = "work_day"  # 工作日
    CALENDAR_DAY = "calendar_day"  # 自然日: 24 hours each; the legal limits of other laws

    @property
    def continuous(self) -> bool:
        """Whether all time counts (连续计时)."""
        return self not in {LimitKind.WORK_HOUR, LimitKind.WORK_DAY}

    @property
    def unit_seconds(self) -> int:
        """Counted seconds in one unit."""
        return _UNIT_SECONDS[self]


_UNIT_SECONDS = {
    LimitKind.URGENT_MINUTE: 60,
    LimitKind.URGENT_HOUR: HOUR,
    LimitKind.URGENT_DAY: 24 * HOUR,
    LimitKind.WORK_HOUR: HOUR,
    LimitKind.WORK_DAY: WORK_DAY_HOURS * HOUR,
    LimitKind.CALENDAR_DAY: 24 * HOUR,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount above 0 and up to 10,000 of a kind, in whole seconds: "0.25 urgent_hour" is 15 minutes."""

    amount: Decimal
    kind: LimitKind

    def __post_init__(self) -> None:
        """Refuse what cannot be counted."""
        if not self.amount.is_finite() or not 0 < self.amount <= MOST:
            raise BadLimit(f"a limit is above 0 and up to {MOST}: {self.amount}")
        if self.amount * self.kind.unit_seconds % 1:
            raise BadLimit(f"a limit is a whole number of seconds: {self.amount} {self.kind}")

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read "4 work_hour"; BadLimit for anything else. `str()` gives the same text back."""
        match = _TEXT.fullmatch(text.strip())
        if match is None or match[2] not in _UNIT_SECONDS:
            raise BadLimit(f"not a limit: {text[:40]!r}")
        return cls(amount=Decimal(match[1]), kind=LimitKind(match[2]))

    def __str__(self) -> str:
        """The text that `parse` reads, without superfluous zeros."""
        return f"{self.amount.normalize():f} {self.kind}"

    @property
    def seconds(self) -> int:
        """The counted seconds: wall seconds, or seconds inside working slots."""
        return int(self.amount * self.kind.unit_seconds)

    @property
    def label(self) -> str:
        """The limit in the reader's language: 4 工作时, 15 分钟. Ask for it when showing, not before."""
        if self.kind is LimitKind.URGENT_MINUTE and self.seconds % HOUR:
            return _minutes(self.seconds, continuous=True)
        if self.kind is not LimitKind.URGENT_MINUTE and self.amount % 1 == 0:
            return _whole(int(self.amount), self.kind)
        if self.seconds % HOUR == 0:
            hours = LimitKind.URGENT_HOUR if self.kind.continuous else LimitKind.WORK_HOUR
            return _whole(self.seconds // HOUR, hours)
        return _minutes(self.seconds, continuous=self.kind.continuous)


def _whole(n: int, kind: LimitKind) -> str:
    match kind:
        case LimitKind.URGENT_HOUR:
            text = ngettext("%(n)s 紧急工作时", "%(n)s 紧急工作时", n)
        case LimitKind.URGENT_DAY:
            text = ngettext("%(n)s 紧急工作日", "%(n)s 紧急工作日", n)
        case LimitKind.WORK_HOUR:
            text = ngettext("%(n)s 工作时", "%(n)s 工作时", n)
        case LimitKind.WORK_DAY:
            text = ngettext("%(n)s 工作日", "%(n)s 工作日", n)
        case LimitKind.CALENDAR_DAY:
            text = ngettext("%(n)s 自然日", "%(n)s 自然日", n)
    return text % {"n": n}


def _minutes(seconds: int, *, continuous: bool) -> str:
    n = -(-seconds // 60)
    if continuous:
        return ngettext("%(n)s 分钟", "%(n)s 分钟", n) % {"n": n}
    return ngettext("%(n)s 分钟（工作时间）", "%(n)s 分钟（工作时间）", n) % {"n": n}
