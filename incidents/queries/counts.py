"""Numbers above the queue (计数): from kept counters, the overdue ones counted up to a cap; they agree with the list below them."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Count, Q, Sum

from governance.access.actor import Actor, code_in
from incidents.models import Incident, Tally
from incidents.queries.queue import Filters, area, matching
from incidents.rules import SEES_AREA, sent_from, visible_to
from incidents.workflow import OPEN

CAP = 1000
ALL = Filters()


def counts(*, actor: Actor, at: datetime, filters: Filters = ALL) -> dict[str, int]:
    """Cases per state, and `overdue` up to CAP (CAP means "that many or more"), of what the filters let the actor see.

    Whatever stage and order the filters name, all stages are counted. What the kept counters do not know (category, words, an area
    that somebody drew) is counted itself, open cases only.
    """
    wanted = replace(filters, states=(), overdue=False, by_deadline=False, ids=())
    if narrow(wanted) or wanted.bbox:
        by_state = _by_filter(actor, wanted, at)
    else:
        by_state = _by_area(actor, wanted.code) if sees_by_area_only(actor) else _by_case(actor, wanted.code)
    late = matching(actor=actor, filters=replace(wanted, overdue=True), at=at).values("pk")[:CAP]
    return by_state | {"open": sum(n for state, n in by_state.items() if state in OPEN), "overdue": len(late)}


def narrow(filters: Filters) -> bool:
    """Whether a filter asks for more than area and state, which is all that the kept counters know; what the map shows is no filter."""
    return bool(
        filters.category_id
        or filters.unit_id
        or filters.text
        or filters.overdue
        or filters.mine
        or filters.ring
        or filters.since
        or filters.until
    )


def sees_by_area_only(actor: Actor) -> bool:
    """Whether the counters, which know areas only, show what the actor may see but for `elsewhere`: then they serve."""
    return bool(actor.scopes(SEES_AREA)) and all(post.role in SEES_AREA for post in actor.posts)


def elsewhere(actor: Actor) -> Q:
    """What somebody of the desk sees outside the own areas: what they reported there, and what was sent there from here."""
    own = Q(reporter=actor.user_id) if actor.user_id is not None else Q(pk__in=[])
    return (own | sent_from(actor)) & ~code_in("code", actor.scopes(SEES_AREA))


def _by_area(actor: Actor, code: str) -> dict[str, int]:
    rows = Tally.objects.filter(code_in("code", actor.scopes(SEES_AREA)), Q(code__startswith=code))
    found = {state: total for state, total in rows.values_list("state").annotate(total=Sum("count")) if total}
    for state in Incident.objects.filter(elsewhere(actor), code__startswith=code).values_list("state", flat=True):
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


def _by_filter(actor: Actor, filters: Filters, at: datetime) -> dict[str, int]:
    """Open cases that the filters let through."""
    rows = matching(actor=actor, filters=filters, at=at).filter(state__in=sorted(OPEN)).order_by()
    return dict(rows.values_list("state").annotate(total=Count("pk")))
