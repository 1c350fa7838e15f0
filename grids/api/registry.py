"""Doors of the register of places: divisions, grids, buildings."""

import orjson
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from governance.codes import Level
from governance.errors import NotFound
from grids import queries
from grids.api import answers
from grids.api.doors import AnyAccept, MapDoor, asked, kept
from grids.api.maps import mark
from grids.api.shapes import LEVELS, BuildingsShape, DivisionsShape
from grids.models import Layer

NEAR = 17  # zoom at which a phone draws its own grid


class Divisions(MapDoor):
    """Divisions by code."""

    @extend_schema(operation_id="divisions", parameters=[DivisionsShape], responses=answers.DIVISIONS)
    def get(self, request: Request) -> Response:
        """A page of divisions, by code."""
        given = asked(DivisionsShape, request)
        level = LEVELS[given["level"]] if given.get("level") else None
        items = queries.division_rows(code=given.get("code", ""), level=level, after=given.get("after", ""), limit=given["limit"])
        return Response({"items": items, "next": items[-1]["code"] if len(items) == given["limit"] else None})


class GridDoor(MapDoor):
    """One grid in force, with its neighbours: what a phone keeps for work without a network."""

    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="grid", responses=answers.GRID)
    def get(self, request: Request, code: str) -> HttpResponseBase:
        """The grid and its outline beside those of its neighbours; 404 for a grid that is not in force."""
        card = queries.grid_card(code=code) if len(code) == Level.GRID else None
        if card is None:
            raise NotFound
        around = [code, *(other["code"] for other in card["neighbours"])]

        def made() -> bytes:
            areas = queries.areas_geojson(level=Level.GRID, codes=around, zoom=NEAR)
            return orjson.dumps(card | {"areas": orjson.Fragment(areas)})

        key = mark(queries.edition(Layer.GRIDS, Layer.DIVISIONS), code, get_language())
        return kept(request, key=key, made=made, media_type=answers.JSON)


class Buildings(MapDoor):
    """Buildings of a grid or in view."""

    @extend_schema(operation_id="buildings", parameters=[BuildingsShape], responses=answers.BUILDINGS)
    def get(self, request: Request) -> Response:
        """A page of buildings, by code."""
        given = asked(BuildingsShape, request)
        items = queries.buildings_of(grid=given.get("grid", ""), box=given.get("bbox"), after=given.get("after", ""), limit=given["limit"])
        return Response({"items": items, "next": items[-1]["code"] if len(items) == given["limit"] else None})
