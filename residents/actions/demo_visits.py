"""A month of visits in the demonstration (演示走访): made by a grid's worker, so that a believable day is left to do."""

from datetime import datetime, timedelta
from random import Random
from uuid import uuid5

from governance.access.actor import Actor
from residents.actions.visits import Told, record_visit
from residents.queries.visits import plans_for

REGISTERED = 38
"""Days since the demo's people were registered: nobody was visited before."""
MONTHLY = 30
NEXT = (-2, -1, 0, 0, 0, 1, 1, MONTHLY, MONTHLY)
"""In how many days the first of a grid's monthly visits are due: two missed, three today, two were made this morning."""
OUTCOMES = ("met", "met", "met", "met", "phoned")
NOTES = ("", "", "一切正常。", "已提醒用电用气安全。", "身体尚好，子女周末来看。")


def load_rounds(*, worker: Actor, code: str, lot: Random, at: datetime) -> int:
    """Let the worker have made the visits of plans that were there before; returns how many.

    The next ones are spread over their cycles, a few of them fall on today. Records what `record_visit` records.
    """
    plans = list(plans_for(worker).filter(resident__code=code, planned_at__lt=at).select_related("kind").order_by("planned_at", "id"))
    lot.shuffle(plans)
    near = list(NEXT)
    for plan in plans:
        days = near.pop(0) if near and plan.cycle == MONTHLY else lot.randrange(max(2, plan.cycle - REGISTERED), plan.cycle)
        when = at - timedelta(days=plan.cycle - days, minutes=20 + 10 * len(near))
        told = Told(plan.pk, lot.choice(OUTCOMES), when, lot.choice(NOTES))
        record_visit(actor=worker, visit_id=uuid5(plan.pk, "demo"), told=told, at=when)
    return len(plans)
