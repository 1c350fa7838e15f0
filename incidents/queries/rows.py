"""Rows of the queue as plain tuples (队列行): a page of a hundred is read for each refresh of each board."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.gis.db.models.functions import GeoFunc
from django.db.models import FloatField, QuerySet

from governance.prepared import ask
from incidents.models import Incident

Statement = tuple[str, tuple[Any, ...]]
"""SQL with its values."""


class Row(NamedTuple):
    """What a row shows of a case; `lon` and `lat` in WGS-84 degrees, both None without a point."""

    pk: UUID
    number: str
    state: str
    version: int
    category_id: int
    place: str
    code: str
    source: str
    received_at: datetime
    due_at: datetime | None
    yellow_at: datetime | None
    handle_due_at: datetime | None
    dispatched_at: datetime | None
    late: bool | None
    placing: str
    unit_id: int | None
    lon: float | None
    lat: float | None


class _X(GeoFunc):
    """The longitude of a point."""

    function = "ST_X"
    output_field = FloatField()


class _Y(GeoFunc):
    """The latitude of a point."""

    function = "ST_Y"
    output_field = FloatField()


def as_rows(cases: QuerySet[Incident]) -> QuerySet[Incident, tuple[Any, ...]]:
    """The queryset with the columns of a row."""
    return cases.values_list(*Row._fields[:-2], _X("point"), _Y("point"))


def read_rows(statement: Statement) -> list[Row]:
    """What the statement of a queryset of rows finds, in its order."""
    return [Row._make(values) for values in ask(*statement)]


def look_up(rows: QuerySet[Incident, tuple[Any, ...]]) -> list[Row]:
    """The rows of a queryset that is asked once: planned with its values, so that indexes of a part of the cases serve."""
    return [Row._make(values) for values in rows]


def row_of(incident: Incident) -> Row:
    """The row of a case that was read whole."""
    point = incident.point
    lonlat = (None, None) if point is None else (point.x, point.y)
    return Row(*(getattr(incident, name) for name in Row._fields[:-2]), *lonlat)
