"""Doors of the map's own layers: outlines as GeoJSON, grids and buildings as vector tiles."""

import hashlib
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from governance.access import policy
from governance.codes import Level
from governance.errors import NotFound
from grids import queries
from grids.api import answers
from grids.api.doors import AnyAccept, MapDoor, asked, kept
from grids.api.shapes import LEVELS, AreasShape
from grids.models import Layer

FORM = "2"  # of what is given out; a change of it makes every ETag new


class MapAreas(MapDoor):
    """Outlines of a level. Down to communities they are public; grids are for staff."""

    verb = "area.read"
    public = True
    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="map_areas", parameters=[AreasShape], responses=answers.AREAS)
    def get(self, request: Request) -> HttpResponseBase:
        """GeoJSON: feature id is the code; `name`, and `approximate` where the outline is not official."""
        given = asked(AreasShape, request)
        level = LEVELS[given["level"]]
        if level is Level.GRID:
            policy.require(self.actor, "map.read", None)
        layer = Layer.GRIDS if level is Level.GRID else Layer.DIVISIONS
        box, code, zoom = given.get("bbox"), given.get("code", ""), given.get("zoom")

        def made() -> str:
            return queries.areas_geojson(level=level, box=box, code=code, zoom=zoom)

        key = mark(queries.edition(layer), level, box, code, zoom)
        return kept(request, key=key, made=made, media_type=answers.GEOJSON, public=level is not Level.GRID)


class MapTiles(MapDoor):
    """Vector tiles of grids and buildings."""

    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="map_tile", responses=answers.TILE)
    def get(self, request: Request, layer: str, z: int, x: int, y: int) -> HttpResponseBase:
        """A tile of `grids` or `buildings` in the usual scheme of web maps; empty where nothing is."""
        edition = queries.tile_edition(layer=layer)
        if not edition:
            raise NotFound
        return kept(
            request, key=mark(edition, layer, z, x, y), made=lambda: queries.tile(layer=layer, z=z, x=x, y=y), media_type=answers.MVT
        )


def mark(*parts: Any) -> str:
    """A short mark of what a body depends on."""
    return hashlib.sha256(repr((FORM, *parts)).encode()).hexdigest()[:20]
