"""Timers of evaluation (定时任务), run by the worker: each may come late, twice or not at all, and the next one makes up for it."""

from django.utils import timezone
from procrastinate.contrib.django import app

from evaluation import nightly
from evaluation.actions.keeping import keep_figures
from evaluation.actions.risks.running import find_risks
from governance.access.actor import SYSTEM_ACTOR

__all__ = ["keep_figures_now", "nightly"]


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="keep_figures", pass_context=False)
def keep_figures_now(timestamp: int) -> None:  # noqa: ARG001  (the timer gives its time)
    """Each minute: the figures follow the ledger."""
    keep_figures(actor=SYSTEM_ACTOR, at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="find_risks", pass_context=False)
def find_risks_now(timestamp: int) -> None:  # noqa: ARG001
    """Every ten minutes: the rules look at what is new in the ledger."""
    find_risks(actor=SYSTEM_ACTOR, at=timezone.now())
