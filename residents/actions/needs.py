"""Visits follow from needs (需求带动走访): the plans of a person are brought in line with the need tags."""

from datetime import datetime

from governance.access.actor import Actor
from residents.actions.visits.planning import end_plan, plan_visit
from residents.declaration.needs import NEED, wanted_visits
from residents.models import Resident, VisitKind, VisitPlan


def follow_needs(*, actor: Actor, resident: Resident, tags: str, at: datetime) -> None:
    """Plan the visits that the tags call for, and end those that only a need which is gone had called for.

    Plans that somebody else made stay. Called inside the transaction that changed the tags. Records what `plan_visit` and
    `end_plan` record; their source says that a need is the reason, never which.
    """
    wanted = dict(wanted_visits(tags)) if resident.status == "1" else {}
    known = set(VisitKind.objects.filter(key__in=wanted).values_list("key", flat=True))
    for kind, days in wanted.items():
        if kind in known:
            plan_visit(actor=actor, kind=kind, resident_id=resident.pk, cycle_days=days, source=NEED, at=at)
    for plan in VisitPlan.objects.filter(resident=resident, ended_at__isnull=True, source=NEED).exclude(kind__in=wanted):
        end_plan(actor=actor, plan_id=plan.pk, at=at, reason=NEED)


def end_visits(*, actor: Actor, resident: Resident, at: datetime, reason: str) -> None:
    """End all plans of somebody who moved away, died or is registered under another record."""
    for plan in VisitPlan.objects.filter(resident=resident, ended_at__isnull=True):
        end_plan(actor=actor, plan_id=plan.pk, at=at, reason=reason)
