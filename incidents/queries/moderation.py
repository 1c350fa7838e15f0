"""What waits for somebody to decide whether the public may see it (待审核)."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from governance.access.actor import Actor, code_in
from incidents.models import Incident, Photo
from incidents.publicity import NEVER, Publicity
from incidents.queries.portal import SHOWN_STAGES
from incidents.rules import SHOWERS
from incidents.workflow import State

BACK = timedelta(days=30)
MOST = 60


def photos_to_judge(*, actor: Actor, at: datetime) -> list[Photo]:
    """Photos before and after of the actor's area that nobody has looked at, the oldest first; none whose reporter asked for privacy."""
    found = Photo.objects.filter(
        code_in("incident__code", actor.scopes(SHOWERS)), judged_at__isnull=True, incident__isnull=False, stage__in=SHOWN_STAGES,
        uploaded_at__gte=at - BACK, incident__category__publicity=Publicity.OPEN,
    )  # fmt: skip
    found = found.exclude(incident__state__in=sorted(NEVER)).exclude(incident__showing__private=True)
    return list(found.select_related("incident__category").order_by("uploaded_at", "id")[:MOST])


def cases_held(*, actor: Actor) -> QuerySet[Incident]:
    """Cases that came with too many others, the oldest first."""
    found = Incident.objects.filter(code_in("code", actor.scopes(SHOWERS)), showing__held=True)
    return found.select_related("category", "showing").order_by("received_at")[:MOST]


def cases_lately(*, actor: Actor, at: datetime) -> QuerySet[Incident]:
    """Cases with words of the last week, newest first: a moderator reads what everybody reads."""
    found = Incident.objects.filter(code_in("code", actor.scopes(SHOWERS)), received_at__gte=at - timedelta(days=7)).exclude(text="")
    return found.select_related("category", "showing").order_by("-received_at")[:MOST]


def cases_to_offer(*, actor: Actor, at: datetime) -> QuerySet[Incident]:
    """Filed cases of open categories that were not offered to neighbours yet, newest first."""
    found = Incident.objects.filter(
        code_in("code", actor.scopes(SHOWERS)), state=State.FILED, adoption__isnull=True, category__publicity=Publicity.OPEN,
        received_at__gte=at - BACK,
    )  # fmt: skip
    return found.select_related("category").order_by("-received_at")[:20]
