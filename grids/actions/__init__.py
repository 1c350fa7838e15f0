"""The writers of where (网格变更): divisions, outlines, buildings, and the grids in force."""

from grids.actions.areas import import_areas
from grids.actions.buildings import import_buildings
from grids.actions.divisions import load_divisions
from grids.actions.dwellings import NewDwelling, add_dwellings
from grids.actions.files import AreaFile, BuildingFile
from grids.actions.merging import merge_grids
from grids.actions.publishing import GridsUnsound, Published, publish_grids
from grids.actions.redraw import Follower, Redrawn, on_redraw
from grids.actions.splitting import split_grid

__all__ = [
    "AreaFile",
    "BuildingFile",
    "Follower",
    "GridsUnsound",
    "NewDwelling",
    "Published",
    "Redrawn",
    "add_dwellings",
    "import_areas",
    "import_buildings",
    "load_divisions",
    "merge_grids",
    "on_redraw",
    "publish_grids",
    "split_grid",
]
