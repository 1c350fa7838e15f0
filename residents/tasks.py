"""What the worker does in this app by the clock (后台任务): people, declarations and files that may no longer be kept are erased."""

from django.utils import timezone
from procrastinate.contrib.django import app

from governance.access.actor import SYSTEM_ACTOR
from residents.actions.keeping import drop_old_reports, expire_residents, give_up_old_runs
from residents.actions.own import forget_requests


@app.periodic(cron="40 18 * * *")  # 2:40 in Shanghai: the timer counts in UTC
@app.task(name="residents.expire", queueing_lock="residents.expire")
def expire(timestamp: int) -> None:  # noqa: ARG001  (the timer's own moment)
    """Erase what may no longer be kept; run twice it finds nothing."""
    expire_residents(actor=SYSTEM_ACTOR, at=timezone.now())
    drop_old_reports(actor=SYSTEM_ACTOR, at=timezone.now())
    give_up_old_runs(actor=SYSTEM_ACTOR, at=timezone.now())
    forget_requests(actor=SYSTEM_ACTOR, at=timezone.now())
