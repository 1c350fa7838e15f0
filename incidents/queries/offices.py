"""Whom a resident may call (便民电话): offices and grid leaders, as data of the office, never of a private person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from governance.access.models import Post, Unit, UnitKind
from governance.access.roles import Role
from governance.codes import ancestors, level_of
from grids import queries as grids

SERVING = (UnitKind.CENTRE, UnitKind.STREET_OFFICE, UnitKind.COMMUNITY_COMMITTEE)
"""Offices that residents turn to; departments and firms are reached through them."""


@dataclass(frozen=True, slots=True)
class Leader:
    """A grid leader (网格长) with the phone of the office."""

    name: str
    phone: str
    area: str


def offices_of(code: str) -> list[Unit]:
    """The offices of an area and of the areas around it that have a phone, the nearest first."""
    around = [above for above in ancestors(code) if len(above) > 4]  # noqa: PLR2004  (the city has no counter of ours)
    found = Unit.objects.filter(kind__in=SERVING, ended_at__isnull=True, codes__overlap=around).exclude(phone="")
    return sorted(found, key=lambda unit: (-len(_widest(unit, around)), unit.name))


def all_offices(code: str) -> list[Unit]:
    """Every office inside an area that has a phone, by area."""
    units = Unit.objects.filter(kind__in=SERVING, ended_at__isnull=True).exclude(phone="")
    inside = [unit for unit in units if any(own.startswith(code) for own in unit.codes)]
    return sorted(inside, key=lambda unit: (min(unit.codes), unit.name))


def leaders_of(*, code: str, at: datetime) -> list[Leader]:
    """The grid leaders who serve an area now: of the grid itself before those of its community."""
    level_of(code)
    held = Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    posts = Post.objects.filter(held, role=Role.GRID_LEADER, user__is_active=True, code__in=ancestors(code)).select_related("user")
    ordered = sorted(posts, key=lambda post: (-len(post.code), post.user.display_name))
    return [Leader(post.user.display_name, post.user.work_phone, grids.full_name(post.code)) for post in ordered]


def _widest(unit: Unit, around: Sequence[str]) -> str:
    return max((code for code in unit.codes if code in around), key=len, default="")
