"""Placing footprints along invented lanes of a grid (沿街布置), in metres: apart from each other and inside the grid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, sin
from random import Random

import shapely
from shapely.geometry import Polygon

EDGE = 4.0  # metres kept from the border of the grid, so that rounding never moves a corner over it
APART = 2.0  # metres between footprints at least
LANE_HALF = 6.0  # half the width of a lane
LEAST_APART = 75.0  # metres between lanes
LANES = 7
STEP = 12.0  # metres on to the next try where a place is taken


@dataclass(frozen=True, slots=True)
class Size:
    """Width along the lane and depth away from it, in metres."""

    width: float
    depth: float


@dataclass(frozen=True, slots=True)
class Plot:
    """A placed footprint: which lane, which side of it (0 with odd house numbers, 1 with even), and its rank along that side."""

    footprint: Polygon
    lane: int
    side: int
    rank: int


def plots(*, grid: Polygon, turn: float, sizes: Sequence[Size], random: Random) -> Iterator[Plot]:
    """Footprints of the given sizes in order, along parallel lanes at angle `turn`; fewer when the grid is full."""
    ground = shapely.buffer(grid, -EDGE)
    shapely.prepare(ground)
    taken: list[Polygon] = []
    waiting = list(sizes)
    for lane, side, away, start in _kerbs(grid, random):
        along, rank, wanted = start, 0, random.randint(2, 5)
        while along < -start and rank < wanted and waiting:
            size = waiting[0]
            footprint = _rectangle(ground, turn, along + size.width / 2, away + side * size.depth / 2, size, random)
            if shapely.contains_properly(ground, footprint) and not _crowded(footprint, taken):
                taken.append(footprint)
                yield Plot(footprint, lane, max(side, 0), rank)
                waiting.pop(0)
                rank += 1
                along += size.width + random.uniform(6, 40)
            else:
                along += STEP


def _kerbs(grid: Polygon, random: Random) -> Iterator[tuple[int, int, float, float]]:
    """Both sides (-1, 1) of each lane: how far the kerb is from the middle of the grid, and where along it to start."""
    spread = float(grid.area**0.5)
    apart = max(LEAST_APART, spread / 8)
    for lane in range(LANES):
        offset = (lane + 1) // 2 * apart * (1 if lane % 2 else -1) + random.uniform(-10, 10)
        for side in (-1, 1):
            yield lane, side, offset + side * (LANE_HALF + random.uniform(0, 4)), -spread * random.uniform(0.18, 0.3)


def _rectangle(ground: Polygon, turn: float, along: float, away: float, size: Size, random: Random) -> Polygon:
    """A rectangle `along` and `away` from the middle in the frame of the lane, turned a little against it."""
    middle = shapely.point_on_surface(ground)
    own = turn + random.uniform(-0.04, 0.04)
    x = middle.x + along * cos(turn) - away * sin(turn)
    y = middle.y + along * sin(turn) + away * cos(turn)
    half_width, half_depth = size.width / 2, size.depth / 2
    corners = [(-half_width, -half_depth), (half_width, -half_depth), (half_width, half_depth), (-half_width, half_depth)]
    return Polygon([(x + u * cos(own) - v * sin(own), y + u * sin(own) + v * cos(own)) for u, v in corners])


def _crowded(footprint: Polygon, taken: Sequence[Polygon]) -> bool:
    return bool(taken) and bool(shapely.dwithin(footprint, list(taken), APART).any())
