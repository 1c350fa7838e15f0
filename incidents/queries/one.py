"""One case, whole (单个案件): by a statement that is composed once in a process and prepared once in a connection."""

from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.contrib.gis.geos import Point
from django.db import DEFAULT_DB_ALIAS
from django.db.models import JSONField

from governance.prepared import ask
from incidents.models import Incident

FIELDS = Incident._meta.concrete_fields  # noqa: SLF001  (what Django itself reads)
NAMES = [field.attname for field in FIELDS]
JSON = [place for place, field in enumerate(FIELDS) if isinstance(field, JSONField)]
POINT = NAMES.index("point")


def read_case(incident_id: UUID, *, lock: bool = False) -> Incident | None:
    """The case or None; with `lock` its row is held until the transaction ends. Whether the actor may see it is not asked here."""
    rows = ask(_statement(lock), [incident_id])
    if not rows:
        return None
    *values, lon, lat = rows[0]
    values[POINT] = None if lon is None else Point(lon, lat, srid=4326)
    for place in JSON:
        values[place] = None if values[place] is None else orjson.loads(values[place])
    return Incident.from_db(DEFAULT_DB_ALIAS, NAMES, values)


@cache
def _statement(lock: bool) -> str:  # noqa: FBT001
    columns = ", ".join(_column(field) for field in FIELDS)
    held = " FOR UPDATE" if lock else ""
    return f"SELECT {columns}, ST_X(point), ST_Y(point) FROM incidents_incident WHERE id = %s{held}"  # noqa: S608  (names of columns)


def _column(field: Any) -> str:
    """JSON as text, and in place of the point nothing: its degrees follow at the end."""
    if field.attname == "point":
        return "NULL"
    return f'"{field.column}"::text' if isinstance(field, JSONField) else f'"{field.column}"'
