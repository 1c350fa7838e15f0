"""Who works a grid (网格同事): holders of field posts that cover a code, with the phone they work with."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise

from governance.access.actor import posts_of
from governance.access.models import Post, User
from governance.access.roles import FIELD, Role
from governance.codes import Level, ancestors


class Colleague(NamedTuple):
    """A member of staff: id, name, post in words, area of the post, phone."""

    id: int
    name: str
    post: str | Promise
    code: str
    phone: str


def phones_of(ids: Collection[int]) -> list[tuple[int, str, str]]:
    """Id, name and work phone of these members of staff, as far as they have one."""
    found = User.objects.filter(pk__in=ids, is_active=True).exclude(work_phone="").order_by("display_name") if ids else ()
    return [(one.pk, one.display_name, one.work_phone) for one in found]


def handles_for(*, user_id: int | None, unit_id: int | None, at: datetime) -> bool:
    """Whether somebody handles for a unit at that moment."""
    held = posts_of(user_ids=[user_id], at=at).get(user_id, ()) if user_id is not None else ()
    return any(post.role == Role.HANDLER and post.unit_id == unit_id for post in held)


def handlers_of(*, unit_id: int, code: str, at: datetime) -> list[Colleague]:
    """Who handles for a unit there at that moment, by name."""
    held = Post.objects.filter(unit=unit_id, role=Role.HANDLER, code__in=ancestors(code), starts_at__lte=at, user__is_active=True)
    posts = held.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at)).select_related("user").order_by("user__display_name", "pk")
    found = {post.user_id: Colleague(post.user_id, post.user.display_name, post.get_role_display(), post.code, "") for post in posts}
    return list(found.values())


def colleagues(*, code: str, at: datetime) -> list[Colleague]:
    """Workers and leaders whose post covers the code at that moment, the narrowest post first; in a community, all of its grids'.

    Each person once.
    """
    covering = Q(code__in=ancestors(code))
    if len(code) == Level.COMMUNITY:
        covering |= Q(code__startswith=code)
    held = Post.objects.filter(covering, role__in=FIELD, starts_at__lte=at, user__is_active=True).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    )
    found: dict[int, Colleague] = {}
    for post in sorted(held.select_related("user"), key=lambda post: (-len(post.code), post.user.display_name)):
        one = Colleague(post.user_id, post.user.display_name, post.get_role_display(), post.code, post.user.work_phone)
        found.setdefault(post.user_id, one)
    return list(found.values())
