"""What is done at night (夜间任务): figures kept soon after midnight in Shanghai, then the scan; both may run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from evaluation.actions.keep_days import keep_days
from evaluation.actions.scan_hot_spots import scan_hot_spots
from evaluation.queries.screen.hotspots import scanned_districts
from governance.access.actor import SYSTEM_ACTOR


@app.periodic(cron="20 16 * * *")
@app.task(name="screen.keep", queueing_lock="screen.keep")
def keep(timestamp: int) -> None:  # noqa: ARG001  (the timer's own moment)
    """The figures of the last month."""
    keep_days(actor=SYSTEM_ACTOR, at=timezone.now())


@app.periodic(cron="40 16 * * *")
@app.task(name="screen.scan", queueing_lock="screen.scan")
def scan(timestamp: int) -> None:  # noqa: ARG001  (the timer's own moment)
    """The hot spots of each district."""
    for district in scanned_districts():
        scan_hot_spots(actor=SYSTEM_ACTOR, district=district, at=timezone.now())
