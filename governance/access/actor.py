"""The actor: who asks, with the posts held at that moment (操作人)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from governance.access.models import User
from governance.access.roles import SYSTEM
from governance.codes import EVERYWHERE, within
from governance.prepared import ask


@dataclass(frozen=True, slots=True)
class Held:
    """A post as the policy sees it: role, scope code, unit."""

    role: str
    code: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks for something. `user_id` is None for the system and for the public."""

    user_id: int | None
    name: str
    posts: tuple[Held, ...] = ()
    case_id: str = field(default="", kw_only=True)
    """The case that a resident's secret link opens; a resident is nobody else."""
    people: frozenset[UUID] = field(default=frozenset(), kw_only=True)
    """The people of the register for whom a proved phone number speaks: their own data, and nobody else's."""

    @property
    def signed_in(self) -> bool:
        """Whether this is a member of staff or the system."""
        return self.user_id is not None or bool(self.posts)

    def holds(self, roles: Collection[str], code: str, *, unit_id: int | None = None) -> bool:
        """Whether a post of one of these roles covers the code (and, if given, is of that unit)."""
        return any(post.role in roles and within(code, post.code) and (unit_id is None or post.unit_id == unit_id) for post in self.posts)

    def scopes(self, roles: Collection[str]) -> list[str]:
        """The codes for which the actor holds one of these roles, without those inside another."""
        codes = sorted({post.code for post in self.posts if post.role in roles})
        kept: list[str] = []
        for code in codes:
            if not (kept and within(code, kept[-1])):
                kept.append(code)
        return kept

    def has_role(self, *roles: str) -> bool:
        """Whether any post has one of these roles, wherever."""
        return any(post.role in roles for post in self.posts)


SYSTEM_ACTOR = Actor(None, "system", (Held(SYSTEM, EVERYWHERE),))
PUBLIC = Actor(None, "public")


HELD = """
SELECT post.user_id, post.role, post.code, post.unit_id
FROM governance_post post JOIN governance_user person ON person.id = post.user_id AND person.is_active
WHERE post.user_id = ANY(%s) AND post.starts_at <= %s AND (post.ends_at IS NULL OR post.ends_at > %s) ORDER BY post.id
"""


def posts_of(*, user_ids: Collection[int], at: datetime) -> dict[int, tuple[Held, ...]]:
    """The posts that each of these users holds at that moment, in one query; inactive users hold none.

    In plain SQL, since every request asks this: composing the query through the models takes longer than the query.
    """
    held: dict[int, tuple[Held, ...]] = {}
    for user, role, code, unit in ask(HELD, [list(user_ids), at, at]):
        held[user] = (*held.get(user, ()), Held(role, code, unit))
    return held


def actor_of(*, user: User, at: datetime) -> Actor:
    """The actor for a signed-in user: one query for the posts held at that moment."""
    return Actor(user.pk, user.display_name, posts_of(user_ids=[user.pk], at=at).get(user.pk, ()))


def resident_of(*, case_id: str) -> Actor:
    """The actor for a resident who holds the secret link of one case."""
    return Actor(None, "resident", case_id=case_id)


def person_of(*, people: Collection[UUID]) -> Actor:
    """The actor for somebody who proved a phone number that stands with these people in the register."""
    return Actor(None, "person", people=frozenset(people))


def code_in(field_name: str, scopes: Collection[str]) -> Q:
    """A filter: the code column begins with one of the scopes. An index range scan (COLLATE "C").

    Everywhere is written as a true condition: Django drops an empty Q() when it is combined by "or".
    """
    if EVERYWHERE in scopes:
        return Q(pk__isnull=False)
    condition = Q(pk__in=[])
    for scope in scopes:
        condition |= Q(**{f"{field_name}__startswith": scope})
    return condition
