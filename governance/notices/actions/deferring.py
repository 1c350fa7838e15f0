"""Deferring a job (推迟任务): the job's row is written on this connection, so it commits with the change or not at all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app

QUEUE = "notices"
FIRST = 10
"""Before the jobs of other queues: somebody waits for a code."""


def defer(name: str, values: dict[str, Any], *, at: datetime | None = None) -> None:
    """One job by its task's name; with `at` not before then."""
    app.configure_task(name, queue=QUEUE, schedule_at=at, priority=FIRST).defer(**values)


def defer_many(name: str, values: Sequence[dict[str, Any]]) -> None:
    """Many jobs of one task in one statement."""
    if values:
        app.configure_task(name, queue=QUEUE, priority=FIRST).batch_defer(*values)
