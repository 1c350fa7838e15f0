"""What waits for a decision or a reply (待审批), of the cases that the actor may see; each list the oldest first."""

from datetime import datetime, timedelta

from governance.access.actor import Actor
from governance.access.roles import Role
from incidents.models import UNDECIDED, Incident, Request, Urging
from incidents.queries import reference
from incidents.rules import visible_to
from incidents.workflow import OPEN, State

MOST = 100


def waiting_requests(*, actor: Actor) -> list[Request]:
    """Extensions, suspensions and appeals that nobody decided yet."""
    found = Request.objects.filter(outcome__in=UNDECIDED, incident__in=visible_to(actor).values("pk"))
    return list(found.select_related("incident", "unit", "author").order_by("at", "pk")[:MOST])


def appealable(*, actor: Actor, at: datetime) -> list[Incident]:
    """Closed cases of the actor's units that were late and may still be appealed, the latest first."""
    units = [post.unit_id for post in actor.posts if post.role == Role.HANDLER and post.unit_id is not None]
    since = at - timedelta(days=reference.rule("appeal_days"))
    found = visible_to(actor).filter(unit__in=units, state=State.CLOSED, closed_at__gte=since, late=True, appealed=False)
    return list(found.order_by("-closed_at", "pk")[:MOST])


def waiting_urgings(*, actor: Actor) -> list[Urging]:
    """Urgings of open cases to which a reply is owed."""
    found = Urging.objects.filter(
        reply_wanted=True, replied_at__isnull=True, incident__in=visible_to(actor).filter(state__in=sorted(OPEN)).values("pk")
    )
    return list(found.select_related("incident", "incident__unit", "author").order_by("-level", "at", "pk")[:MOST])
