"""Demo dwellings (演示房屋): the rooms of a residential building, from its floors and footprint alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from grids.geo import square_metres
from grids.geo.rows import BuildingRow

DWELLING_AREA = 90.0  # m2 of footprint for each dwelling of a floor
ROOMS_PER_STAIRWELL = 4


@dataclass(frozen=True, slots=True)
class DwellingRow:
    """One dwelling (房屋): `code` has 25 digits, building 19 + stairwell 2 + floor 2 + room 2."""

    building_code: str
    code: str
    stairwell: str
    floor: int
    room: str


def dwellings_of(*, building: BuildingRow) -> Iterator[DwellingRow]:
    """The dwellings by stairwell, floor and room; none for a building that is not residential."""
    if building.use != "residential":
        return
    per_floor = max(1, round(square_metres(building.footprint) / DWELLING_AREA))
    stairwells = -(-per_floor // ROOMS_PER_STAIRWELL)
    for place in range(per_floor):
        stairwell, room = place % stairwells + 1, place // stairwells + 1
        for floor in range(1, (building.floors or 0) + 1):
            yield DwellingRow(
                building_code=building.code,
                code=f"{building.code}{stairwell:02d}{floor:02d}{room:02d}",
                stairwell=f"{stairwell}单元" if stairwells > 1 else "",
                floor=floor,
                room=f"{floor}{room:02d}",
            )
