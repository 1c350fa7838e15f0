"""Buildings of a grid or of a part of the map (楼栋)."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.gis.geos import Polygon
from django.db.models import Count, Exists, OuterRef, QuerySet

from grids.models import Building, Dwelling

Box = tuple[float, float, float, float]
MOST = 500


def buildings_of(*, grid: str = "", box: Box | None = None, after: str = "", limit: int = MOST) -> list[dict[str, Any]]:
    """The buildings of a grid, or that touch a box (west, south, east, north in degrees), by code, after a code.

    Each with a point in it and its number of dwellings. At most 500 at a time.
    """
    found = Building.objects.order_by("code")
    if grid:
        found = found.filter(grid_code=grid)
    if box is not None:
        found = found.filter(footprint__bboverlaps=Polygon.from_bbox(box))
    return [_row(building) for building in _counted(found.filter(code__gt=after))[: min(limit, MOST)]]


def dwellings_of(*, building: str) -> QuerySet[Dwelling]:
    """The dwellings of a building, by stairwell, floor and room."""
    return Dwelling.objects.filter(building__code=building).order_by("stairwell", "floor", "room")


def building_by_code(code: str) -> Building | None:
    """The building of this code; None when there is none."""
    return Building.objects.filter(code=code).first()


def buildings_by_code(codes: Sequence[str]) -> dict[str, Building]:
    """Those of the codes that are known."""
    return {building.code: building for building in Building.objects.filter(code__in=codes).defer("footprint")}


def spots_of(ids: Collection[int]) -> dict[int, list[float]]:
    """A point in each of these buildings, as lon, lat."""
    found = Building.objects.filter(pk__in=ids).annotate(spot=PointOnSurface("footprint")).values_list("pk", "spot") if ids else ()
    return {pk: [round(spot.x, 6), round(spot.y, 6)] for pk, spot in found}


def furnished_buildings() -> frozenset[str]:
    """The codes of buildings that have dwellings."""
    return frozenset(Building.objects.filter(Exists(Dwelling.objects.filter(building=OuterRef("pk")))).values_list("code", flat=True))


def _counted(buildings: QuerySet[Building]) -> QuerySet[Building]:
    return buildings.annotate(dwelling_count=Count("dwellings"), spot=PointOnSurface("footprint")).defer("footprint")


def _row(building: Building) -> dict[str, Any]:
    spot = building.spot  # type: ignore[attr-defined]
    return {
        "code": building.code, "name": building.name, "address": building.address, "grid": building.grid_code,
        "use": building.use, "use_label": building.get_use_display(), "floors": building.floors, "height_m": building.height_m,
        "dwellings": building.dwelling_count,  # type: ignore[attr-defined]
        "point": [round(spot.x, 6), round(spot.y, 6)],
    }  # fmt: skip
