"""Until when somebody may still take something back (时限): a resident a closed case, by the office's rules, the desk a dispatch."""

from datetime import datetime, timedelta

from incidents.clock import SHANGHAI
from incidents.models import Incident
from incidents.queries import reference

RECALL, ON_THE_WAY = timedelta(seconds=10), timedelta(seconds=4)
"""How long the desk may take a dispatch back, and what a slow line may add."""


def recallable(case: Incident, at: datetime) -> bool:
    """Whether a dispatch is so fresh that it may be taken back; never one that sent a case back for rework."""
    return case.dispatched_at is not None and at - case.dispatched_at <= RECALL + ON_THE_WAY and not case.reworks


def reopens_until(case: Incident) -> datetime:
    """The last moment for "not fixed"; for a case that is not over, the moment of its report."""
    return (case.closed_at or case.received_at) + timedelta(days=reference.rule("reopen_days"))


def reminds_from(case: Incident) -> datetime | None:
    """From when on the resident may remind again; None when at any time."""
    return None if case.reminded_at is None else case.reminded_at + timedelta(hours=reference.rule("remind_hours"))


def rating_changes_until(case: Incident) -> datetime:
    """When the month in which the case was closed is settled: a rating that was given stays then."""
    closed = (case.closed_at or case.received_at).astimezone(SHANGHAI)
    year, month = (closed.year + closed.month // 12, closed.month % 12 + 1)
    return datetime(year, month, max(1, reference.rule("month_close_day")), tzinfo=SHANGHAI)
