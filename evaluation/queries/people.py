"""Whose figures stand in a table of posts (考核对象): holders of a role in an area, with the grids they answer for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from evaluation.indicators.marks import Mark, Stage
from evaluation.indicators.measures import Group
from evaluation.periods import Period
from governance.access.models import Post
from governance.access.roles import FIELD, Role
from governance.codes import Level

SCOPES: dict[str, tuple[str, ...]] = {
    Role.GRID_WORKER: ("inspector", "grid_worker"),
    Role.GRID_LEADER: ("inspector", "grid_worker"),
    Role.CLERK: ("acceptor",),
    Role.DISPATCHER: ("dispatcher",),
    Role.DUTY_CHIEF: ("duty_chief",),
    Role.HANDLER: ("handler",),
}
"""The indicators of each post."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with the posts held in a period: roles, and the grids of field posts."""

    user_id: int
    name: str
    roles: tuple[str, ...]
    unit: str
    code: str
    grids: tuple[str, ...]

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes of indicators for all of the posts, each once."""
        return tuple(dict.fromkeys(scope for role in self.roles for scope in SCOPES.get(role, ())))


def holders(*, code: str, period: Period, roles: Sequence[str] = tuple(SCOPES), user_id: int | None = None) -> list[Holder]:
    """Who held one of the roles in the area during the period, by name. A post wider than the area counts as well."""
    during = Q(starts_at__lt=period.end) & (Q(ends_at__isnull=True) | Q(ends_at__gt=period.start))
    wider = Q(code__in=[code[:n] for n in (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY) if n < len(code)])
    posts = Post.objects.filter(during, Q(code__startswith=code) | wider, role__in=roles).select_related("user", "unit")
    if user_id is not None:
        posts = posts.filter(user=user_id)
    found: dict[int, list[Post]] = {}
    for post in posts.order_by("user__display_name", "user_id", "pk"):
        found.setdefault(post.user_id, []).append(post)
    return [_holder(held) for held in found.values()]


def _holder(held: Sequence[Post]) -> Holder:
    first = held[0]
    grids = tuple(sorted({post.code for post in held if post.role in FIELD and len(post.code) == Level.GRID}))
    roles = tuple(dict.fromkeys(post.role for post in held))
    return Holder(first.user_id, first.user.display_name, roles, first.unit.name, first.code, grids)


def of_the_grid(groups: Sequence[Group]) -> list[Group]:
    """What counts for whoever holds a grid: tasks of the field left undone, and the cases filed there."""
    undone = (Stage.VERIFY, Stage.CHECK)
    return [
        one
        for one in groups
        if (one.stage in undone and not one.marks & Mark.DONE) or (one.stage == Stage.ACCEPT and one.marks & Mark.FILED)
    ]
