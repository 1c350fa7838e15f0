"""Who can act where (演示角色): the demonstration's people by role and place."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from governance.access.actor import Actor, posts_of
from governance.access.models import Unit, User
from governance.access.roles import Role
from governance.codes import Level
from incidents.actions.demo.units import units_by_role


@dataclass
class Cast:
    """Actors by role and code, handlers by unit, units by what they do where."""

    by_post: dict[tuple[str, str], list[Actor]] = field(default_factory=lambda: defaultdict(list))
    by_unit: dict[int, list[Actor]] = field(default_factory=lambda: defaultdict(list))
    workers_of: dict[str, list[Actor]] = field(default_factory=lambda: defaultdict(list))
    units: dict[str, Unit] = field(default_factory=dict)

    @classmethod
    def assembled(cls, *, units: dict[str, Unit], at: datetime) -> "Cast":
        """From the posts that invented people hold at that moment."""
        cast = cls(units=units)
        people = dict(User.objects.filter(fictitious=True, is_active=True).order_by("username").values_list("pk", "display_name"))
        held = posts_of(user_ids=list(people), at=at)
        for user_id, name in people.items():
            actor = Actor(user_id, name, held.get(user_id, ()))
            for post in actor.posts:
                cast.by_post[post.role, post.code].append(actor)
                if post.role == Role.GRID_WORKER:
                    cast.workers_of[post.code[: Level.COMMUNITY]].append(actor)
                if post.role == Role.HANDLER and post.unit_id is not None:
                    cast.by_unit[post.unit_id].append(actor)
        return cast

    def desk(self, role: Role, code: str, lot: Random) -> Actor:
        """Somebody of a street's desk."""
        return lot.choice(self.by_post[role, code[: Level.STREET]])

    def field_worker(self, code: str, lot: Random) -> Actor:
        """The worker of a grid; for a case known by community only, any worker there."""
        own = self.by_post.get((Role.GRID_WORKER, code)) or self.workers_of[code[: Level.COMMUNITY]]
        return lot.choice(own)

    def handlers(self, unit_id: int) -> Sequence[Actor]:
        """The handlers of a unit."""
        return self.by_unit[unit_id]

    def unit_for(self, role: str, code: str) -> Unit:
        """The unit that does it there: of the community, the street or the district, whichever has one."""
        named = units_by_role()
        for level in (Level.COMMUNITY, Level.STREET, Level.DISTRICT):
            if (name := named.get((role, code[:level]))) is not None:
                return self.units[name]
        return self.units[named["municipal", code[: Level.STREET]]]
