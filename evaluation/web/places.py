"""The way down to an area (区域导航)."""

from evaluation.rules import SEES_FIGURES
from governance.access.actor import Actor
from governance.codes import ancestors, within
from grids import queries as grids


def crumbs(actor: Actor, code: str) -> list[tuple[str, str]]:
    """The areas from the widest that the reader sees down to this one: code and name."""
    scopes = actor.scopes(SEES_FIGURES)
    seen = [above for above in ancestors(code) if any(within(above, scope) for scope in scopes)]
    names = grids.names(seen)
    return [(one, names[one]) for one in seen]
