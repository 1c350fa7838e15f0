"""Who is away and who may stand in (请假代班查询), for leaders of grids."""

from datetime import datetime

from django.db.models import Q, QuerySet

from governance.access.actor import Actor, code_in
from governance.access.models import Leave, Post
from governance.access.roles import FIELD, Role
from governance.errors import NotFound

LEADS = frozenset({Role.GRID_LEADER})


def staff_under(*, actor: Actor, at: datetime) -> list[Post]:
    """The field posts of the leader's area at that moment, others' only, without those held as a stand-in."""
    held = Post.objects.filter(code_in("code", actor.scopes(LEADS)), role__in=FIELD, starts_at__lte=at, stands_in_by__isnull=True)
    held = held.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), user__is_active=True).exclude(user=actor.user_id)
    return list(held.select_related("user").order_by("code", "user__display_name"))


def leaves_under(*, actor: Actor, at: datetime) -> list[Leave]:
    """Leaves of the leader's area that are not over."""
    found = Leave.objects.filter(code_in("post__code", actor.scopes(LEADS)), ends_at__gt=at)
    return list(found.select_related("post__user", "stand_in").order_by("starts_at", "id"))


def leave_for(*, actor: Actor, key: str) -> Leave:
    """One of them; NotFound for a foreign and a missing one alike."""
    found: QuerySet[Leave] = Leave.objects.filter(code_in("post__code", actor.scopes(LEADS)))
    leave = found.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None  # noqa: PLR2004
    if leave is None:
        raise NotFound
    return leave


def leaves_of(*, user_id: int, at: datetime) -> list[Leave]:
    """Somebody's own leaves that are not over."""
    return list(Leave.objects.filter(post__user=user_id, ends_at__gt=at).select_related("stand_in").order_by("starts_at", "id"))


def stood_in_for(*, user_id: int, at: datetime) -> list[tuple[str, str]]:
    """For whom somebody stands in at that moment: name and area."""
    found = Leave.objects.filter(stand_in=user_id, starts_at__lte=at, ends_at__gt=at).order_by("starts_at", "id")
    return list(found.values_list("post__user__display_name", "post__code"))
