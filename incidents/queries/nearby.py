"""Cases near a case (周边案件): the hint for duplicates, 50 m and 30 days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point

from governance.access.actor import Actor
from incidents.models import Incident
from incidents.rules import visible_to

METRES = 50.0
DAYS = timedelta(days=30)
MOST = 5
DEGREES_PER_METRE = 1 / 80_000
"""Generous at any latitude of the country: the box finds candidates by the index, the distance decides."""


@dataclass(frozen=True, slots=True)
class Near:
    """A case and how far it is."""

    incident: Incident
    metres: float


def nearby(*, actor: Actor, lon: float, lat: float, at: datetime, category_id: int | None = None, but: UUID | None = None) -> list[Near]:
    """Cases of the last 30 days within 50 m that the actor may see, nearest first, of one category if given."""
    here = Point(lon, lat, srid=4326)
    rows = visible_to(actor).filter(point__dwithin=(here, METRES * DEGREES_PER_METRE), received_at__gte=at - DAYS)
    if category_id is not None:
        rows = rows.filter(category=category_id)
    if but is not None:
        rows = rows.exclude(pk=but)
    measured = rows.annotate(metres=Distance("point", here)).order_by("metres")[: MOST * 4]
    found = [Near(row, row.metres.m) for row in measured if row.metres.m <= METRES]
    return found[:MOST]
