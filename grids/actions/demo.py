"""The demo district (演示区): the real communities of Pingshan with invented grids, buildings and dwellings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from governance.access.actor import Actor
from governance.codes import Level
from grids.actions.areas import import_areas
from grids.actions.divisions import load_divisions
from grids.actions.drafts import keep_drafts
from grids.actions.dwellings import NewDwelling, add_dwellings
from grids.actions.files import AreaFile
from grids.actions.footprints import keep_buildings
from grids.actions.publishing import publish_grids
from grids.demo import SEED, GridRow, demo_buildings, demo_grids, dwellings_of
from grids.geo import AreaRow, BuildingRow
from grids.queries.buildings import furnished_buildings
from grids.queries.versions import publications

DATA = Path(__file__).resolve().parent.parent / "data"
DIVISIONS = [DATA / "divisions" / name for name in ("districts.csv", "streets.csv", "communities.csv")]
DISTRICT = "440310"
OUTLINES = (  # file, level, whether it is official
    ("pingshan_district_wgs84.geojson", Level.DISTRICT, True),
    ("streets_approximate_wgs84.geojson", Level.STREET, False),
    ("communities_approximate_wgs84.geojson", Level.COMMUNITY, False),
)


@dataclass(frozen=True, slots=True)
class DemoDistrict:
    """What was added; zeros when it was all there."""

    divisions: int
    outlines: int
    grids: int
    buildings: int
    dwellings: int


def load_shipped_divisions(*, actor: Actor, at: datetime) -> int:
    """Load the division tables that are shipped (four districts) and give the number of changes. Records division.loaded."""
    done = [load_divisions(actor=actor, at=at, file=file) for file in DIVISIONS]
    return sum(summary.added + summary.changed + len(summary.created) for summary in done)


@transaction.atomic
def load_demo_district(*, actor: Actor, at: datetime, seed: int = SEED) -> DemoDistrict:
    """Load the demo district in one transaction: divisions, approximate outlines, grids in force, buildings, dwellings.

    The same seed gives the same town. What is there already is left as it is: grids are drawn only while the district
    was never published, so later redrawing stays. Records what the single actions record.
    """
    divisions = load_shipped_divisions(actor=actor, at=at)
    outlines = 0
    for name, level, official in OUTLINES:
        file = AreaFile(path=DATA / "pingshan" / name, level=level, approximate=not official, keep_names=True)
        done = import_areas(actor=actor, at=at, file=file)
        outlines += done.added + done.changed
    grids = 0 if publications(district=DISTRICT).exists() else _grids(actor, at, seed)
    rows = demo_buildings(seed=seed)
    buildings, _beyond = keep_buildings(actor=actor, at=at, rows=rows, source="演示数据", digest=f"seed {seed}")
    return DemoDistrict(divisions, outlines, grids, buildings.added, add_dwellings(actor=actor, at=at, dwellings=_rooms(rows)))


def _rooms(rows: Sequence[BuildingRow]) -> list[NewDwelling]:
    """The rooms of those buildings that have none yet."""
    furnished = furnished_buildings()
    return [
        NewDwelling(room.building_code, room.stairwell, room.floor, room.room)
        for building in rows
        if building.code not in furnished
        for room in dwellings_of(building=building)
    ]


def _grids(actor: Actor, at: datetime, seed: int) -> int:
    rows = [_row(number, grid) for number, grid in enumerate(demo_grids(seed=seed), start=1)]
    keep_drafts(actor=actor, at=at, rows=rows, file=AreaFile(path=Path("demo"), level=Level.GRID), digest=f"seed {seed}")
    return len(publish_grids(actor=actor, at=at, code=DISTRICT).added)


def _row(number: int, grid: GridRow) -> AreaRow:
    return AreaRow(number, grid.code, grid.name, grid.area, {"kind": grid.kind})
