"""The jobs of the worker (后台任务): spread, deliver, take up again, forget. Each may run twice: the actions see to that."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from governance.notices import actions
from governance.notices.actions.deferring import QUEUE


@app.task(name="notices.spread", queue=QUEUE)
def spread(notice_id: str) -> None:
    """Make the deliveries of one notice."""
    actions.spread_notice(notice_id=UUID(notice_id), at=timezone.now())


@app.task(name="notices.deliver", queue=QUEUE)
def deliver(delivery_id: str) -> None:
    """Try one delivery."""
    actions.deliver(delivery_id=UUID(delivery_id), at=timezone.now())


@app.periodic(cron="*/2 * * * *")
@app.task(name="notices.retake", queue=QUEUE, queueing_lock="notices.retake")
def retake(timestamp: int) -> None:  # noqa: ARG001  (the timer's own moment)
    """What is due and what a dead worker left."""
    actions.retake(at=timezone.now())


@app.periodic(cron="17 * * * *")
@app.task(name="notices.purge", queue=QUEUE, queueing_lock="notices.purge")
def purge(timestamp: int) -> None:  # noqa: ARG001  (the timer's own moment)
    """Forget addresses of what is over."""
    actions.purge_notices(at=timezone.now())
