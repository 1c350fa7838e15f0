"""Where the demonstration's cases are (演示地点): beside buildings of the district's grids."""

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from random import Random

from django.contrib.gis.db.models.functions import PointOnSurface

from governance.codes import Level
from grids import queries as grids
from grids.models import Building
from incidents.actions.demo.mix import Mix, by_bare_name
from incidents.actions.placing import Place, place_point
from incidents.models import Placing

NEAR, FAR = 6.0, 28.0
"""Metres from a building's middle to what is seen beside it."""

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A building as a case needs it."""

    grid: str
    lon: float
    lat: float
    road: str
    estates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Where one case is, and the names around it. `accuracy_m` as a phone would tell it."""

    place: Place
    roads: tuple[str, ...]
    estates: tuple[str, ...]
    accuracy_m: float | None


class Scenery:
    """The spots of a district by grid and community."""

    def __init__(self, district: str) -> None:
        self.by_grid: dict[str, list[Spot]] = defaultdict(list)
        rows = Building.objects.filter(grid_code__startswith=district).annotate(spot=PointOnSurface("footprint")).order_by("code")
        for grid, spot, address, name in rows.values_list("grid_code", "spot", "address", "name"):
            self.by_grid[grid].append(Spot(grid, spot.x, spot.y, road_of(address), estates_of(name)))
        self.by_community: dict[str, list[Spot]] = defaultdict(list)
        for grid, spots in self.by_grid.items():
            self.by_community[grid[: Level.COMMUNITY]] += spots
        names = grids.divisions_in(code=district, level=Level.COMMUNITY).values_list("code", "name")
        self.codes = {name: code for name, code in by_bare_name(dict(names)).items() if code in self.by_community}

    def scene(self, *, mix: Mix, lot: Random, exact: bool, phone: bool, grid: str = "") -> Scene:
        """A place by lot: a point in a grid, or, when it is not exact, a community only. `grid` asks for that one."""
        spots = self.by_grid[grid] if grid else self.by_community[mix.community(lot, self.codes)]
        spot = lot.choice(spots)
        if not exact:
            return Scene(Place(spot.grid[: Level.COMMUNITY], Placing.COMMUNITY), (spot.road,), spot.estates, None)
        place = beside(spot, lot)
        accuracy = round(lot.uniform(3, 15), 1) if phone else None
        if accuracy and grids.locate(lon=place.lon, lat=place.lat, accuracy_m=accuracy).uncertain:
            accuracy = None
        return Scene(place, (spot.road,), spot.estates, accuracy)


def beside(spot: Spot, lot: Random) -> Place:
    """A point some metres from the building, in its grid; the building itself where that would lie elsewhere."""
    turn, metres = lot.uniform(0, 2 * math.pi), lot.uniform(NEAR, FAR)
    lat = round(spot.lat + metres * math.sin(turn) / METRES_PER_DEGREE, 6)
    lon = round(spot.lon + metres * math.cos(turn) / METRES_PER_DEGREE / math.cos(math.radians(spot.lat)), 6)
    found = grids.locate(lon=lon, lat=lat)
    if found.kind != "inside" or found.code != spot.grid:
        lon, lat = round(spot.lon, 6), round(spot.lat, 6)
    return place_point(lon=lon, lat=lat, datum="wgs84", accuracy_m=None)


def road_of(address: str) -> str:
    """The road in an address that ends with a house number: 广东省深圳市坪山区马峦街道坪环社区笙桐路3号 → 笙桐路."""
    return address.rpartition("社区")[2].rstrip("号").rstrip("0123456789")


def estates_of(name: str) -> tuple[str, ...]:
    """The estate in a building's name: 溪筠雅居3栋 → 溪筠雅居. None for a shop, a school or a lone tower."""
    found = re.fullmatch(r"(.+?)\d+(?:栋|号楼)", name)
    return (found[1],) if found else ()
