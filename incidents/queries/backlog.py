"""What is old at a desk (积案): open and overdue cases of a street, and the oldest one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.prepared import ask
from incidents.workflow import OPEN

OLD = timedelta(days=3)
BACKLOG = """
SELECT street, count(*), count(*) FILTER (WHERE due_at < %s), (array_agg(number ORDER BY received_at))[1], min(received_at)
FROM incidents_incident WHERE state = ANY(%s) AND length(street) = 9 GROUP BY street ORDER BY street
"""


@dataclass(frozen=True, slots=True)
class Backlog:
    """One street's."""

    street: str
    open: int
    overdue: int
    oldest: str
    oldest_days: int


def backlogs(*, at: datetime) -> Iterator[Backlog]:
    """Streets where something is overdue or older than three days."""
    for street, count, overdue, oldest, since in ask(BACKLOG, [at, sorted(OPEN)]):
        if overdue or since < at - OLD:
            yield Backlog(street, count, overdue, oldest, (at - since).days)
