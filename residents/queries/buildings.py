"""The chart of a building (楼栋图): floors from the top, doors by stairwell, people counted, nobody named."""

from typing import Any

from django.db.models import Count, Q

from governance.access.actor import Actor
from governance.errors import NotFound
from grids.models import Building, Dwelling
from residents.rules import VIEWERS


def building_chart(*, actor: Actor, building_id: int) -> dict[str, Any]:
    """The doors of each floor with how many live there; NotFound outside the actor's areas. Two queries."""
    building = Building.objects.filter(pk=building_id).first()
    if building is None or not actor.holds(VIEWERS, building.grid_code):
        raise NotFound
    living = Q(resident__status="1", resident__erased_at__isnull=True)
    doors = (
        Dwelling.objects.filter(building=building).annotate(people=Count("resident", filter=living)).order_by("-floor", "stairwell", "room")
    )
    floors: dict[int, list[Dwelling]] = {}
    for door in doors.order_by("-floor", "stairwell", "room"):
        floors.setdefault(door.floor, []).append(door)
    people = sum(door.people for row in floors.values() for door in row)  # type: ignore[attr-defined]
    return {"building": building, "floors": list(floors.items()), "people": people, "doors": sum(map(len, floors.values()))}
