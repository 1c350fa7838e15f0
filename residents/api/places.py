"""Doors of places: how full buildings are (居住情况), in bands, for the map in three dimensions."""

from typing import ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from grids.api import answers
from grids.api.doors import MapDoor, asked
from grids.api.shapes import Box
from residents.queries.buildings import occupancy


class OccupancyShape(serializers.Serializer[object]):
    """Which part of the map."""

    bbox = Box(help_text="west,south,east,north")


class Occupancy(MapDoor):
    """How full buildings are."""

    verb: ClassVar[str] = "occupancy.read"

    @extend_schema(
        operation_id="map_building_people",
        parameters=[OccupancyShape],
        responses={(200, answers.JSON): OpenApiTypes.OBJECT, **answers.REFUSED},
    )
    def get(self, request: Request) -> Response:
        """`{building id: band}` with 1 for 5-19 people, 2 for 20-49, 3 for 50-99, 4 for 100 and more; fewer are not told from nobody."""
        return Response(occupancy(actor=self.actor, box=asked(OccupancyShape, request)["bbox"]))
