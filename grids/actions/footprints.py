"""Keeping buildings (楼栋入库): each in the grid that holds it."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from shapely import to_wkb

from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.record import record
from grids.actions.editions import raise_edition
from grids.actions.staging import copied, executed, rows_of
from grids.geo import BuildingRow
from grids.models import BuildingUse, Layer
from grids.queries.holding import hold_map
from grids.summary import Ground, RefusedLine, Summary

COLUMNS = {
    "row": "int", "coded": "bool", "code": 'text COLLATE "C"', "name": "text", "address": "text", "use": "text",
    "floors": "int", "height_m": "float8",
    "footprint": "geometry(MultiPolygon, 4326)", "grid_code": 'text COLLATE "C"',
}  # fmt: skip
MADE = re.compile(r"F[0-9a-f]{16}")  # codes that were made from footprints
STOREY_M = 3.0  # metres; where a file gives height but no floors
SAME_GROUND = 0.9  # of the larger footprint; the same building read from another file or system covers nearly all of it
# A building that came without a code is the known one on the same ground, if there is one and no other row is that.
RECOGNISE = """
UPDATE incoming_building i SET code = known.code FROM (
  SELECT DISTINCT ON (code) row, code FROM (
    SELECT DISTINCT ON (n.row) n.row, b.code, share.part FROM incoming_building n JOIN grids_building b ON b.footprint && n.footprint
    CROSS JOIN LATERAL (
      SELECT ST_Area(ST_Intersection(b.footprint, n.footprint)) / greatest(ST_Area(b.footprint), ST_Area(n.footprint)) AS part
    ) share
    WHERE NOT n.coded AND share.part > %s ORDER BY n.row, share.part DESC, b.code
  ) best ORDER BY code, part DESC, row
) known
WHERE i.row = known.row AND NOT EXISTS (SELECT FROM incoming_building o WHERE o.code = known.code AND o.row <> i.row)
"""
PLACE = """
UPDATE incoming_building i SET grid_code = coalesce((
  SELECT g.code FROM grids_grid g
  WHERE g.valid_from IS NOT NULL AND g.valid_to IS NULL AND ST_Covers(g.area, ST_PointOnSurface(i.footprint))
  ORDER BY g.code LIMIT 1), '')
"""
PLACES = """
SELECT left(grid_code, 12) FROM incoming_building
UNION SELECT left(b.grid_code, 12) FROM grids_building b JOIN incoming_building USING (code) WHERE b.grid_code <> ''
"""
OUT_OF_SCOPE = """
DELETE FROM incoming_building i WHERE left(i.grid_code, 12) = ANY(%(beyond)s)
  OR EXISTS (SELECT FROM grids_building b WHERE b.code = i.code AND b.grid_code <> '' AND left(b.grid_code, 12) = ANY(%(beyond)s))
RETURNING i.row, i.code
"""
# What a file is silent about stays as it is, for a building that is known.
MERGE = """
INSERT INTO grids_building AS b (code, name, address, use, floors, height_m, footprint, grid_code, source, read_at)
SELECT i.code, coalesce(nullif(i.name, ''), k.name, ''), coalesce(nullif(i.address, ''), k.address, ''),
  coalesce(nullif(i.use, ''), k.use, %s), coalesce(i.floors, k.floors, 1), coalesce(i.height_m, k.height_m), i.footprint,
  i.grid_code, %s, %s
FROM incoming_building i LEFT JOIN grids_building k USING (code)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, address = excluded.address, use = excluded.use, floors = excluded.floors,
  height_m = excluded.height_m, footprint = excluded.footprint, grid_code = excluded.grid_code, source = excluded.source,
  read_at = excluded.read_at
WHERE (b.name, b.address, b.use, b.floors, b.height_m, b.grid_code)
    IS DISTINCT FROM (excluded.name, excluded.address, excluded.use, excluded.floors, excluded.height_m, excluded.grid_code)
  OR NOT ST_OrderingEquals(b.footprint, excluded.footprint)
RETURNING left(grid_code, 6), xmax = 0
"""


def keep_buildings(
    *, actor: Actor, at: datetime, rows: Sequence[BuildingRow], source: str, digest: str
) -> tuple[Summary, list[RefusedLine]]:
    """Place and merge the rows in the caller's transaction; also gives those beyond the actor's area."""
    hold_map()
    copied("incoming_building", COLUMNS, _staged(rows))
    executed(RECOGNISE, [SAME_GROUND])
    executed(PLACE)
    beyond = [place for (place,) in rows_of(PLACES) if not policy.allowed(actor, "building.import", place)]
    text = _("楼栋不在您负责的区域内。")
    refused = [RefusedLine(row, code, Ground.OUT_OF_SCOPE, text) for row, code in rows_of(OUT_OF_SCOPE, {"beyond": beyond})]
    homeless = rows_of("SELECT count(*) FROM incoming_building WHERE grid_code = ''")[0][0]
    merged = rows_of(MERGE, [BuildingUse.OTHER, source[:64], at])
    if merged:
        raise_edition(Layer.BUILDINGS, at=at)
    for district in sorted({place for place, _new in merged}):
        new = [fresh for place, fresh in merged if place == district]
        detail = {"file": source, "sha256": digest, "added": sum(new), "changed": len(new) - sum(new)}
        record(actor=actor, verb="building.imported", kind="building", object_id=district or "-", code=district, at=at, detail=detail)
    added = sum(new for _place, new in merged)
    kept = len(rows) - len(refused)
    remarks = (_("%(count)d 栋楼不在任何网格内。") % {"count": homeless},) if homeless else ()
    return Summary("buildings", digest, kept, added, len(merged) - added, kept - len(merged), remarks=remarks), refused


def footprint_code(row: BuildingRow) -> str:
    """A code for a building that has none: F and 16 digits of the hash of its footprint."""
    return "F" + hashlib.sha256(to_wkb(row.footprint)).hexdigest()[:16]


def _staged(rows: Sequence[BuildingRow]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        floors = row.floors or (max(1, round(row.height_m / STOREY_M)) if row.height_m else None)
        footprint = to_wkb(row.footprint, hex=True, include_srid=True)
        yield row.number, MADE.fullmatch(row.code) is None, row.code, row.name, row.address, row.use, floors, row.height_m, footprint, None
