"""Visits that were missed (应访未访): who, since when, by which grid; people masked, the look recorded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from governance.access.actor import Actor, code_in
from grids.queries import names
from residents.disclosure.door import Looking, disclose
from residents.models import VisitPlan
from residents.rules import VIEWERS, purposes_of

SHOWN = 100


def late_visits(*, actor: Actor, at: datetime) -> dict[str, Any]:
    """The plans whose day has passed in the actor's areas, the longest missed first; counts by kind over all of them."""
    scopes, today = actor.scopes(VIEWERS), timezone.localdate(at)
    people = Q(resident__erased_at__isnull=True, resident__merged_into__isnull=True) & code_in("resident__code", scopes)
    places = code_in("enterprise__code", scopes) | code_in("dwelling__building__grid_code", scopes)
    plans = VisitPlan.objects.filter((people & Q(resident__isnull=False)) | places, ended_at__isnull=True)
    late = plans.filter(due_on__lt=today)
    rows = list(
        late.select_related("kind", "resident", "enterprise", "dwelling__building")
        .defer("dwelling__building__footprint", "enterprise__building")
        .order_by("due_on", "id")[:SHOWN]
    )
    cards, places_named = named(actor, rows, at), names(plan.area for plan in rows)
    return {
        "rows": [
            {"plan": plan, "days": (today - plan.due_on).days, "card": cards.get(plan.resident_id), "area": places_named[plan.area]}
            for plan in rows
        ],
        "kinds": list(late.values("kind__label").annotate(n=Count("pk")).order_by("-n", "kind__label")),
        "late": late.count(), "open": plans.count(),
    }  # fmt: skip


def named(actor: Actor, plans: Sequence[VisitPlan], at: datetime) -> dict[Any, Any]:
    """The cards of the people among them, masked."""
    ids = list(dict.fromkeys(plan.resident_id for plan in plans if plan.resident_id and "visit" in purposes_of(actor, plan.area)))
    looking = Looking("visit", "list", keys=("name", "residence_address"))
    return {card.id: card for card in disclose(actor=actor, ids=ids, looking=looking, at=at)}
