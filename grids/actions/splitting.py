"""Splitting a grid in force (拆分网格)."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction
from django.utils.translation import gettext as _
from shapely import from_wkb, to_wkb
from shapely.geometry import MultiPolygon as ShapelyArea
from shapely.geometry.base import BaseGeometry

from governance.access import policy
from governance.access.actor import Actor
from governance.codes import Level
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from grids.actions.redraw import Redrawn, redraw
from grids.geo.polygons import normal_form, stored_fault
from grids.models import SRID, Grid
from grids.parting import Parting, parted
from grids.queries.holding import hold_district
from grids.queries.versions import free_codes, grid_at, used_codes


def split_grid(*, actor: Actor, at: datetime, code: str, by: Parting, into: Sequence[str] = (), dry_run: bool = False) -> Redrawn:
    """End a grid and open its parts, which together are exactly its ground.

    `by` is a line across it or polygons that divide it. The parts get `into`, in order (of the polygons; else from north
    to south and west to east), or the next codes the community never used. The old code ends: it is history. Open cases,
    buildings and everything else that follows grids move by position in the same transaction. Refuses NotFound for a grid not in
    force, Invalid when the line does not divide it or the polygons do not fit, Conflict for a code that was used before.
    Records grid.split for the old code and grid.opened for each new one.
    """
    policy.require(actor, "grid.split", code)
    with transaction.atomic():
        hold_district(code[: Level.DISTRICT])
        grid = grid_at(code=code)
        if grid is None:
            raise NotFound(_("没有正在使用的网格 %(code)s。") % {"code": code})
        opening = _parts(grid, by, into)
        old = {code: grid.community_id}
        done = redraw(actor=actor, at=at, district=code[: Level.DISTRICT], ending=[grid], opening=opening, old=old)
        record_redraw(actor=actor, at=at, verb="grid.split", done=done)
        if dry_run:
            transaction.set_rollback(True)
    return done


def _parts(grid: Grid, by: Parting, into: Sequence[str]) -> list[Grid]:
    shapes = parted(cast("ShapelyArea", from_wkb(bytes(grid.area.wkb))), by=by)
    codes = list(into or by.codes) or free_codes(community=grid.community_id, count=len(shapes))
    if len(codes) != len(shapes):
        text = _("分成 %(parts)d 部分，却有 %(codes)d 个编码。") % {"parts": len(shapes), "codes": len(codes)}
        raise Invalid(fields={"into": [text]})
    check_new_codes(codes, community=grid.community_id)
    return [
        Grid(code=code, name=f"{grid.name[:60]}-{number}", kind=grid.kind, community_id=grid.community_id, area=stored(shape))
        for number, (code, shape) in enumerate(zip(codes, shapes, strict=True), start=1)
    ]


def check_new_codes(codes: Sequence[str], *, community: str) -> None:
    """Refuse codes that are no grid codes of the community (Invalid), double ones, and ones used before (Conflict)."""
    for code in codes:
        if len(code) != Level.GRID or not (code.isascii() and code.isdigit()) or not code.startswith(community):
            reason = _("%(code)s 不是社区 %(community)s 的 15 位网格编码。") % {"code": code, "community": community}
            raise Invalid(fields={"into": [reason]})
    used = sorted(used_codes(community=community) & set(codes)) or [code for code in codes if codes.count(code) > 1]
    if used:
        raise Conflict(_("编码 %(code)s 已使用过；停用的编码不再启用。") % {"code": used[0]}, codes=used)


def stored(shape: BaseGeometry) -> MultiPolygon:
    """The shape as it is stored; refuses (Invalid) what has no ground."""
    if (fault := stored_fault(shape)) is not None:
        raise Invalid(str(fault.text))
    geometry = GEOSGeometry(memoryview(to_wkb(normal_form(shape))), srid=SRID)
    assert isinstance(geometry, MultiPolygon)
    return geometry


def record_redraw(*, actor: Actor, at: datetime, verb: str, done: Redrawn) -> None:
    """One entry for each code that ended, with what took its place, and one for each that was opened, with what was there."""
    for ended in done.ended:
        detail = {"version": done.version, "into": list(done.opened), "moved": done.moved, "buildings": done.buildings}
        record(actor=actor, verb=verb, kind="grid", object_id=ended, code=ended, at=at, detail=detail)
    for opened in done.opened:
        detail = {"version": done.version, "from": list(done.ended)}
        record(actor=actor, verb="grid.opened", kind="grid", object_id=opened, code=opened, at=at, detail=detail)
