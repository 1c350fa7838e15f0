"""Who may keep templates and addresses, and who sees what failed."""

from typing import Any

from governance.access.actor import Actor
from governance.access.policy import rule
from governance.access.roles import DESK, SYSTEM, Role
from governance.notices.models import Address, Delivery


@rule("notice.list")
def may_list(actor: Actor, _obj: Any) -> bool:
    """The desks and the system administrator; which deliveries, says `deliveries_visible_to`."""
    return actor.has_role(Role.SYSTEM_ADMIN, SYSTEM, *DESK)


@rule("notice.retry", "notice.settle")
def may_settle(actor: Actor, delivery: Delivery) -> bool:
    """Whoever sees it."""
    return actor.has_role(Role.SYSTEM_ADMIN, SYSTEM) or actor.holds(DESK, delivery.notice.code)


@rule("notice.template")
def may_word(actor: Actor, _obj: Any) -> bool:
    """The system administrator and commands."""
    return actor.has_role(Role.SYSTEM_ADMIN, SYSTEM)


@rule("notice.address")
def may_keep_address(actor: Actor, address: Address) -> bool:
    """One's own; those of units: the system administrator; those of topics: the action that knows the link asks as the system."""
    if address.user_id is not None:
        return actor.user_id == address.user_id or actor.has_role(SYSTEM)
    return actor.has_role(Role.SYSTEM_ADMIN, SYSTEM) if address.unit_id is not None else actor.has_role(SYSTEM)


@rule("notice.own")
def may_have_own(actor: Actor, _obj: Any) -> bool:
    """Everybody who signs in."""
    return actor.user_id is not None
