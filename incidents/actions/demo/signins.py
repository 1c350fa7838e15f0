"""The sign-ins of the demonstration (演示登录名), for whoever tries it out."""

from dataclasses import dataclass

from django.db.models import Q

from governance.access.models import Post, User
from grids import queries as grids
from incidents.actions.demo.roster import roster

ORDER = ("dispatcher", "clerk", "chief", "worker", "worker2", "gridleader", "handler", "handler2", "registrar", "leader", "evaluator")
"""Those whom one needs first to take a case through; the others follow as the roster has them."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody one may sign in as: who it is meant to be, and for what."""

    username: str
    name: str
    posts: tuple[str, ...]
    unit: str
    area: str


def demo_signins() -> list[SignIn]:
    """All of them; empty when the demonstration is not loaded."""
    codes = list(grids.current_grids().order_by("code").values_list("code", flat=True))
    names = [member.username for member in roster(codes) if member.signs_in]
    names.sort(key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    users = {user.username: user for user in User.objects.filter(username__in=names, fictitious=True, is_active=True)}
    posts = Post.objects.filter(Q(ends_at__isnull=True), user__in=users.values()).select_related("unit").order_by("pk")
    held: dict[int, list[Post]] = {}
    for post in posts:
        held.setdefault(post.user_id, []).append(post)
    return [_signin(users[name], held[users[name].pk]) for name in names if name in users and users[name].pk in held]


def _signin(user: User, posts: list[Post]) -> SignIn:
    return SignIn(
        username=user.username,
        name=user.display_name,
        posts=tuple(str(post.get_role_display()) for post in posts),
        unit=posts[0].unit.name,
        area=grids.full_name(posts[0].code),
    )
