"""Questions about visits (走访查询): who is due, what is open, how many today; ids and dates, nobody's name."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from governance.access.actor import Actor, code_in
from governance.access.roles import FIELD
from governance.errors import NotFound
from residents.models import Errand, Visit, VisitPlan
from residents.rules import may_visit

AHEAD = timedelta(days=14)
MOST = 60
"""A worker's list: what is late and what comes within two weeks, no more than fits on a phone."""


def plans_for(actor: Actor) -> QuerySet[VisitPlan]:
    """The open plans of the actor's grids: those for whose area `visit.view` answers yes, without people who were erased or merged."""
    return VisitPlan.objects.filter(here(actor, ""), ended_at__isnull=True)


def here(actor: Actor, plan: str) -> Q:
    """A filter: the target of the plan (named by its path, with `__`) is in the actor's grids now."""
    scopes = actor.scopes(FIELD)
    known = Q(**{f"{plan}resident__erased_at__isnull": True, f"{plan}resident__merged_into__isnull": True})
    return (
        (code_in(f"{plan}resident__code", scopes) & known)
        | code_in(f"{plan}enterprise__code", scopes)
        | code_in(f"{plan}dwelling__building__grid_code", scopes)
    )


def due_plans(*, actor: Actor, at: datetime) -> list[VisitPlan]:
    """The plans whose visit is late or due within two weeks, the longest due first, with all that a row shows."""
    day = timezone.localdate(at + AHEAD)
    return list(
        plans_for(actor)
        .filter(due_on__lte=day)
        .select_related("kind", "resident__dwelling__building", "enterprise__building", "dwelling__building")
        .defer("resident__dwelling__building__footprint", "enterprise__building__footprint", "dwelling__building__footprint")
        .order_by("due_on", "id")[:MOST]
    )


def open_errands(*, actor: Actor) -> list[Errand]:
    """The errands of the actor's grids that are not done, the first due first."""
    return list(
        Errand.objects.filter(here(actor, "plan__"), done_at__isnull=True)
        .select_related("plan__resident__dwelling__building", "plan__enterprise__building", "plan__dwelling__building")
        .defer(
            "plan__resident__dwelling__building__footprint", "plan__enterprise__building__footprint", "plan__dwelling__building__footprint"
        )
        .order_by("due_on", "id")[:MOST]
    )


def visit_counts(*, actor: Actor, at: datetime) -> tuple[int, int]:
    """How many visits the actor made today, and how many more of the own grids are due by today."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    done = 0 if actor.user_id is None else Visit.objects.filter(actor_id=actor.user_id, at__gte=midnight, at__lte=at).count()
    return done, plans_for(actor).filter(due_on__lte=timezone.localdate(at)).count()


def plan_for(*, actor: Actor, plan_id: UUID) -> VisitPlan:
    """The plan, ended or not; NotFound for a foreign and a missing one alike (C1)."""
    plan = VisitPlan.objects.select_related("kind", "resident", "enterprise", "dwelling__building").filter(pk=plan_id).first()
    if plan is None or not may_visit(actor, plan.area):
        raise NotFound
    return plan


def visits_of(*, plan: VisitPlan) -> QuerySet[Visit]:
    """The visits of a plan, newest first."""
    return Visit.objects.filter(plan=plan).order_by("-at", "-id")


def last_outcomes(plans: Sequence[VisitPlan]) -> dict[UUID, Visit]:
    """The last visit of each plan, in one query."""
    found = Visit.objects.filter(plan__in=plans).order_by("plan", "-at", "-id").distinct("plan").defer("sealed_note", "note")
    return {one.plan_id: one for one in found}


def missed_plans(*, actor: Actor, at: datetime, since_days: int = 0) -> QuerySet[VisitPlan]:
    """Open plans of the actor's grids that are past their day by more than so many days: what a grid leader looks at."""
    return plans_for(actor).filter(Q(due_on__lt=timezone.localdate(at) - timedelta(days=since_days))).order_by("due_on", "id")
