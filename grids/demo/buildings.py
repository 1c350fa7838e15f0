"""Demo buildings (演示楼栋): kinds, floors, names, addresses and codes for the plots of each grid."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import pi
from random import Random

from grids.demo.dice import dice
from grids.demo.district import DISTRICT, Community, communities, in_degrees, in_metres
from grids.demo.grids import GridRow, demo_grids
from grids.demo.names import ESTATES, PARKS, ROADS, TOWERS, Names
from grids.demo.plots import LANES, Size, plots
from grids.geo.polygons import normal_form
from grids.geo.rows import BuildingRow

METRES_PER_FLOOR = 3.0
DECIMALS = 7  # degrees, a centimetre
FEWEST, MOST = 10, 16  # buildings of one general grid


@dataclass(frozen=True, slots=True)
class Style:
    """One way of building: use, sizes from-to in metres, floors from-to, how it is called, how often beside others."""

    use: str
    width: tuple[float, float]
    depth: tuple[float, float]
    floors: tuple[int, int]
    called: str
    share: int

    def size(self, random: Random) -> Size:
        """A size of this style, to the decimetre."""
        return Size(round(random.uniform(*self.width), 1), round(random.uniform(*self.depth), 1))


TOWER = Style("residential", (24, 34), (15, 20), (18, 33), "{estate}{number}栋", 4)
SLAB = Style("residential", (38, 56), (12, 15), (6, 9), "{estate}{number}栋", 4)
VILLAGE = Style("residential", (9, 13), (9, 12), (4, 8), "{estate}{number}号楼", 5)
SHOP = Style("shop", (12, 24), (10, 14), (1, 3), "{road}{house}号商铺", 2)
OFFICE = Style("office", (28, 40), (22, 30), (8, 24), "{tower}", 1)
FACTORY = Style("factory", (45, 75), (24, 34), (2, 6), "{park}{number}号厂房", 4)
PUBLIC = Style("public", (18, 30), (14, 20), (2, 4), "{community}文体中心", 1)
SCHOOL = Style("school", (40, 56), (12, 15), (3, 6), "{site}教学楼{number}号", 1)
HOSPITAL = Style("hospital", (40, 56), (15, 20), (4, 12), "{site}{number}号楼", 1)
KIOSK = Style("public", (10, 18), (8, 12), (1, 2), "{site}服务用房{number}号", 1)

CHARACTERS = (  # what a general grid is like, and how often
    ((TOWER, SHOP, PUBLIC), 4),
    ((SLAB, SHOP, OFFICE), 4),
    ((VILLAGE, SHOP, PUBLIC), 4),
    ((FACTORY, OFFICE, VILLAGE), 3),
)
SITES = {"school": (SCHOOL, 5), "hospital": (HOSPITAL, 4), "park": (KIOSK, 3)}


@cache
def _buildings(seed: int) -> tuple[BuildingRow, ...]:
    places = {place.code: place for place in communities()}
    streets = {code: Names(dice(seed, "names", code)) for code in places}
    rows: list[BuildingRow] = []
    for grid in demo_grids(seed=seed):
        place = places[grid.community_code]
        rows += _of_grid(grid, place, streets[place.code], dice(seed, "buildings", grid.code), start=len(rows) + 1)
    return tuple(rows)


def demo_buildings(*, seed: int) -> list[BuildingRow]:
    """All buildings of the demo district by grid, over 2,000: not overlapping, each inside the grid it names.

    Codes have 19 digits: community 12 + grid 2 + building 5. Height is 3 m for each floor.
    """
    return list(_buildings(seed))


def _of_grid(grid: GridRow, place: Community, names: Names, random: Random, *, start: int) -> Iterator[BuildingRow]:
    styles = _styles(grid, random)
    sizes = [style.size(random) for style in styles]
    called = {
        "estate": names.fresh(ESTATES),
        "park": names.fresh(PARKS),
        "community": place.name,
        "site": grid.name.removesuffix("（专属网格）"),
    }
    roads = [names.fresh(ROADS) for _lane in range(LANES)]
    turn = _turn_of(place) + random.uniform(-0.25, 0.25)
    numbers: Counter[Style] = Counter()
    placed = plots(grid=in_metres(grid.area.geoms[0]), turn=turn, sizes=sizes, random=random)
    for index, (plot, style) in enumerate(zip(placed, styles, strict=False), start=1):
        numbers[style] += 1
        road, house = roads[plot.lane], 2 * plot.rank + plot.side + 1
        words = called | {"road": road, "house": str(house), "number": str(numbers[style]), "tower": names.fresh(TOWERS)}
        floors = random.randint(*style.floors)
        yield BuildingRow(
            number=start + index - 1,
            code=f"{grid.community_code}{int(grid.code[-3:]):02d}{index:05d}",
            name=style.called.format(**words),
            address=f"{DISTRICT}{place.street}{place.name}{road}{house}号",
            use=style.use,
            floors=floors,
            height_m=METRES_PER_FLOOR * floors,
            footprint=normal_form(in_degrees(plot.footprint, decimals=DECIMALS)),
            grid_code=grid.code,
        )


def _turn_of(place: Community) -> float:
    """The angle most lanes of a community keep to, in radians."""
    return dice("turn", place.code).uniform(0, pi)


def _styles(grid: GridRow, random: Random) -> list[Style]:
    """What stands in the grid, in the order it is built along the lanes."""
    if grid.site:
        style, count = SITES[grid.site]
        return [style] * count
    character = random.choices([kind for kind, _share in CHARACTERS], [share for _kind, share in CHARACTERS])[0]
    count = random.randint(FEWEST, MOST)
    chosen = random.choices(character, [style.share for style in character], k=count)
    return [style for index, style in enumerate(chosen) if style is not PUBLIC or PUBLIC not in chosen[:index]]
