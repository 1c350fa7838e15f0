"""Do the grids of a district cover its communities once and wholly (覆盖检查)?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import from_wkb
from shapely.geometry.base import BaseGeometry

from governance.codes import Level
from grids.geo import Overlap, Patch, coverage
from grids.models import Grid
from grids.queries.divisions import at_level
from grids.queries.versions import current_grids

TOLERANCE_M2 = 1.0
TOLD = 100  # faults named one by one; the rest are counted


@dataclass(frozen=True, slots=True)
class Gap:
    """Ground of a community that no grid covers, with a point in it."""

    community: str
    square_metres: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Soundness:
    """The verdict on a set of grids, worst first. Overlaps and gaps forbid publication; the rest is worth knowing.

    `beyond` are parts of grids outside their community's outline, `ungridded` communities without a grid,
    `unchecked` those with grids but no outline, where only holes between grids can be found.
    """

    overlaps: tuple[Overlap, ...]
    gaps: tuple[Gap, ...]
    beyond: tuple[Patch, ...]
    ungridded: tuple[str, ...]
    unchecked: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """No overlap and no gap over the tolerance."""
        return not (self.overlaps or self.gaps)

    def payload(self) -> dict[str, Any]:
        """As JSON has it: at most 100 of each kind, and how many there are."""
        return {
            "overlaps": [[o.first, o.second, round(o.square_metres, 2), o.lon, o.lat] for o in self.overlaps[:TOLD]],
            "gaps": [[g.community, round(g.square_metres, 2), g.lon, g.lat] for g in self.gaps[:TOLD]],
            "beyond": [[p.code, round(p.square_metres, 2), p.lon, p.lat] for p in self.beyond[:TOLD]],
            "counts": {"overlaps": len(self.overlaps), "gaps": len(self.gaps), "beyond": len(self.beyond)},
            "ungridded": list(self.ungridded), "unchecked": list(self.unchecked),
        }  # fmt: skip


def soundness(*, district: str, grids: Iterable[Grid] | None = None, tolerance_m2: float = TOLERANCE_M2) -> Soundness:
    """Check the grids (those in force unless given) of a district, each fault over the tolerance in square metres."""
    chosen = current_grids().filter(code__startswith=district) if grids is None else grids
    shapes = {grid.code: from_wkb(bytes(grid.area.wkb)) for grid in chosen}
    by_community: dict[str, list[tuple[str, BaseGeometry]]] = defaultdict(list)
    for code, shape in shapes.items():
        by_community[code[: Level.COMMUNITY]].append((code, shape))
    outlines = _outlines(district)
    gaps, beyond = _against(by_community, outlines, tolerance_m2)
    return Soundness(
        overlaps=coverage(cells=list(shapes.items()), tolerance_m2=tolerance_m2).overlaps if shapes else (),
        gaps=tuple(sorted(gaps, key=lambda gap: -gap.square_metres)),
        beyond=tuple(sorted(beyond, key=lambda patch: -patch.square_metres)),
        ungridded=tuple(sorted(outlines.keys() - by_community.keys())),
        unchecked=tuple(sorted(code for code in by_community if outlines.get(code) is None)),
    )


def _against(
    by_community: Mapping[str, Sequence[tuple[str, BaseGeometry]]], outlines: Mapping[str, BaseGeometry | None], tolerance_m2: float
) -> tuple[list[Gap], list[Patch]]:
    gaps: list[Gap] = []
    beyond: list[Patch] = []
    for community, cells in by_community.items():
        found = coverage(cells=cells, outer=outlines.get(community), tolerance_m2=tolerance_m2)
        gaps += [Gap(community, patch.square_metres, patch.lon, patch.lat) for patch in found.gaps]
        beyond += found.beyond
    return gaps, beyond


def _outlines(district: str) -> dict[str, BaseGeometry | None]:
    communities = at_level(Level.COMMUNITY).filter(code__startswith=district)
    return {community.code: None if community.area is None else from_wkb(bytes(community.area.wkb)) for community in communities}
