"""The timer of the open data (开放数据定时任务)."""

from django.utils import timezone
from procrastinate.contrib.django import app

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.opendata import publish_open_data


@app.periodic(cron="10 18 * * *")  # 2:10 in Shanghai
@app.task(name="opendata.publish", queueing_lock="opendata.publish")
def publish(timestamp: int) -> None:  # noqa: ARG001  (the timer's own moment)
    """The open data of the day."""
    publish_open_data(actor=SYSTEM_ACTOR, at=timezone.now())
