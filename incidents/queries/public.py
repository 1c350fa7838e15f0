"""Cases that anybody may see (公开案件): `publicity.is_public` as a queryset."""

from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from incidents.models import Incident, Photo, Stage
from incidents.publicity import DELAY, NEVER, Publicity

WITHHELD = Q(showing__held=True) | Q(showing__hidden=True)
"""A moderator hid it, or it came in a flood that nobody has looked at."""


def public_cases(*, at: datetime) -> QuerySet[Incident]:
    """All of them, with their categories and what was decided about them; filters of a page come on top."""
    shown = Q(category__publicity=Publicity.OPEN) | Q(category__publicity=Publicity.COARSE, received_at__lte=at - DELAY)
    found = Incident.objects.filter(shown).exclude(state__in=sorted(NEVER))
    return found.filter(Q(showing__isnull=True) | ~WITHHELD).select_related("category", "showing")


def publicity_of(case: Incident) -> str:
    """How much of a public case is shown: as much as its category's, and coarse where its reporter asked for privacy."""
    showing = getattr(case, "showing", None)
    return Publicity.COARSE if showing is not None and showing.private else case.category.publicity


def with_photos(cases: QuerySet[Incident]) -> QuerySet[Incident]:
    """Each with the photos that a moderator released (`shown_photos`)."""
    released = Photo.objects.filter(released=True, stage__in=(Stage.BEFORE, Stage.AFTER)).order_by("uploaded_at")
    return cases.prefetch_related(Prefetch("photos", released, to_attr="shown_photos"))
