"""Keeping the outlines of divisions (区划范围入库)."""

from collections.abc import Sequence
from datetime import datetime

from shapely import to_wkb

from governance.access.actor import Actor
from governance.codes import ancestors
from governance.ledger.record import record
from grids.actions.divisions import by_district, ensure_divisions
from grids.actions.editions import raise_edition
from grids.actions.files import AreaFile
from grids.actions.staging import copied, rows_of
from grids.geo import AreaRow
from grids.models import Layer
from grids.summary import Summary

SET_AREA = """
UPDATE grids_division d SET area = i.area, approximate = %s FROM incoming_area i
WHERE d.code = i.code AND (d.area IS NULL OR NOT ST_OrderingEquals(d.area, i.area) OR d.approximate <> %s) RETURNING d.code
"""


def keep_outlines(*, actor: Actor, at: datetime, rows: Sequence[AreaRow], file: AreaFile, digest: str) -> Summary:
    """Set the outlines in the caller's transaction, making the divisions that are missing. Records area.imported."""
    codes = {row.code for row in rows}
    named = [(row.code, None if file.keep_names else row.name or None) for row in rows]
    spare = parent_names(rows, file) | {row.code: row.name for row in rows if row.name}
    added, renamed = ensure_divisions(named=named, spare=spare)
    copied(
        "incoming_area", {"code": 'text COLLATE "C"', "area": "geometry(MultiPolygon, 4326)"},
        ((row.code, to_wkb(row.geometry, hex=True, include_srid=True)) for row in rows),
    )  # fmt: skip
    drawn = {code for (code,) in rows_of(SET_AREA, [file.approximate, file.approximate])}
    touched = drawn | added | renamed.keys()
    if touched:
        raise_edition(Layer.DIVISIONS, at=at)
    for place, some in sorted(by_district(touched).items()):
        detail = {
            "file": file.path.name, "sha256": digest, "level": int(file.level), "approximate": file.approximate,
            "added": sum(code in added for code in some), "drawn": sum(code in drawn for code in some),
            "renamed": {code: list(renamed[code]) for code in some if code in renamed},
        }  # fmt: skip
        record(actor=actor, verb="area.imported", kind="division", object_id=place, code=place, at=at, detail=detail)
    new = len(codes & added)
    changed = len((codes & touched) - added)
    return Summary("areas", digest, len(rows), new, changed, len(rows) - new - changed, created=tuple(sorted(added - codes)))


def parent_names(rows: Sequence[AreaRow], file: AreaFile) -> dict[str, str]:
    """The name given for the division above, when all rows lie in the same one."""
    above = {code for row in rows for code in ancestors(row.code)[-2:-1]}
    return {code: file.parent_name for code in above if file.parent_name and len(above) == 1}
