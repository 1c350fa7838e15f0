"""Numbers above the queue (计数): from kept counters, the overdue ones counted up to a cap."""

from datetime import datetime

from django.db.models import Q, Sum

from governance.access.actor import Actor, code_in
from incidents.models import Incident, Tally
from incidents.queries.queue import Filters, area, matching
from incidents.rules import SEES_AREA, visible_to
from incidents.workflow import OPEN

CAP = 1000


def counts(*, actor: Actor, at: datetime, code: str = "") -> dict[str, int]:
    """Cases per state, and `overdue` up to CAP (CAP means "that many or more"), of what the actor may see in the area."""
    by_state = _by_area(actor, code) if sees_by_area_only(actor) else _by_case(actor, code)
    late = matching(actor=actor, filters=Filters(overdue=True, code=code), at=at).values("pk")[:CAP]
    return by_state | {"open": sum(n for state, n in by_state.items() if state in OPEN), "overdue": len(late)}


def sees_by_area_only(actor: Actor) -> bool:
    """Whether the counters, which know areas only, show exactly what the actor may see: then they serve."""
    return bool(actor.scopes(SEES_AREA)) and all(post.role in SEES_AREA for post in actor.posts)


def _by_area(actor: Actor, code: str) -> dict[str, int]:
    scope = code_in("code", actor.scopes(SEES_AREA))
    rows = Tally.objects.filter(scope, Q(code__startswith=code))
    found = {state: total for state, total in rows.values_list("state").annotate(total=Sum("count")) if total}
    own = Incident.objects.filter(reporter=actor.user_id, code__startswith=code).exclude(scope)
    for state in own.values_list("state", flat=True):  # what somebody of the desk reported elsewhere is theirs to see too
        found[state] = found.get(state, 0) + 1
    return found


def _by_case(actor: Actor, code: str) -> dict[str, int]:
    """For people with a small scope: their open cases are counted themselves, up to the cap."""
    rows = visible_to(actor).filter(state__in=sorted(OPEN))
    states = (rows.filter(area(code)) if code else rows).values_list("state", flat=True)[:CAP]
    found: dict[str, int] = {}
    for state in states:
        found[state] = found.get(state, 0) + 1
    return found
