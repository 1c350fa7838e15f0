"""What waits for a decision or a reply (待审批), of the cases that the actor may see; each list the oldest first."""

from governance.access.actor import Actor
from incidents.models import UNDECIDED, Request, Urging
from incidents.rules import visible_to
from incidents.workflow import OPEN

MOST = 100


def waiting_requests(*, actor: Actor) -> list[Request]:
    """Extensions, suspensions and appeals that nobody decided yet."""
    found = Request.objects.filter(outcome__in=UNDECIDED, incident__in=visible_to(actor).values("pk"))
    return list(found.select_related("incident", "unit", "author").order_by("at", "pk")[:MOST])


def waiting_urgings(*, actor: Actor) -> list[Urging]:
    """Urgings of open cases to which a reply is owed."""
    found = Urging.objects.filter(
        reply_wanted=True, replied_at__isnull=True, incident__in=visible_to(actor).filter(state__in=sorted(OPEN)).values("pk")
    )
    return list(found.select_related("incident", "incident__unit", "author").order_by("-level", "at", "pk")[:MOST])
