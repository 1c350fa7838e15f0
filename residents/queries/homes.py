"""Finding a home by what stands on its door (房屋查找)."""

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Invalid
from grids.models import Dwelling
from residents.rules import REGISTRARS


def home_at(*, actor: Actor, building: str, room: str, stairwell: str = "") -> Dwelling:
    """The home of that building code, room and, where several have it, stairwell, in the actor's areas; Invalid names what is wrong."""
    rows = Dwelling.objects.select_related("building").defer("building__footprint")
    rows = rows.filter(building__code=building.strip(), room=room.strip())
    if stairwell.strip():
        rows = rows.filter(stairwell=stairwell.strip())
    found = [one for one in rows[:3] if actor.holds(REGISTRARS, one.building.grid_code)]
    if not found:
        raise Invalid(fields={"room": [_("没有这个房屋，请核对楼栋编码和房号。")]})
    if len(found) > 1:
        raise Invalid(fields={"stairwell": [_("有几个单元都有这个房号，请填写单元。")]})
    return found[0]
