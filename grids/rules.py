"""Who may change and who may see divisions, grids and buildings."""

from typing import Any

from governance.access.actor import Actor
from governance.access.policy import rule
from governance.access.roles import SYSTEM, Role

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
