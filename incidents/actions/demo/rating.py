"""What the demonstration's residents think of what was done for them (演示评价): marks by the real action."""

from datetime import datetime, timedelta
from random import Random

from governance.access.actor import resident_of
from incidents.actions.demo.plan import PUBLIC_SOURCES
from incidents.actions.talk import rate_case
from incidents.models import Incident
from incidents.workflow import State

SINCE = timedelta(days=30)
SHARE, MOST = 0.2, 160
MARKS = {False: ((5, 62), (4, 24), (3, 9), (2, 3), (1, 2)), True: ((5, 20), (4, 25), (3, 25), (2, 15), (1, 15))}
"""How often each mark is given, when the unit was in time and when it was late."""


def rate_some(*, at: datetime, seed: int) -> int:
    """One in five residents whose case was closed in the last 30 days gives a mark; returns how many did. Records incident.rated."""
    closed = Incident.objects.filter(origin__startswith="demo:", state=State.CLOSED, source__in=sorted(PUBLIC_SOURCES), rating__isnull=True)
    rated = 0
    for case_id, late in closed.filter(closed_at__gte=at - SINCE).order_by("number").values_list("pk", "late"):
        lot = Random(f"{seed}:mark:{case_id}")  # noqa: S311  (a demonstration's lot, no secret)
        if rated < MOST and lot.random() < SHARE:
            marks, weights = zip(*MARKS[bool(late)], strict=True)
            rate_case(actor=resident_of(case_id=str(case_id)), incident_id=case_id, at=at, score=lot.choices(marks, weights)[0])
            rated += 1
    return rated
