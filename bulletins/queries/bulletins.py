"""Bulletins in force, and drafts (公告列表)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from bulletins.models import Bulletin
from bulletins.queries.areas import touching
from bulletins.rules import PRESS
from governance.access.actor import Actor, code_in
from governance.errors import NotFound

PAGE = 20


def published_bulletins(*, code: str, at: datetime, kind: str = "") -> QuerySet[Bulletin]:
    """What is published for an area and not withdrawn, newest first, with pictures and unit."""
    found = Bulletin.objects.filter(touching("code", code), published_at__lte=at, withdrawn_at__isnull=True)
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("unit").prefetch_related("pictures").order_by("-published_at", "-pk")


def latest_bulletins(*, code: str, at: datetime, limit: int) -> list[Bulletin]:
    """The newest few."""
    return list(published_bulletins(code=code, at=at)[:limit])


def bulletin_by_id(*, bulletin_id: UUID, at: datetime, actor: Actor | None = None) -> Bulletin:
    """A bulletin in force; a draft for those who may write it. NotFound for everybody else."""
    visible = Q(published_at__lte=at, withdrawn_at__isnull=True)
    if actor is not None and actor.signed_in:
        visible |= code_in("code", actor.scopes(PRESS))
    found = Bulletin.objects.filter(visible, pk=bulletin_id).select_related("unit").prefetch_related("pictures").first()
    if found is None:
        raise NotFound
    return found


def drafts_for(*, actor: Actor) -> QuerySet[Bulletin]:
    """What the actor may publish, change or withdraw, newest first."""
    return Bulletin.objects.filter(code_in("code", actor.scopes(PRESS))).select_related("unit", "author").order_by("-written_at")
