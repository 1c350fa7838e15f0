"""Publishing drafts (发布网格): from here on they are the grids in force."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from shapely import from_wkb, to_wkb
from shapely.geometry.base import BaseGeometry

from governance.access import policy
from governance.access.actor import Actor
from governance.codes import Level
from governance.errors import Invalid
from governance.ledger.record import record
from grids.actions.redraw import Redrawn, redraw
from grids.actions.staging import executed
from grids.geo import square_metres
from grids.ground import Ground
from grids.models import SRID, Grid
from grids.queries.coverage import TOLERANCE_M2, Soundness, soundness
from grids.queries.divisions import at_level
from grids.queries.holding import hold_district
from grids.queries.versions import current_grids, draft_grids

MOST_TOLERANT = 100_000  # m2


class GridsUnsound(Invalid):
    """The grids overlap or leave gaps: not published (B8). `extra` names the pairs, the gaps and the square metres."""

    code = "grids_unsound"


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did; `redrawn` is None when no draft differed from what is in force."""

    district: str
    soundness: Soundness | None = None
    redrawn: Redrawn | None = None
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: int = 0
    remarks: tuple[str, ...] = ()

    def payload(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self) | {"soundness": self.soundness.payload() if self.soundness else None}


def publish_grids(*, actor: Actor, at: datetime, code: str, tolerance_m2: float = TOLERANCE_M2, dry_run: bool = False) -> Published:
    """Put the drafts inside `code` (a district, street or community) in force.

    A draft ends the version of its own code, and every other version whose ground the drafts cover wholly. The grids of the
    district that would then be in force must neither overlap nor leave gaps in a community that has grids, beyond
    `tolerance_m2` square metres each: else GridsUnsound and nothing changes. Open cases and buildings follow in the same
    transaction (see `redraw`). Without a differing draft nothing changes. Raises the district's publication version and
    records one grid.published with counts.
    """
    _check(code, tolerance_m2)
    policy.require(actor, "grid.publish", code)
    district = code[: Level.DISTRICT]
    with transaction.atomic():
        hold_district(district)
        drafts, same = _drafts(code)
        published = Published(district, unchanged=same)
        if drafts:
            published = _put_in_force(actor, at, district, drafts, same, tolerance_m2)
        if dry_run:
            transaction.set_rollback(True)
    return published


def _check(code: str, tolerance_m2: float) -> None:
    if not (code.isascii() and code.isdigit() and len(code) in {Level.DISTRICT, Level.STREET, Level.COMMUNITY}):
        raise Invalid(fields={"district": [_("应为 6、9 或 12 位区划代码。")]})
    if not 0 <= tolerance_m2 <= MOST_TOLERANT:
        raise Invalid(fields={"tolerance_m2": [_("应在 0 与 %(most)d 平方米之间。") % {"most": MOST_TOLERANT}]})


def _drafts(code: str) -> tuple[list[Grid], int]:
    """The drafts that differ from the version in force; those that do not are dropped and counted."""
    drafts = list(draft_grids().filter(code__startswith=code).select_related(None).order_by("code"))
    in_force = {grid.code: grid for grid in current_grids().filter(code__in=[draft.code for draft in drafts])}
    same = [draft.pk for draft in drafts if (known := in_force.get(draft.code)) and _alike(draft, known)]
    Grid.objects.filter(pk__in=same).delete()
    return [draft for draft in drafts if draft.pk not in same], len(same)


def _alike(one: Grid, other: Grid) -> bool:
    return (one.name, one.kind, bytes(one.area.wkb)) == (other.name, other.kind, bytes(other.area.wkb))


def _put_in_force(actor: Actor, at: datetime, district: str, drafts: Sequence[Grid], same: int, tolerance_m2: float) -> Published:
    in_force = list(current_grids().filter(code__startswith=district))
    drawn = Ground([(draft.code, shape_of(draft)) for draft in drafts])
    ending = _replaced(in_force, drafts, drawn, tolerance_m2)
    ended = {grid.pk for grid in ending}
    found = soundness(
        district=district,
        grids=[*drafts, *(grid for grid in in_force if grid.pk not in ended)],
        changed={grid.code for grid in [*drafts, *ending]} | _bared(ending, drawn, district, tolerance_m2),
        tolerance_m2=tolerance_m2,
    )
    if not found.sound:
        raise GridsUnsound(_unsound(found), **found.payload())
    executed("SELECT set_config('wangge.overlap_m2', %s, true)", [str(tolerance_m2)])
    old = _heirs(ending, drawn, tolerance_m2) | _first_gridded(in_force, drafts)
    redrawn = redraw(actor=actor, at=at, district=district, ending=ending, opening=drafts, old=old)
    known = {grid.code for grid in in_force}
    added = tuple(draft.code for draft in drafts if draft.code not in known)
    detail: dict[str, Any] = {
        "version": redrawn.version, "opened": len(redrawn.opened), "added": len(added), "ended": list(redrawn.ended),
        "moved": redrawn.moved, "buildings": redrawn.buildings, "tolerance_m2": tolerance_m2,
    }  # fmt: skip
    record(
        actor=actor,
        verb="grid.published",
        kind="publication",
        object_id=f"{district}/{redrawn.version}",
        code=district,
        at=at,
        detail=detail,
    )
    replaced = tuple(sorted(known & set(redrawn.opened)))
    return Published(district, found, redrawn, added, replaced, same, _remarks(found))


def _replaced(in_force: Sequence[Grid], drafts: Sequence[Grid], drawn: Ground, tolerance_m2: float) -> list[Grid]:
    """The versions that drafts replace: of the same code, or with all their ground under drafts."""
    codes = {draft.code for draft in drafts}
    return [grid for grid in in_force if grid.code in codes or drawn.covers(shape_of(grid), tolerance_m2=tolerance_m2)]


def _bared(ending: Sequence[Grid], drawn: Ground, district: str, tolerance_m2: float) -> set[str]:
    """The communities on whose outlines ended grids lose ground that no draft takes over: there may be a gap now."""
    lost = [piece for grid in ending for piece in drawn.left_of(shape_of(grid)) if square_metres(piece) > tolerance_m2]
    touched = Q(pk__in=[])
    for piece in lost:
        touched |= Q(area__intersects=GEOSGeometry(memoryview(to_wkb(piece)), srid=SRID))
    return set(at_level(Level.COMMUNITY).filter(touched, code__startswith=district).values_list("code", flat=True)) if lost else set()


def shape_of(grid: Grid) -> BaseGeometry:
    """The grid's area for overlay."""
    return from_wkb(bytes(grid.area.wkb))


def _heirs(ending: Sequence[Grid], drawn: Ground, tolerance_m2: float) -> dict[str, str]:
    """For each ending code the one new grid that takes over all its ground, else its community."""
    return {grid.code: drawn.holder(shape_of(grid), tolerance_m2=tolerance_m2) or grid.code[: Level.COMMUNITY] for grid in ending}


def _first_gridded(in_force: Sequence[Grid], drafts: Sequence[Grid]) -> dict[str, str]:
    """Communities that get grids for the first time."""
    before = {grid.code[: Level.COMMUNITY] for grid in in_force}
    return {community: community for draft in drafts if (community := draft.code[: Level.COMMUNITY]) not in before}


def _unsound(found: Soundness) -> str:
    """The faults as sentences, worst first."""
    lines = [
        _("网格 %(first)s 与 %(second)s 重叠 %(size).1f 平方米") % {"first": o.first, "second": o.second, "size": o.square_metres}
        for o in found.overlaps[:10]
    ]
    lines += [_("社区 %(code)s 有 %(size).1f 平方米未被网格覆盖") % {"code": g.community, "size": g.square_metres} for g in found.gaps[:10]]
    totals = {"overlaps": len(found.overlaps), "gaps": len(found.gaps)}
    return _("未发布：%(overlaps)d 处重叠，%(gaps)d 处空隙。") % totals + "；".join(lines)


def _remarks(found: Soundness) -> tuple[str, ...]:
    remarks = []
    if found.ungridded:
        remarks.append(_("%(count)d 个社区尚无网格。") % {"count": len(found.ungridded)})
    if found.unchecked:
        remarks.append(_("%(count)d 个社区没有范围，只检查了网格之间的空洞。") % {"count": len(found.unchecked)})
    if found.beyond:
        remarks.append(_("%(count)d 处网格超出社区范围。") % {"count": len(found.beyond)})
    return tuple(remarks)
