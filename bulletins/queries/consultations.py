"""Consultations that are open or were (征求意见列表), with the comments that may be seen."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from bulletins.models import Comment, Consultation, Moderated, Paragraph
from bulletins.queries.areas import touching
from governance.errors import NotFound


def consultations_in(*, code: str, at: datetime) -> QuerySet[Consultation]:
    """Those of an area that have begun, the latest closing first, with the number of comments."""
    said = Count("paragraphs__comments", filter=~Q(paragraphs__comments__verdict=Moderated.HIDDEN))
    found = Consultation.objects.filter(touching("code", code), opens_at__lte=at).select_related("unit")
    return found.annotate(said=said).order_by("-closes_at", "-pk")


def open_consultations(*, code: str, at: datetime) -> list[Consultation]:
    """Those that can still be answered, the first to close first."""
    return list(consultations_in(code=code, at=at).filter(closes_at__gt=at).order_by("closes_at"))


def consultation_by_id(*, consultation_id: UUID, at: datetime) -> Consultation:
    """One that has begun, with its paragraphs and the comments that are shown."""
    shown = Prefetch("comments", Comment.objects.filter(verdict=Moderated.SHOWN).order_by("-taken_up", "at"), to_attr="shown")
    paragraphs = Prefetch("paragraphs", Paragraph.objects.order_by("number").prefetch_related(shown))
    found = Consultation.objects.filter(pk=consultation_id, opens_at__lte=at).select_related("unit").prefetch_related(paragraphs).first()
    if found is None:
        raise NotFound
    return found


def shown_comments(*, consultation: Consultation) -> QuerySet[Comment]:
    """Every comment that was not hidden, for the office that sums them up."""
    found = Comment.objects.filter(paragraph__consultation=consultation).exclude(verdict=Moderated.HIDDEN)
    return found.select_related("paragraph").order_by("paragraph__number", "at")
