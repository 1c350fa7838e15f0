"""Plans visits (走访计划). Registers, need tags and people call the same action; the same target again is the same plan."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid, NotFound
from governance.ledger.record import record
from residents.models import Enterprise, Resident, VisitKind, VisitPlan
from residents.queries.people import dwelling_area

FIRST_WITHIN = timedelta(days=7)
"""A first visit is due within a week, unless a day is named."""


@transaction.atomic
def plan_visit(
    *, actor: Actor, kind: str, at: datetime, resident_id: UUID | None = None, enterprise_id: UUID | None = None,
    dwelling_id: int | None = None, cycle_days: int | None = None, due_on: date | None = None, source: str = "",
) -> VisitPlan:  # fmt: skip
    """Plan visits of one kind to exactly one person, enterprise or dwelling, from now on; the plan's area is the target's.

    The same kind and target again is the same plan: a cycle or day that is given replaces the old one, and nothing else
    changes. Refuses (Invalid) an unknown kind, none or several targets, a cycle below one day; NotFound for a target that
    is missing, erased, or outside the actor's areas. `source` says why (a need tag's key, an import), never about whom.
    Records visit.planned when the plan is new or changed.
    """
    chosen = VisitKind.objects.filter(pk=kind).first()
    if chosen is None:
        raise Invalid(fields={"kind": [_("没有这个走访类别。")]})
    if cycle_days is not None and cycle_days < 1:
        raise Invalid(fields={"cycle_days": [_("周期至少一天。")]})
    target: dict[str, Any] = {"resident_id": resident_id, "enterprise_id": enterprise_id, "dwelling_id": dwelling_id}
    code = area_of(target)
    if not policy.allowed(actor, "visit.plan", code):
        raise NotFound
    made: dict[str, Any] = {"code": code, "planned_at": at, "cycle_days": cycle_days, "source": source[:48]}
    made["due_on"] = due_on or (timezone.localtime(at) + FIRST_WITHIN).date()
    plan, new = VisitPlan.objects.select_for_update(of=("self",)).get_or_create(kind=chosen, ended_at=None, **target, defaults=made)
    changes = {} if new else {k: v for k, v in {"cycle_days": cycle_days, "due_on": due_on}.items() if v not in {None, getattr(plan, k)}}
    if changes:
        VisitPlan.objects.filter(pk=plan.pk).update(**changes)
        plan.refresh_from_db()
    if new or changes:
        noted(actor, plan, "visit.planned", at, {"kind": kind, "due_on": plan.due_on.isoformat(), "source": plan.source})
    return plan


@transaction.atomic
def end_plan(*, actor: Actor, plan_id: UUID, at: datetime, reason: str = "") -> VisitPlan:
    """End a plan: no visit is due any more. NotFound for a foreign one; ended twice is ended once. Records visit.plan_ended."""
    rows = VisitPlan.objects.select_for_update(of=("self",)).select_related("resident", "enterprise", "dwelling__building")
    plan = rows.filter(pk=plan_id).first()
    if plan is None or not policy.allowed(actor, "visit.plan", plan.area):
        raise NotFound
    if plan.ended_at is None:
        plan.ended_at = at
        plan.save(update_fields=["ended_at"])
        noted(actor, plan, "visit.plan_ended", at, {"reason": reason[:48]})
    return plan


def area_of(target: dict[str, Any]) -> str:
    """The area of the one target; Invalid when it is not one, NotFound when it is not there."""
    given = {name: key for name, key in target.items() if key is not None}
    if len(given) != 1:
        raise Invalid(fields={"target": [_("请指定一位居民、一家企业或一处房屋。")]})
    if target["dwelling_id"] is not None:
        return dwelling_area(dwelling_id=target["dwelling_id"])
    living = Resident.objects.filter(pk=target["resident_id"], erased_at__isnull=True, merged_into__isnull=True)
    found = (
        (living if target["resident_id"] else Enterprise.objects.filter(pk=target["enterprise_id"])).values_list("code", flat=True).first()
    )
    if found is None:
        raise NotFound
    return str(found)


def noted(actor: Actor, plan: VisitPlan, verb: str, at: datetime, detail: dict[str, object]) -> None:
    """One entry about a plan."""
    record(actor=actor, verb=verb, kind="visit_plan", object_id=str(plan.pk), code=plan.code, at=at, detail=detail)
