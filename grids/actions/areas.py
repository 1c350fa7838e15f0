"""Importing outlines (导入范围): of divisions, or of grids as drafts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.contrib.gis.db.models.functions import AsWKB
from django.db import transaction
from django.utils.translation import gettext as _
from shapely import from_wkb, union_all
from shapely.geometry.base import BaseGeometry

from governance.access.actor import Actor
from governance.codes import Level
from grids.actions import drafts, outlines
from grids.actions.divisions import may_name
from grids.actions.files import AreaFile, digest_of
from grids.codebook import NAME_LENGTH
from grids.geo import AreaRow, Reading, Source, open_source, read_areas
from grids.models import Division
from grids.queries.holding import hold_district
from grids.summary import Ground, RefusedLine, Summary, refused_lines


def import_areas(*, actor: Actor, at: datetime, file: AreaFile, skip_refused: bool = False, dry_run: bool = False) -> Summary:
    """Take the outlines of a file: divisions get them at once, grids become drafts until they are published.

    A division that is not known yet is made, with those above it; a grid must lie in a known community unless the
    file says otherwise. What lies outside the known outline of its district is refused, as are rows of another level.
    When a row is refused nothing is written, unless `skip_refused`. The same file again changes nothing. Refuses
    FileRefused with the reason, NotAllowed outside the actor's area. Records area.imported for each district.
    """
    digest = digest_of(file.path)
    source = open_source(path=file.path, crs=None if file.crs in {None, "auto"} else file.crs, layer=file.layer)
    reading = _read(source, file)
    rows, refused = checked(reading, file)
    may_name(actor, "area.import", [row.code for row in rows])
    keep = drafts.keep_drafts if file.level is Level.GRID else outlines.keep_outlines
    with transaction.atomic():
        for district in sorted({row.code[: Level.DISTRICT] for row in rows}):
            hold_district(district)
        done = keep(actor=actor, at=at, rows=rows, file=file, digest=digest)
        written = not dry_run and (skip_refused or not refused)
        if not written:
            transaction.set_rollback(True)
    return replace(
        done,
        written=written,
        rows=len(rows) + len(refused),
        refused=tuple(refused),
        crs=source.crs.used.name,
        remarks=reading.remarks + done.remarks,
    )


def _read(source: Source, file: AreaFile) -> Reading[AreaRow]:
    """Read once to know which districts it is about, and again within their outlines where those are known."""
    reading = read_areas(source=source, swap_axes=file.swap_axes)
    if file.level <= Level.DISTRICT:
        return reading
    within = outline_of(sorted({row.code[: Level.DISTRICT] for row in reading.rows}))
    return reading if within is None else read_areas(source=source, within=within, swap_axes=file.swap_axes)


def outline_of(districts: Sequence[str]) -> BaseGeometry | None:
    """The districts' outlines together; None unless all of them have one."""
    found = Division.objects.filter(pk__in=districts, area__isnull=False).values_list(AsWKB("area"), flat=True)
    areas = [from_wkb(bytes(area)) for area in found]
    return union_all(areas) if areas and len(areas) == len(districts) else None


def checked(reading: Reading[AreaRow], file: AreaFile) -> tuple[list[AreaRow], list[RefusedLine]]:
    """The rows that are of the level asked for, with a usable name and a known community; and all refusals."""
    known = set(Division.objects.filter(pk__in={row.code[: Level.COMMUNITY] for row in reading.rows}).values_list("pk", flat=True))
    rows: list[AreaRow] = []
    refused = refused_lines(reading.refused)
    for row in reading.rows:
        fault = _fault(row, file, known)
        if fault is None:
            rows.append(row)
        else:
            refused.append(RefusedLine(row.number, row.code, *fault))
    return rows, sorted(refused, key=lambda line: line.row)


def _fault(row: AreaRow, file: AreaFile, known: set[str]) -> tuple[Ground, str] | None:
    if len(row.code) != file.level or not (row.code.isascii() and row.code.isdigit()):
        return Ground.WRONG_LEVEL, _("编码 %(code)s 不是 %(digits)d 位。") % {"code": row.code, "digits": file.level}
    if len(row.name) > NAME_LENGTH or not row.name.isprintable():
        return Ground.BAD_TEXT, _("名称过长（上限 %(cap)d 字）或含有控制字符。") % {"cap": NAME_LENGTH}
    community = row.code[: Level.COMMUNITY]
    if file.level is Level.GRID and not file.create_communities and community not in known:
        text = _("社区 %(code)s 尚未登记：请先导入行政区划，或加 --create-communities。")
        return Ground.UNKNOWN_COMMUNITY, text % {"code": community}
    return None
