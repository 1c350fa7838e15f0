"""Cutting a community into compact cells whose neighbours share every vertex (划分网格).

Cells are those of a Voronoi diagram of settled seeds, with walls bent like real lanes. All walls and all outlines of the
district are noded together on one raster, so a wall that ends on a border puts its vertex into both communities: there
is no gap and no overlap, across community borders neither.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp, hypot
from random import Random

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPoint, Polygon

from grids.demo.dice import dice
from grids.demo.district import Community, in_degrees, in_metres
from grids.geo.measure import Floats

RASTER = 1e-9  # degrees, a tenth of a millimetre
DECIMALS = 9
SAMPLES_PER_CELL = 150
SETTLING = 20  # rounds of Lloyd's method
BEND = 0.09  # of a wall's length, halved at each level
SHORTEST_WALL = 80.0  # metres; shorter pieces are not bent any more


def cells_of(communities: Sequence[Community], *, seed: int) -> dict[str, list[Polygon]]:
    """The cells of each community by its code, in degrees, unnumbered."""
    seeds = {one.code: _seeds(one, dice(seed, one.code)) for one in communities}
    lines: list[LineString] = [one.outline.exterior for one in communities]
    for one in communities:
        lines += _walls(one, seeds[one.code], seed=seed)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(lines, grid_size=RASTER)).tolist()))
    homes: dict[str, list[Polygon]] = defaultdict(list)
    outlines = [one.outline for one in communities]
    face, owner = shapely.STRtree(outlines).query(shapely.point_on_surface(faces), predicate="within")
    for index, home in sorted(zip(face.tolist(), owner.tolist(), strict=True)):
        homes[communities[home].code].append(faces[index])
    return {code: _merged(homes[code], in_degrees(MultiPoint(seeds[code]), decimals=DECIMALS)) for code in seeds}


def cell_count(community: Community, random: Random) -> int:
    """How many cells: more in a large community, never under seven."""
    square_kilometres = in_metres(community.outline).area / 1e6
    return min(18, round(7 + 0.35 * square_kilometres + random.uniform(0, 3)))


def _seeds(community: Community, random: Random) -> Floats:
    """Settled seeds in metres: close together in the built-up middle, far apart at the edges."""
    outline = in_metres(community.outline)
    count = cell_count(community, random)
    middle, reach = outline.representative_point(), outline.area**0.5 / 2
    west, south, east, north = outline.bounds
    shapely.prepare(outline)
    sample: list[tuple[float, float]] = []
    while len(sample) < count * SAMPLES_PER_CELL:
        x, y = random.uniform(west, east), random.uniform(south, north)
        density = 0.15 + exp(-((hypot(x - middle.x, y - middle.y) / reach) ** 2))
        if random.random() < density and shapely.contains_xy(outline, x, y):
            sample.append((x, y))
    points = np.array(sample)
    seeds = points[:count].copy()
    for _round in range(SETTLING):
        nearest = ((points[:, None, :] - seeds[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
        for index in range(count):
            mine = points[nearest == index]
            seeds[index] = mine.mean(axis=0) if len(mine) else points[random.randrange(len(points))]
    return seeds


def _walls(community: Community, seeds: Floats, *, seed: int) -> Iterator[LineString]:
    """The bent walls between the seeds, cut off at the community's outline, in degrees."""
    outline = in_metres(community.outline)
    diagram = shapely.voronoi_polygons(MultiPoint(seeds), extend_to=outline, only_edges=True)
    for line in shapely.get_parts(shapely.get_parts(diagram)):
        ends = shapely.get_coordinates(line).tolist()
        for start, end in pairwise(ends):
            low, high = sorted((start, end))
            random = dice(seed, *(f"{number:.3f}" for number in (*low, *high)))
            bent = LineString([low, *_bends(low, high, BEND, random), high])
            inside = in_degrees(shapely.intersection(bent, outline), decimals=DECIMALS + 3)
            yield from (part for part in shapely.get_parts(inside) if isinstance(part, LineString))


def _bends(low: Sequence[float], high: Sequence[float], bend: float, random: Random) -> list[tuple[float, float]]:
    """Points between two ends, each pushed aside from the middle of its piece."""
    along_x, along_y = high[0] - low[0], high[1] - low[1]
    if hypot(along_x, along_y) < SHORTEST_WALL:
        return []
    push = random.uniform(-bend, bend)
    middle = ((low[0] + high[0]) / 2 - push * along_y, (low[1] + high[1]) / 2 + push * along_x)
    return [*_bends(low, middle, bend / 2, random), middle, *_bends(middle, high, bend / 2, random)]


def _merged(faces: list[Polygon], seeds: MultiPoint) -> list[Polygon]:
    """One cell per seed: crumbs, which hold no seed, join the neighbour they share the longest wall with."""
    hits = shapely.STRtree(faces).query(shapely.get_parts(seeds), predicate="within")[1]
    cells = [faces[index] for index in sorted(set(hits.tolist()))]
    crumbs = [face for index, face in enumerate(faces) if index not in set(hits.tolist())]
    while crumbs:
        shared = [[shapely.length(shapely.intersection(crumb, cell)) for cell in cells] for crumb in crumbs]
        crumb = max(range(len(crumbs)), key=lambda index: max(shared[index]))
        cell = int(np.argmax(shared[crumb]))
        joined = shapely.union(cells[cell], crumbs.pop(crumb))
        assert isinstance(joined, Polygon)
        cells[cell] = joined
    return cells
