"""Outlines as GeoJSON (范围图层), made in the database in one aggregate."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from governance.codes import Level
from governance.errors import Invalid
from grids.queries.buildings import Box
from grids.queries.gazetteer import names
from grids.queries.versions import grid_at

MOST = 5000  # polygons a browser draws well; more belong into tiles
NEIGHBOUR_DEGREES = 1e-6  # about a decimetre: a redrawn border may differ in the last digits
TILE = 256
DIVISIONS = "grids_division WHERE area IS NOT NULL AND length(code) = %(level)s"
GRIDS = "(SELECT *, false AS approximate FROM grids_grid) g WHERE valid_from IS NOT NULL AND valid_to IS NULL"
FEATURES = """
SELECT count(*), '{{"type":"FeatureCollection","features":[' || coalesce(string_agg(feature, ',' ORDER BY code), '') || ']}}' FROM (
  SELECT code, '{{"type":"Feature","id":' || to_json(code) || ',"properties":{{"name":' || to_json(name)
    || CASE WHEN approximate THEN ',"approximate":true' ELSE '' END || '}},"geometry":' || ST_AsGeoJSON({shape}, 6) || '}}' AS feature
  FROM {source} {chosen} ORDER BY code LIMIT %(most)s
) features
"""


def areas_geojson(
    *, level: Level, box: Box | None = None, code: str = "", codes: Sequence[str] | None = None, zoom: float | None = None
) -> str:
    """The areas of a level as a GeoJSON text: id is the code, `name`, and `approximate` where the outline is not official.

    Chosen by a box in degrees, a code around them, or by their codes. Six decimals (a decimetre); with `zoom`
    simplified to half a pixel of a web map. Refuses (Invalid) more than 5,000 at once.
    """
    values: dict[str, Any] = {"level": int(level), "most": MOST + 1, "code": f"{code}%", "codes": list(codes or ())}
    chosen = ""
    if box is not None:
        values |= dict(zip(("west", "south", "east", "north"), box, strict=True))
        chosen += " AND area && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"
    if code:
        chosen += " AND code LIKE %(code)s"
    if codes is not None:
        chosen += " AND code = ANY(%(codes)s)"
    shape = "area"
    if zoom is not None:
        values["tolerance"] = 360 / TILE / 2**zoom / 2
        shape = "ST_SimplifyPreserveTopology(area, %(tolerance)s)"
    source = GRIDS if level is Level.GRID else DIVISIONS
    with connection.cursor() as cursor:
        cursor.execute(FEATURES.format(shape=shape, source=source, chosen=chosen), values)
        count, text = cursor.fetchone()
    if count > MOST:
        raise Invalid(fields={"bbox": [_("范围内超过 %(most)d 个，请放大地图。") % {"most": MOST}]})
    return str(text)


def neighbours(codes: Collection[str]) -> list[str]:
    """The codes of the grids in force that touch one of these and are none of them, by code; a grid that is not in force touches none."""
    with connection.cursor() as cursor:
        cursor.execute(NEIGHBOURS, {"near": NEIGHBOUR_DEGREES, "codes": list(codes)})
        return [row[0] for row in cursor.fetchall()]


NEIGHBOURS = """
SELECT DISTINCT other.code FROM grids_grid mine
JOIN grids_grid other ON ST_DWithin(other.area, mine.area, %(near)s) AND other.code <> ALL(%(codes)s)
WHERE mine.code = ANY(%(codes)s) AND mine.valid_from IS NOT NULL AND mine.valid_to IS NULL
  AND other.valid_from IS NOT NULL AND other.valid_to IS NULL
ORDER BY other.code
"""


def grid_card(*, code: str) -> dict[str, Any] | None:
    """What a phone needs of a grid: itself and its neighbours, with names. None when the grid is not in force."""
    grid = grid_at(code=code)
    if grid is None:
        return None
    around = neighbours([code])
    named = names([*around, code[: Level.STREET]])
    return {
        "code": code, "name": grid.name, "kind": grid.kind, "kind_label": str(grid.get_kind_display()),
        "community": grid.community_id, "community_name": grid.community.name, "street_name": named[code[: Level.STREET]],
        "valid_from": grid.valid_from, "neighbours": [{"code": other, "name": named[other]} for other in around],
    }  # fmt: skip
