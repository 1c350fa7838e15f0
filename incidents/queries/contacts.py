"""Whom a worker may call (通讯录): colleagues of the community, neighbours' workers and leaders, the desk, units that serve the grid."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.access.actor import Actor
from governance.access.models import Post
from governance.access.roles import DESK, FIELD
from governance.codes import Level, within
from grids import queries as grids
from incidents.queries import reference


class Contact(NamedTuple):
    """A line of the list: name, what for, area, phone (may be empty)."""

    name: str
    post: str | Promise
    area: str
    phone: str


class Group(NamedTuple):
    """Lines under a heading."""

    label: str | Promise
    contacts: Sequence[Contact]


def contacts_for(*, actor: Actor, at: datetime) -> list[Group]:
    """The groups, those first whom one calls most. Staff and units only; four queries, whatever their number."""
    own = actor.scopes(FIELD)
    communities = {code[: Level.COMMUNITY] for code in own}
    around = set(grids.neighbours(grids.grids_of(own)))
    wanted = communities | around | {code[: Level.COMMUNITY] for code in around} | {code[: Level.STREET] for code in own}
    here = Q(role__in=FIELD) & (Q(code__in=wanted) | inside(communities))
    desk = Q(role__in=DESK, code__in={code[: Level.STREET] for code in own})
    held = Post.objects.filter(here | desk, starts_at__lte=at, user__is_active=True).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    found = list(held.exclude(user=actor.user_id).select_related("user", "unit").order_by("code", "role", "user__display_name"))
    field = [one for one in found if one.role in FIELD]
    return [
        Group(_("本社区同事"), lines([one for one in field if one.code[: Level.COMMUNITY] in communities])),
        Group(_("相邻网格"), lines([one for one in field if one.code[: Level.COMMUNITY] not in communities])),
        Group(_("街道调度"), lines([one for one in found if one.role in DESK])),
        Group(_("处置单位"), units_for(own)),
    ]


def inside(codes: Collection[str]) -> Q:
    """Posts of grids inside these communities."""
    found = Q(pk__in=[])
    for code in codes:
        found |= Q(code__startswith=code)
    return found


def lines(posts: Sequence[Post]) -> list[Contact]:
    """Each person once; without a phone of their own the unit's."""
    seen: dict[int, Contact] = {}
    for post in posts:
        phone = post.user.work_phone or post.unit.phone
        seen.setdefault(post.user_id, Contact(post.user.display_name, post.get_role_display(), grids.full_name(post.code), phone))
    return list(seen.values())


def units_for(codes: Sequence[str]) -> list[Contact]:
    """Units with a phone that serve one of the codes, the narrowest first."""
    serving = [unit for unit in reference.units().values() if unit.phone and any(within(code, one) for one in unit.codes for code in codes)]
    serving.sort(key=lambda unit: (-max(len(one) for one in unit.codes), unit.name))
    return [Contact(unit.name, unit.get_kind_display(), "", unit.phone) for unit in serving]
