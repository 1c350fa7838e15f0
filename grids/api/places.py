"""Doors of places: which grid a point is in, and where an address is."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from governance.codes import Level
from grids import queries
from grids.api import answers
from grids.api.doors import MapDoor, asked
from grids.api.shapes import LocateShape, PlacesShape
from grids.geo import to_storage


class Locate(MapDoor):
    """Which grid holds a point. People without a sign-in are told the community only."""

    verb = "area.read"
    public = True

    @extend_schema(operation_id="locate", parameters=[LocateShape], responses=answers.LOCATED)
    def get(self, request: Request) -> Response:
        """The grid, or the narrowest area; `uncertain` when the accuracy circle touches several grids."""
        given = asked(LocateShape, request)
        lon, lat = to_storage(lon=given["lon"], lat=given["lat"], datum=given["datum"])
        found = queries.locate(lon=lon, lat=lat, accuracy_m=given.get("accuracy_m"))
        code = found.code if self.actor.signed_in else found.code[: Level.COMMUNITY]
        return Response(
            {
                "placing": found.kind,
                "code": code,
                "name": queries.full_name(code) if code else "",
                "community": code[: Level.COMMUNITY] if len(code) >= Level.COMMUNITY else "",
                "others": list(found.others) if self.actor.signed_in else [],
                "uncertain": found.uncertain,
                "swapped": None if found.swapped is None else list(found.swapped),
            }
        )


class Places(MapDoor):
    """Addresses and communities by their words."""

    @extend_schema(operation_id="places", parameters=[PlacesShape], responses=answers.PLACES)
    def get(self, request: Request) -> Response:
        """The best 20 whose name or address holds every word."""
        given = asked(PlacesShape, request)
        found = queries.find_place(text=given["q"], within=given.get("code", ""), limit=given["limit"])
        items = [
            {
                "kind": place.kind,
                "code": place.code,
                "name": place.name,
                "address": place.address,
                "area": place.area,
                "area_name": queries.full_name(place.area) if place.area else "",
                "point": None if place.lon is None or place.lat is None else [round(place.lon, 6), round(place.lat, 6)],
            }
            for place in found
        ]
        return Response({"items": items})
