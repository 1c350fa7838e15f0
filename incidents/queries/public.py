"""Cases that anybody may see (公开案件): `publicity.is_public` as a queryset."""

from datetime import datetime

from django.db.models import Q, QuerySet

from incidents.models import Incident
from incidents.publicity import DELAY, NEVER, Publicity


def public_cases(*, at: datetime) -> QuerySet[Incident]:
    """All of them, with their categories; filters of a page come on top."""
    shown = Q(category__publicity=Publicity.OPEN) | Q(category__publicity=Publicity.COARSE, received_at__lte=at - DELAY)
    return Incident.objects.filter(shown).exclude(state__in=sorted(NEVER)).select_related("category")
