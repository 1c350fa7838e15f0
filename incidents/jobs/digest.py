"""Each desk's backlog, told once a day (每日摘要)."""

from django.utils import timezone
from procrastinate.contrib.django import app

from incidents.actions.digest import tell_digest


@app.periodic(cron="30 0 * * *")  # 8:30 in Shanghai: the timer counts in UTC
@app.task(name="incidents.digest", queueing_lock="incidents.digest")
def digest(timestamp: int) -> None:  # noqa: ARG001  (the timer's own moment)
    """Each desk's backlog, once a day."""
    tell_digest(at=timezone.now())
