"""Keeping drawn grids as drafts (网格草稿) until they are published."""

from collections.abc import Sequence
from datetime import datetime

from shapely import to_wkb

from governance.access.actor import Actor
from governance.codes import Level
from governance.ledger.record import record
from grids.actions.divisions import by_district, ensure_divisions
from grids.actions.editions import raise_edition
from grids.actions.files import AreaFile
from grids.actions.outlines import parent_names
from grids.actions.staging import copied, executed, rows_of
from grids.geo import AreaRow
from grids.models import GridKind, Layer
from grids.queries.versions import draft_grids
from grids.summary import Summary

COLUMNS = {
    "code": 'text COLLATE "C"', "name": "text", "kind": "text", "community": 'text COLLATE "C"', "area": "geometry(MultiPolygon, 4326)",
}  # fmt: skip
# What stands for a code today: its draft, else the version in force.
COMPARE = """
SELECT i.code, g.code IS NULL, d.id IS NOT NULL,
  coalesce(ST_OrderingEquals(g.area, i.area) AND coalesce(i.name, g.name) = g.name AND coalesce(i.kind, g.kind) = g.kind, false)
FROM incoming_grid i
LEFT JOIN grids_grid d ON d.code = i.code AND d.valid_from IS NULL
LEFT JOIN grids_grid v ON v.code = i.code AND v.valid_from IS NOT NULL AND v.valid_to IS NULL
LEFT JOIN grids_grid g ON g.id = coalesce(d.id, v.id)
"""
DRAW = """
INSERT INTO grids_grid (code, name, kind, community_id, area)
SELECT i.code, coalesce(i.name, v.name, i.code), coalesce(i.kind, v.kind, %s), i.community, i.area
FROM incoming_grid i LEFT JOIN grids_grid v
  ON v.code = i.code AND v.valid_from IS NOT NULL AND v.valid_to IS NULL
WHERE i.code = ANY(%s)
ON CONFLICT (code) WHERE valid_from IS NULL DO UPDATE
  SET name = CASE WHEN excluded.name = excluded.code THEN grids_grid.name ELSE excluded.name END, kind = excluded.kind, area = excluded.area
"""
KIND_COLUMNS = ("kind", "类别", "网格类别", "网格类型", "gridkind")


def keep_drafts(*, actor: Actor, at: datetime, rows: Sequence[AreaRow], file: AreaFile, digest: str) -> Summary:
    """Store as drafts what differs from the draft or version in force, in the caller's transaction. Records area.imported."""
    made, _renamed = ensure_divisions(named=[(row.code[: Level.COMMUNITY], None) for row in rows], spare=parent_names(rows, file))
    if made:
        raise_edition(Layer.DIVISIONS, at=at)
    copied("incoming_grid", COLUMNS, (_staged(row) for row in rows))
    found = {code: (new, drafted, same) for code, new, drafted, same in rows_of(COMPARE)}
    added = {code for code, (new, _drafted, _same) in found.items() if new}
    changed = {code for code, (_new, _drafted, same) in found.items() if not same} - added
    executed(DRAW, [GridKind.GENERAL, sorted(added | changed)])
    dropped = _dropped(rows) if file.replace_drafts else []
    for place, codes in sorted(by_district(added | changed | {*dropped} | made).items()):
        detail = {
            "file": file.path.name, "sha256": digest, "level": int(file.level), "added": sum(code in added for code in codes),
            "changed": sum(code in changed for code in codes), "dropped": sum(code in dropped for code in codes),
        }  # fmt: skip
        record(actor=actor, verb="area.imported", kind="grid", object_id=place, code=place, at=at, detail=detail)
    waiting = draft_grids().filter(community_id__in={row.code[: Level.COMMUNITY] for row in rows}).count()
    return Summary(
        "areas", digest, len(rows), len(added), len(changed), len(rows) - len(added) - len(changed),
        created=tuple(sorted(made)), further={"dropped_drafts": dropped, "drafts": waiting},
    )  # fmt: skip


def _staged(row: AreaRow) -> tuple[str, str | None, str | None, str, str]:
    return row.code, row.name or None, _kind(row), row.code[: Level.COMMUNITY], to_wkb(row.geometry, hex=True, include_srid=True)


def _kind(row: AreaRow) -> str | None:
    """General or exclusive as the file says; None where it is silent."""
    text = next((str(value) for name, value in row.properties.items() if name.lower() in KIND_COLUMNS and value), "")
    if not text:
        return None
    return GridKind.EXCLUSIVE if "专属" in text or text.lower() == GridKind.EXCLUSIVE else GridKind.GENERAL


def _dropped(rows: Sequence[AreaRow]) -> list[str]:
    """Delete the drafts of these communities that the file does not name; a draft is no history."""
    stale = (
        draft_grids().filter(community_id__in={row.code[: Level.COMMUNITY] for row in rows}).exclude(code__in={row.code for row in rows})
    )
    codes = sorted(stale.values_list("code", flat=True))
    stale.delete()
    return codes
