"""Merging grids in force (合并网格)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from shapely import from_wkb, get_parts, union_all
from shapely.geometry.base import BaseGeometry

from governance.access import policy
from governance.access.actor import Actor
from governance.codes import Level
from governance.errors import Invalid, NotFound
from governance.ledger.record import record
from grids.actions.redraw import Redrawn, redraw
from grids.actions.splitting import check_new_codes, stored
from grids.models import Grid
from grids.queries.holding import hold_district
from grids.queries.versions import grid_at

LEAST = 2


def merge_grids(*, actor: Actor, at: datetime, codes: Sequence[str], into: str, name: str = "", dry_run: bool = False) -> Redrawn:
    """End these grids and open one on all their ground, under `into`: one of their codes, or one never used before.

    They must be of one community and adjoin. The codes that end are history. Open cases, buildings and everything else
    that follows grids move in the same transaction. Refuses NotFound for a grid not in force, Invalid for
    less than two, several communities or grids that do not adjoin, Conflict for a used code. Records grid.merged for each
    old code and grid.opened for the new one.
    """
    for code in codes:
        policy.require(actor, "grid.merge", code)
    communities = {code[: Level.COMMUNITY] for code in codes}
    if len(set(codes)) < LEAST or len(communities) != 1:
        raise Invalid(_("合并需要同一社区的至少两个网格。"))
    (community,) = communities
    with transaction.atomic():
        hold_district(community[: Level.DISTRICT])
        grids = [_in_force(code) for code in sorted(set(codes))]
        if into not in codes:
            check_new_codes([into], community=community)
        first = next((grid for grid in grids if grid.code == into), grids[0])
        whole = Grid(code=into, name=(name or first.name)[:64], kind=first.kind, community_id=community, area=stored(_joined(grids)))
        old = dict.fromkeys((grid.code for grid in grids), into)
        done = redraw(actor=actor, at=at, district=community[: Level.DISTRICT], ending=grids, opening=[whole], old=old)
        _record(actor, at, grids, done)
        if dry_run:
            transaction.set_rollback(True)
    return done


def _in_force(code: str) -> Grid:
    grid = grid_at(code=code)
    if grid is None:
        raise NotFound(_("没有正在使用的网格 %(code)s。") % {"code": code})
    return grid


def _joined(grids: Sequence[Grid]) -> BaseGeometry:
    """All their ground; refused when a grid stands apart from the others."""
    shapes = [from_wkb(bytes(grid.area.wkb)) for grid in grids]
    near, todo = [shapes[0]], shapes[1:]
    while todo:
        touching = [shape for shape in todo if any(shape.intersects(other) for other in near)]
        if not touching:
            raise Invalid(_("这些网格不相邻，不能合并。"))
        near += touching
        todo = [shape for shape in todo if shape not in touching]
    return union_all([part for shape in shapes for part in get_parts(shape)])


def _record(actor: Actor, at: datetime, grids: Sequence[Grid], done: Redrawn) -> None:
    (into,) = done.opened
    merged = [grid.code for grid in grids]
    for code in merged:
        if code != into:
            detail = {"version": done.version, "into": [into], "moved": done.moved, "buildings": done.buildings}
            record(actor=actor, verb="grid.merged", kind="grid", object_id=code, code=code, at=at, detail=detail)
    record(actor=actor, verb="grid.opened", kind="grid", object_id=into, code=into, at=at, detail={"version": done.version, "from": merged})
