"""Who may change and who may see divisions, grids and buildings."""

from typing import Any

from governance.access.actor import Actor
from governance.access.policy import rule
from governance.access.roles import DESK, FIELD, OVERSIGHT, SYSTEM, Role

KEEPERS = frozenset({Role.REGISTRAR, Role.SYSTEM_ADMIN, SYSTEM})
"""Those who keep the map of their area."""


@rule("division.load", "area.import", "building.import", "dwelling.add", "grid.publish", "grid.split", "grid.merge")
def may_keep_map(actor: Actor, code: str) -> bool:
    """The registrar and the system administrator within their area, and commands."""
    return actor.holds(KEEPERS, code)


@rule("grid.oversee")
def may_oversee(actor: Actor, _obj: Any) -> bool:
    """The page of grids: whoever keeps the map of some area."""
    return actor.has_role(*KEEPERS)


@rule("map.read")
def may_read_map(actor: Actor, _obj: Any) -> bool:
    """Grids, buildings and addresses: every member of staff. They name no person."""
    return actor.signed_in


@rule("area.read")
def may_read_areas(_actor: Actor, _obj: Any) -> bool:
    """Outlines down to the community are public: a resident picks a community on them."""
    return True


@rule("patrol.open")
def may_open_patrol(actor: Actor, _obj: Any) -> bool:
    """Whoever works a grid."""
    return actor.has_role(*FIELD)


@rule("patrol.walk")
def may_walk(actor: Actor, code: str) -> bool:
    """Workers and leaders of the grid."""
    return actor.holds(FIELD, code)


@rule("patrol_point.plan")
def may_plan_point(actor: Actor, code: str) -> bool:
    """Those who keep the map of the area, and leaders of its grids."""
    return actor.holds(KEEPERS | {Role.GRID_LEADER}, code)


LOOKERS = DESK | OVERSIGHT | {Role.GRID_LEADER}
"""Those who may know where a worker on duty was last."""


@rule("position.read")
def may_read_positions(actor: Actor, _obj: Any) -> bool:
    """The desk, onlookers and leaders of grids, each for their area; nobody sees a whole track but the worker."""
    return actor.has_role(*LOOKERS)


@rule("track.expire")
def may_expire_tracks(actor: Actor, _obj: Any) -> bool:
    """Commands only."""
    return actor.has_role(SYSTEM)
