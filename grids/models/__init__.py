"""Tables of where: divisions, grids, buildings, dwellings; and of who walks there."""

from grids.models.patrols import CheckIn, Patrol, PatrolPoint, TrackPoint
from grids.models.places import SRID, Building, BuildingUse, Division, Dwelling, Edition, Grid, GridKind, Layer, Publication

__all__ = [
    "SRID", "Building", "BuildingUse", "CheckIn", "Division", "Dwelling", "Edition", "Grid", "GridKind", "Layer", "Patrol", "PatrolPoint",
    "Publication", "TrackPoint",
]  # fmt: skip
