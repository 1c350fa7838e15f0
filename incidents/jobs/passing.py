"""Time passes (到期处理), every minute."""

from django.utils import timezone
from procrastinate.contrib.django import app

from incidents.actions.passing import pass_time


@app.periodic(cron="* * * * *")
@app.task(name="incidents.pass_time", queueing_lock="incidents.pass_time")
def time_passes(timestamp: int) -> None:  # noqa: ARG001  (the timer's own moment)
    """Alarms, ends of suspensions, answers that did not come: what is due since the last minute, or since the worker stopped."""
    while pass_time(at=timezone.now()).cases:
        pass
