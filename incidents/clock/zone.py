"""The one time zone of business (业务时区): in and out in UTC, counted in Asia/Shanghai."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class NaiveTime(ValueError):
    """A time without a zone was given: it could mean any of 24 hours, so it is refused."""


def local(at: datetime) -> datetime:
    """The same moment on a wall clock in Shanghai. Refuses a naive time."""
    return _aware(at).astimezone(SHANGHAI)


def utc(at: datetime) -> datetime:
    """The same moment in UTC. Refuses a naive time."""
    return at if at.tzinfo is UTC else _aware(at).astimezone(UTC)  # as the database gives them


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None or at.utcoffset() is None:
        raise NaiveTime("an aware datetime is needed")
    return at
