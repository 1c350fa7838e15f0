"""The chart of a building (楼栋图): floors from the top, doors by stairwell, people counted, nobody named."""

from typing import Any

from django.contrib.gis.geos import Polygon
from django.db.models import Count, Q

from governance.access.actor import Actor, code_in
from governance.errors import NotFound
from grids.models import Building, Dwelling
from residents.models import Resident
from residents.rules import COUNTERS, VIEWERS

LEAST, BANDS = 5, (20, 50, 100)
"""Fewer than LEAST in a building are not told from nobody (k-anonymity); the bands above it begin at 5, 20, 50 and 100."""
Box = tuple[float, float, float, float]


def occupancy(*, actor: Actor, box: Box) -> dict[int, int]:
    """The band (1-4) of how many live in each building in view, by the building's id, in the areas where the actor may count.

    No number of people leaves, only its band. One query.
    """
    living = Resident.objects.filter(status="1", erased_at__isnull=True, dwelling__building__footprint__bboverlaps=Polygon.from_bbox(box))
    living = living.filter(code_in("dwelling__building__grid_code", actor.scopes(COUNTERS)))
    counted = living.order_by().values_list("dwelling__building").annotate(people=Count("pk")).filter(people__gte=LEAST)
    return {building: 1 + sum(people >= floor for floor in BANDS) for building, people in counted}


def building_chart(*, actor: Actor, building_id: int) -> dict[str, Any]:
    """The doors of each floor with how many live there; NotFound outside the actor's areas. Two queries.

    Those who may count residents but not look at them get the doors alone: `people` is None.
    """
    building = Building.objects.filter(pk=building_id).first()
    if building is None or not actor.holds(COUNTERS, building.grid_code):
        raise NotFound
    living = Q(resident__status="1", resident__erased_at__isnull=True)
    doors = (
        Dwelling.objects.filter(building=building).annotate(people=Count("resident", filter=living)).order_by("-floor", "stairwell", "room")
    )
    floors: dict[int, list[Dwelling]] = {}
    for door in doors.order_by("-floor", "stairwell", "room"):
        floors.setdefault(door.floor, []).append(door)
    looks = actor.holds(VIEWERS, building.grid_code)
    people = sum(door.people for row in floors.values() for door in row) if looks else None  # type: ignore[attr-defined]
    return {"building": building, "floors": list(floors.items()), "people": people, "doors": sum(map(len, floors.values()))}
