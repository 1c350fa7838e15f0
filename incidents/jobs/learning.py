"""Learning at night, dispatching by permission each minute (重新学习、自动派遣). Each may run twice: the actions see to that."""

from django.utils import timezone
from procrastinate.contrib.django import app

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.learning import dispatch_allowed, retrain
from incidents.triage.learned import KIND
from incidents.triage.store import in_use

QUEUE = "triage"


@app.periodic(cron="40 18 * * *")  # 2:40 in Shanghai: the timer counts in UTC
@app.task(name="triage.retrain", queue=QUEUE, queueing_lock="triage.retrain")
def relearn(timestamp: int) -> None:  # noqa: ARG001  (the timer's own moment)
    """Take in what was closed since."""
    retrain(actor=SYSTEM_ACTOR, at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="triage.begin", queue=QUEUE, queueing_lock="triage.retrain")
def begin(timestamp: int) -> None:  # noqa: ARG001  (as above)
    """A new house does not wait for the night: as long as nothing was learned, try."""
    if not in_use(KIND):
        retrain(actor=SYSTEM_ACTOR, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="triage.dispatch", queue=QUEUE, queueing_lock="triage.dispatch")
def dispatch(timestamp: int) -> None:  # noqa: ARG001  (as above)
    """Send off what an administrator's permission covers."""
    dispatch_allowed(at=timezone.now())
