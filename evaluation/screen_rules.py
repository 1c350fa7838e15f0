"""Who may look at statistics, and who may let a wall show them."""

from typing import Any

from governance.access.actor import Actor
from governance.access.policy import rule
from governance.access.roles import DESK, OVERSIGHT, SYSTEM, Role

WATCHERS = DESK | OVERSIGHT
"""Those who see an area's cases see its figures."""
LENDERS = frozenset({Role.LEADER, Role.SYSTEM_ADMIN})
"""Those who may open a screen to whoever stands before it."""


@rule("screen.open")
def may_open_screen(actor: Actor, code: str | None) -> bool:
    """Desk and oversight, each their own area; without an area: whether there is one at all."""
    return actor.has_role(*WATCHERS) if code is None else actor.holds(WATCHERS, code)


@rule("screen_link.list")
def may_list_links(actor: Actor, _obj: Any) -> bool:
    """Leaders and system administrators."""
    return actor.has_role(*LENDERS)


@rule("screen_link.make", "screen_link.revoke")
def may_lend(actor: Actor, code: str) -> bool:
    """Leaders and system administrators, for their own area."""
    return actor.holds(LENDERS, code)


@rule("days.keep", "hotspots.scan")
def may_work_at_night(actor: Actor, _obj: Any) -> bool:
    """Commands only."""
    return actor.has_role(SYSTEM)
