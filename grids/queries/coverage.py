"""Do the grids of a district cover its communities once and wholly (覆盖检查)?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import difference, from_wkb, prepare
from shapely.geometry.base import BaseGeometry

from governance.codes import Level
from grids.geo import Overlap, coverage, square_metres
from grids.ground import Ground
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
class Beyond:
    """How much of a grid lies outside its community's outline, with a point there."""

    code: str
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
    beyond: tuple[Beyond, ...]
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


def soundness(
    *, district: str, grids: Iterable[Grid] | None = None, changed: Collection[str] | None = None, tolerance_m2: float = TOLERANCE_M2
) -> Soundness:
    """Check the grids (those in force unless given) of a district, each fault over the tolerance in square metres.

    `changed` are codes that opened or ended: then only their communities and their overlaps are looked at, which is
    enough where the others were sound before.
    """
    chosen = current_grids().filter(code__startswith=district) if grids is None else grids
    shapes = {grid.code: from_wkb(bytes(grid.area.wkb)) for grid in chosen}
    by_community: dict[str, list[tuple[str, BaseGeometry]]] = defaultdict(list)
    for code, shape in shapes.items():
        by_community[code[: Level.COMMUNITY]].append((code, shape))
    outlines = _outlines(district)
    ungridded = [(code, outline) for code, outline in outlines.items() if code not in by_community and outline is not None]
    ground = Ground([*shapes.items(), *ungridded])
    looked_at = sorted(by_community if changed is None else by_community.keys() & {code[: Level.COMMUNITY] for code in changed})
    gaps = [gap for code in looked_at for gap in _gaps(code, outlines.get(code), by_community[code], ground, tolerance_m2)]
    beyond = [patch for code in looked_at for patch in _beyond(outlines.get(code), by_community[code], tolerance_m2)]
    return Soundness(
        overlaps=_overlaps(shapes, ground, changed, tolerance_m2),
        gaps=tuple(sorted(gaps, key=lambda gap: -gap.square_metres)),
        beyond=tuple(sorted(beyond, key=lambda patch: -patch.square_metres)),
        ungridded=tuple(sorted(outlines.keys() - by_community.keys())),
        unchecked=tuple(code for code in looked_at if outlines.get(code) is None),
    )


def _overlaps(
    shapes: Mapping[str, BaseGeometry], ground: Ground, changed: Collection[str] | None, tolerance_m2: float
) -> tuple[Overlap, ...]:
    near: Collection[str] = shapes.keys()
    if changed is not None:
        near = {other for code in changed if code in shapes for other in ground.touching(shapes[code])} & shapes.keys()
    return coverage(cells=[(code, shapes[code]) for code in sorted(near)], tolerance_m2=tolerance_m2).overlaps if near else ()


def _gaps(
    community: str, outline: BaseGeometry | None, cells: Sequence[tuple[str, BaseGeometry]], ground: Ground, tolerance_m2: float
) -> Iterator[Gap]:
    """What no grid takes of the outline; without an outline, of the holes between the community's own grids."""
    holes = [outline] if outline is not None else [hole.geometry for hole in coverage(cells=cells, tolerance_m2=tolerance_m2).gaps]
    for hole in holes:
        for piece in ground.left_of(hole):
            size = square_metres(piece)
            if size > tolerance_m2:
                point = piece.representative_point()
                yield Gap(community, size, point.x, point.y)


def _beyond(outline: BaseGeometry | None, cells: Sequence[tuple[str, BaseGeometry]], tolerance_m2: float) -> Iterator[Beyond]:
    """The parts of grids outside the outline."""
    if outline is None:
        return
    prepare(outline)
    for code, shape in cells:
        rest = None if outline.covers(shape) else difference(shape, outline)
        if rest is not None and (size := square_metres(rest)) > tolerance_m2:
            point = rest.representative_point()
            yield Beyond(code, size, point.x, point.y)


def _outlines(district: str) -> dict[str, BaseGeometry | None]:
    communities = at_level(Level.COMMUNITY).filter(code__startswith=district)
    return {community.code: None if community.area is None else from_wkb(bytes(community.area.wkb)) for community in communities}
