"""The working hours of a unit (工作时段): the slots of each working day, Shanghai time."""

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

DAY = 24 * 3600
HOUR_MINUTES = 60
_SLOT = re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")


class BadSlots(ValueError):
    """Slots that overlap, run backwards, cross midnight or are none at all."""


@dataclass(frozen=True, slots=True)
class Slots:
    """(opens, closes) pairs in seconds after midnight, in order, apart from each other."""

    spans: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        """Refuse what is not a day's order of slots."""
        edges = [edge for span in self.spans for edge in span]
        if not edges or edges[0] < 0 or edges[-1] > DAY:
            raise BadSlots("slots lie between 00:00 and 24:00, at least one")
        if any(later <= earlier for earlier, later in pairwise(edges)):
            raise BadSlots("slots are in order, with a pause between them")

    @classmethod
    def parse(cls, text: str) -> "Slots":
        """Read "08:00-12:00 14:00-18:00" (a comma also parts them); BadSlots for anything else."""
        return cls(spans=tuple(_span(part) for part in text.replace(",", " ").split()))

    def __str__(self) -> str:
        """The text that `parse` reads."""
        return " ".join(f"{_hours(opens)}-{_hours(closes)}" for opens, closes in self.spans)

    @property
    def offsets(self) -> tuple[tuple[timedelta, timedelta], ...]:
        """The spans as distances from midnight."""
        return tuple((timedelta(seconds=opens), timedelta(seconds=closes)) for opens, closes in self.spans)

    @property
    def seconds(self) -> int:
        """Working seconds in one working day."""
        return sum(closes - opens for opens, closes in self.spans)


def _span(text: str) -> tuple[int, int]:
    match = _SLOT.fullmatch(text)
    if match is None:
        raise BadSlots(f"not a slot: {text[:20]!r}")
    hour, minute, until_hour, until_minute = (int(part) for part in match.groups())
    if max(minute, until_minute) >= HOUR_MINUTES:
        raise BadSlots(f"not a time of day: {text!r}")
    return hour * 3600 + minute * 60, until_hour * 3600 + until_minute * 60


def _hours(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


# Source: one city's rules (domain notes A6). A unit may have its own.
DEFAULT_SLOTS = Slots.parse("08:00-12:00 14:00-18:00")
