"""What reading a file gives (导入结果): typed rows ready for an action to store, and the rows that are refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from shapely.geometry import MultiPolygon

from grids.geo.crs import CrsUse
from grids.geo.refusals import Fault

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area (division or grid). `number` counts features of the file from 1; `geometry` is in WGS-84, SRID 4326."""

    number: int
    code: str
    name: str
    geometry: MultiPolygon
    properties: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """One building (楼栋): footprint in WGS-84 (SRID 4326), height in metres; None or "" where the file is silent."""

    number: int
    code: str
    name: str
    address: str
    use: str
    floors: int | None
    height_m: float | None
    footprint: MultiPolygon
    grid_code: str = ""
    properties: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One feature that is not taken: its number from 1, its code as far as known, and why."""

    number: int
    code: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Reading(Generic[Row]):
    """All of one file: every feature is in `rows` or in `refused`, `columns` tells which field came from where."""

    rows: tuple[Row, ...]
    refused: tuple[RefusedRow, ...]
    crs: CrsUse
    columns: Mapping[str, str]
    remarks: tuple[str, ...] = ()
