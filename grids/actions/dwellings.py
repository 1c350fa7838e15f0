"""Adding dwellings to buildings (登记房屋)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.codes import Level
from governance.errors import Invalid
from governance.ledger.record import record
from grids.actions.staging import copied, rows_of
from grids.queries.buildings import buildings_by_code

COLUMNS = {"building": 'text COLLATE "C"', "stairwell": "text", "floor": "int", "room": "text"}
ADD = """
INSERT INTO grids_dwelling (building_id, stairwell, floor, room)
SELECT b.id, i.stairwell, i.floor, i.room FROM incoming_dwelling i JOIN grids_building b ON b.code = i.building
ON CONFLICT DO NOTHING RETURNING (SELECT left(grid_code, 6) FROM grids_building WHERE id = building_id)
"""
LENGTHS = {"stairwell": 8, "room": 16}
FLOORS = (-10, 200)


@dataclass(frozen=True, slots=True)
class NewDwelling:
    """A room to register: the building's code, stairwell (may be empty), floor (below ground negative) and room."""

    building: str
    stairwell: str
    floor: int
    room: str


@transaction.atomic
def add_dwellings(*, actor: Actor, at: datetime, dwellings: Sequence[NewDwelling]) -> int:
    """Add the dwellings that are not there yet and give their number; the same ones again add nothing.

    Refuses Invalid for an unknown building or unusable values, NotAllowed for a building outside the actor's area. Records
    dwelling.added for each district, with the count.
    """
    buildings = buildings_by_code(sorted({dwelling.building for dwelling in dwellings}))
    unknown = sorted({dwelling.building for dwelling in dwellings} - buildings.keys())
    if unknown:
        raise Invalid(fields={"building": [_("没有这栋楼：%(code)s") % {"code": unknown[0]}]})
    for place in {building.grid_code[: Level.COMMUNITY] for building in buildings.values()}:
        policy.require(actor, "dwelling.add", place)
    for dwelling in dwellings:
        _check(dwelling)
    copied("incoming_dwelling", COLUMNS, ((one.building, one.stairwell, one.floor, one.room) for one in dwellings))
    added = Counter(district for (district,) in rows_of(ADD))
    for district, count in sorted(added.items()):
        record(
            actor=actor, verb="dwelling.added", kind="dwelling", object_id=district or "-", code=district, at=at, detail={"added": count}
        )
    return added.total()


def _check(dwelling: NewDwelling) -> None:
    for name, cap in LENGTHS.items():
        value = getattr(dwelling, name)
        if len(value) > cap or not value.isprintable():
            raise Invalid(fields={name: [_("过长（上限 %(cap)d 字）或含有控制字符。") % {"cap": cap}]})
    if not FLOORS[0] <= dwelling.floor <= FLOORS[1] or not dwelling.room:
        raise Invalid(
            fields={"floor": [_("楼层应在 %(least)d 与 %(most)d 之间，房号不得为空。") % {"least": FLOORS[0], "most": FLOORS[1]}]}
        )
