"""The chart of a building (楼栋图): floors from the top, doors by stairwell, people counted, nobody named."""

from typing import Any

from django.contrib.gis.geos import Polygon
from django.db.models import Count, Q

from governance.access.actor import Actor, code_in
from governance.errors import NotFound
from grids.models import Building, Dwelling
from residents.models import CaptainLink, Resident
from residents.rules import COUNTERS, VIEWERS

LEAST, BANDS = 5, (20, 50, 100)
"""Fewer than LEAST in a building are not told from nobody (k-anonymity); the bands above it begin at 5, 20, 50 and 100."""
Box = tuple[float, float, float, float]


def occupancy(*, actor: Actor, box: Box) -> dict[int, int]:
    """The band (1-4) of how many live in each building in view, by the building's id, in the areas where the actor may count.

    No number of people leaves, only its band. One query.
    """
    living = Resident.objects.filter(
        status="1", erased_at__isnull=True, merged_into__isnull=True, dwelling__building__footprint__bboverlaps=Polygon.from_bbox(box)
    )
    living = living.filter(code_in("dwelling__building__grid_code", actor.scopes(COUNTERS)))
    counted = living.order_by().values_list("dwelling__building").annotate(people=Count("pk")).filter(people__gte=LEAST)
    return {building: 1 + sum(people >= floor for floor in BANDS) for building, people in counted}


def building_named(*, actor: Actor, building_id: int | None) -> Building | None:
    """The building whose people are searched; nothing outside the actor's areas."""
    found = Building.objects.filter(pk=building_id).defer("footprint").first() if building_id else None
    return found if found and actor.holds(VIEWERS, found.grid_code) else None


def building_chart(*, actor: Actor, building_id: int) -> dict[str, Any]:
    """The doors of each floor with how many live there; NotFound outside the actor's areas. Three queries.

    Those who may count residents but not look at them get the doors alone: `people` is None.
    """
    building = Building.objects.filter(pk=building_id).first()
    if building is None or not actor.holds(COUNTERS, building.grid_code):
        raise NotFound
    living = Q(resident__status="1", resident__erased_at__isnull=True, resident__merged_into__isnull=True)
    doors = Dwelling.objects.filter(building=building).select_related("homenote").annotate(people=Count("resident", filter=living))
    floors: dict[int, list[Dwelling]] = {}
    for door in doors.order_by("-floor", "stairwell", "room"):
        floors.setdefault(door.floor, []).append(door)
    every = [door for row in floors.values() for door in row]
    found: dict[str, Any] = {"building": building, "floors": list(floors.items()), "doors": len(every)}
    if not actor.holds(VIEWERS, building.grid_code):
        return found | dict.fromkeys(("people", "rented", "empty", "captain"))
    notes = [door.homenote for door in every if hasattr(door, "homenote")]
    return found | {
        "people": sum(door.people for door in every),  # type: ignore[attr-defined]
        "rented": sum(note.rented is True for note in notes), "empty": sum(note.empty is True for note in notes),
        "captain": CaptainLink.objects.filter(building=building, revoked_at__isnull=True).first(),
    }  # fmt: skip
