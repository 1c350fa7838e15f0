"""All coordinates of the system (坐标与图形): datums, reading files of areas, coverage, locating. Pure: no models, no database."""

from grids.geo.coverage import Coverage, Overlap, Patch, coverage
from grids.geo.datum import Datum, UnknownDatum, datum_named, from_storage, to_storage
from grids.geo.features import Caps
from grids.geo.locating import Kind, Located, Locator
from grids.geo.measure import metres, metres_per_degree, square_metres
from grids.geo.polygons import SRID
from grids.geo.position import known_position, plausible, swap_suggestion
from grids.geo.reading import read_areas, read_buildings
from grids.geo.refusals import Fault, FileRefused, FileTooLarge, Reason
from grids.geo.rows import AreaRow, BuildingRow, Reading, RefusedRow
from grids.geo.source import Source, open_source

__all__ = [
    "SRID",
    "AreaRow",
    "BuildingRow",
    "Caps",
    "Coverage",
    "Datum",
    "Fault",
    "FileRefused",
    "FileTooLarge",
    "Kind",
    "Located",
    "Locator",
    "Overlap",
    "Patch",
    "Reading",
    "Reason",
    "RefusedRow",
    "Source",
    "UnknownDatum",
    "coverage",
    "datum_named",
    "from_storage",
    "known_position",
    "metres",
    "metres_per_degree",
    "open_source",
    "plausible",
    "read_areas",
    "read_buildings",
    "square_metres",
    "swap_suggestion",
    "to_storage",
]
