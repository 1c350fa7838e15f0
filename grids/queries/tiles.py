"""Vector tiles (矢量瓦片) made by PostGIS: grids and buildings, Mapbox Vector Tile 2.1."""

from typing import Any

from django.db import connection

from governance.errors import NotFound
from grids.models import Layer
from grids.queries.editions import edition

DEEPEST = 22
EXTENT, BUFFER = 4096, 64
SHALLOWEST = {Layer.GRIDS: 8, Layer.BUILDINGS: 14}  # above these a tile would hold too much; it is empty
# The box is a little larger than the tile, as the drawing of borders needs.
TILE = """
WITH frame AS (
  SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS tile, ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s), 4326) AS box
)
SELECT ST_AsMVT(feature, %(layer)s, %(extent)s, 'shape', 'id') FROM ({features}) feature WHERE shape IS NOT NULL
"""
# Where a grid's name stands: once, in the one tile that holds the point.
SPOTS = """
  SELECT code::bigint AS id, name, ST_AsMVTGeom(ST_Transform(ST_PointOnSurface(area), 3857), tile, %(extent)s, 0) AS shape
  FROM grids_grid, frame WHERE valid_from IS NOT NULL AND valid_to IS NULL AND area && box"""
FEATURES = {
    Layer.GRIDS: """
  SELECT code::bigint AS id, code, name, ST_AsMVTGeom(ST_Transform(area, 3857), tile, %(extent)s, %(buffer)s) AS shape
  FROM grids_grid, frame WHERE valid_from IS NOT NULL AND valid_to IS NULL AND area && box""",
    Layer.BUILDINGS: """
  SELECT grids_building.id, code, name, use, floors, coalesce(height_m, floors * 3.0) AS height, grid_code AS grid,
    ST_AsMVTGeom(ST_Transform(footprint, 3857), tile, %(extent)s, %(buffer)s) AS shape
  FROM grids_building, frame WHERE footprint && box""",
}


def tile(*, layer: str, z: int, x: int, y: int) -> bytes:
    """The tile as bytes, empty where nothing is. Refuses (NotFound) another layer and what is no tile of the web's scheme.

    Grids have `code` and `name` and the code as id; a second layer, `spots`, has the points for their names. Buildings have
    `code`, `name`, `use`, `floors`, `height` (m) and `grid`.
    """
    if layer not in FEATURES or not 0 <= z <= DEEPEST or not (0 <= x < 2**z and 0 <= y < 2**z):
        raise NotFound
    known = Layer(layer)
    if z < SHALLOWEST[known]:
        return b""
    values: dict[str, Any] = {"z": z, "x": x, "y": y, "layer": layer, "extent": EXTENT, "buffer": BUFFER, "margin": BUFFER / EXTENT}
    with connection.cursor() as cursor:
        cursor.execute(TILE.format(features=FEATURES[known]), values)
        made = bytes(cursor.fetchone()[0])
        if known is Layer.GRIDS:
            cursor.execute(TILE.format(features=SPOTS), values | {"layer": "spots"})
            made += bytes(cursor.fetchone()[0])
        return made


def tile_edition(*, layer: str) -> str:
    """What the tiles of a layer depend on, for an ETag."""
    return edition(Layer(layer)) if layer in FEATURES else ""
