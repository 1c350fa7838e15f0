"""What units can do and have in hand (处置单位情况), for choosing among them: one or two queries for all of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from governance.access.models import Unit
from governance.codes import Level, within
from governance.prepared import ask
from grids import queries as grids
from grids.geo import metres
from incidents.models import Category, Incident
from incidents.queries import reference
from incidents.workflow import WITH_UNIT, State

SPAN = timedelta(days=180)
SKILLS = """
SELECT unit_id,
  count(*) FILTER (WHERE state = %s AND category_id = ANY(%s)),
  count(*) FILTER (WHERE state = %s AND category_id = ANY(%s) AND NOT coalesce(late, false)),
  count(*) FILTER (WHERE state = ANY(%s)),
  min(ST_DistanceSphere(point, ST_SetSRID(ST_MakePoint(%s, %s), 4326))) FILTER (WHERE state = ANY(%s))
FROM incidents_incident WHERE unit_id = ANY(%s) AND (state = ANY(%s) OR (state = %s AND received_at > %s)) GROUP BY unit_id
"""


LOAD = "SELECT unit_id, count(*) FROM incidents_incident WHERE unit_id = ANY(%s) AND state = ANY(%s) GROUP BY unit_id"


def load_of(unit_ids: list[int]) -> dict[int, int]:
    """Open cases in each unit's hands: one grouped count over the index of units."""
    return dict(ask(LOAD, [unit_ids, sorted(WITH_UNIT)])) if unit_ids else {}


class Skill(NamedTuple):
    """Closed cases of the major category in half a year and those of them in time; open ones in hand, and how far the nearest is."""

    unit_id: int
    done: int
    in_time: int
    open: int
    nearest_m: float | None


class Away(NamedTuple):
    """How far a unit is, and what that is the distance of: staff on duty, its nearest open case, the middle of the area it serves."""

    metres: float
    of: str


def away_of(*, units: Sequence[Unit], incident: Incident, skills: Mapping[int, Skill], at: datetime) -> dict[int, Away]:
    """For each unit of which a distance is known: live staff tells most, then work in hand, then the area."""
    point = incident.point
    if point is None or not units:
        return {}
    on_duty = grids.nearest_on_duty(unit_ids=[unit.pk for unit in units], lon=point.x, lat=point.y, at=at)
    found: dict[int, Away] = {}
    for unit in units:
        skill = skills.get(unit.pk)
        if unit.pk in on_duty:
            found[unit.pk] = Away(on_duty[unit.pk], "staff")
        elif skill is not None and skill.nearest_m is not None:
            found[unit.pk] = Away(skill.nearest_m, "case")
        elif (middle := _middle(unit, incident.code)) is not None:
            found[unit.pk] = Away(metres((point.x, point.y), (middle.lon, middle.lat)), "area")
    return found


def _middle(unit: Unit, code: str) -> grids.Centre | None:
    """The middle of the narrowest area around the case that the unit serves, if that is a street or less."""
    served = max((one for one in unit.codes if within(code, one)), key=len, default="")
    return grids.centre_of(served) if len(served) >= Level.STREET else None


def skills_of(*, unit_ids: Sequence[int], incident: Incident, category: Category, at: datetime) -> dict[int, Skill]:
    """For each of these units that has cases; the distance is None for a case without a point."""
    if not unit_ids:
        return {}
    group = (category.kind, category.scheme, category.major_code)
    major = [one.pk for one in reference.categories().values() if (one.kind, one.scheme, one.major_code) == group]
    held = sorted(WITH_UNIT)
    lon, lat = (None, None) if incident.point is None else (incident.point.x, incident.point.y)
    closed = str(State.CLOSED)
    values = [closed, major, closed, major, held, lon, lat, held, list(unit_ids), held, closed, at - SPAN]
    return {row[0]: Skill(*row) for row in ask(SKILLS, values)}
