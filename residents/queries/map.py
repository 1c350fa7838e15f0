"""The register on the map (人房地图): people by area and buildings with their people, counted as the lists count."""

from typing import Any

from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.db.models import Count, Q

from governance.access.actor import Actor, code_in
from grids.models import Building
from residents.rules import VIEWERS, view_scopes

MOST = 800
BY_AREA = """
SELECT left(code, %s), count(*) FROM residents_locator WHERE code LIKE ANY(%s) GROUP BY 1
"""


def people_by_area(*, actor: Actor, digits: int) -> dict[str, int]:
    """How many people each area of that level has, within the actor's areas: the same rows that `search.find` counts."""
    scopes = view_scopes(actor)
    if not scopes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(BY_AREA, [digits, [f"{scope}%" for scope in scopes]])
        return {code: int(count) for code, count in cursor.fetchall()}


def buildings_on_map(*, actor: Actor, box: tuple[float, float, float, float]) -> list[dict[str, Any]]:
    """The buildings in a box (west, south, east, north) within the actor's areas, each with its people, homes, let and empty ones."""
    rows = counted(actor=actor).filter(footprint__bboverlaps=Polygon.from_bbox(box)).annotate(spot=PointOnSurface("footprint"))
    return [
        {
            "id": one.pk, "name": str(one), "floors": one.floors, "people": one.people, "homes": one.homes, "rented": one.rented,
            "at": [round(one.spot.y, 6), round(one.spot.x, 6)],
        }
        for one in rows[:MOST]
    ]  # fmt: skip


def counted(*, actor: Actor) -> Any:
    """The buildings of the actor's areas with their counts."""
    living = Q(dwellings__resident__status="1", dwellings__resident__erased_at__isnull=True, dwellings__resident__merged_into__isnull=True)
    return (
        Building.objects.filter(code_in("grid_code", actor.scopes(VIEWERS)))
        .annotate(
            homes=Count("dwellings", distinct=True),
            people=Count("dwellings__resident", filter=living, distinct=True),
            rented=Count("dwellings", filter=Q(dwellings__homenote__rented=True), distinct=True),
            empty=Count("dwellings", filter=Q(dwellings__homenote__empty=True), distinct=True),
        )
        .defer("footprint")
        .order_by("code")
    )


def building_page(*, actor: Actor, text: str = "", code: str = "", page: int = 1, size: int = 50) -> tuple[list[Building], int]:
    """One page of buildings whose name, address or code has the text (without one: those with homes), and how many there are."""
    rows = counted(actor=actor)
    if code:
        rows = rows.filter(grid_code__startswith=code)
    if not text.strip():
        rows = rows.filter(homes__gt=0)
    else:
        rows = rows.filter(Q(name__contains=text.strip()) | Q(address__contains=text.strip()) | Q(code__startswith=text.strip()))
    return list(rows[(page - 1) * size : page * size]), rows.order_by().count()
