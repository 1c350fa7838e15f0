"""Where and when some reports are not taken (暂停受理)."""

from datetime import datetime

from governance.access.roles import Role
from governance.codes import within
from incidents.models import Blackout, Category
from incidents.queries import reference

SETTERS = frozenset({Role.DUTY_CHIEF, Role.LEADER})
"""Who sets them, each in the own area."""


def blackout_for(*, category: Category, code: str, moment: datetime) -> Blackout | None:
    """The black-out that covers this category, place and moment. No query: the process keeps them."""
    for one in reference.blackouts():
        if one.starts_at <= moment < one.ends_at and within(code, one.code) and _covers(one, category):
            return one
    return None


def _covers(one: Blackout, category: Category) -> bool:
    """A category, a whole major of a kind, or everything."""
    if one.category_id is not None:
        return one.category_id == category.pk
    return one.kind in {"", category.kind} and one.major_code in {"", category.major_code}
