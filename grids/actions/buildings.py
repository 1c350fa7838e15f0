"""Importing buildings (导入楼栋)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from grids.actions.areas import outline_of
from grids.actions.files import BuildingFile, digest_of
from grids.actions.footprints import footprint_code, keep_buildings
from grids.geo import BuildingRow, FileRefused, open_source, read_buildings
from grids.summary import Ground, RefusedLine, Summary, refused_lines

CODE = re.compile(r"[0-9A-Za-z._-]{1,25}")
LENGTHS = {"name": 64, "address": 200}


def import_buildings(*, actor: Actor, at: datetime, file: BuildingFile, skip_refused: bool = False, dry_run: bool = False) -> Summary:
    """Take the buildings of a file: new codes are added, known ones updated, each set into the grid that holds it.

    A building without a code is the known one on the same ground; else it gets a code made from its footprint. What the file
    is silent about stays. Outside every grid a building is kept without one, where the actor may work everywhere.
    When a row is refused nothing is written, unless `skip_refused`. Refuses FileRefused with the reason. Records
    building.imported for each district that changed.
    """
    digest = digest_of(file.path)
    source = open_source(path=file.path, crs=None if file.crs in {None, "auto"} else file.crs, layer=file.layer)
    within = outline_of([file.within]) if file.within else None
    if file.within and within is None:
        raise FileRefused("no_outline", _("%(code)s 没有已登记的范围。") % {"code": file.within})
    reading = read_buildings(source=source, within=within, swap_axes=file.swap_axes)
    rows, refused = checked(reading.rows)
    refused += refused_lines(reading.refused)
    policy.require(actor, "grid.oversee", None)
    with transaction.atomic():
        done, beyond = keep_buildings(actor=actor, at=at, rows=rows, source=file.path.name, digest=digest)
        refused = sorted(refused + beyond, key=lambda line: line.row)
        written = not dry_run and (skip_refused or not refused)
        if not written:
            transaction.set_rollback(True)
    total = len(reading.rows) + len(reading.refused)
    return replace(
        done, written=written, rows=total, refused=tuple(refused), crs=source.crs.used.name, remarks=reading.remarks + done.remarks
    )


def checked(rows: Sequence[BuildingRow]) -> tuple[list[BuildingRow], list[RefusedLine]]:
    """The rows with usable code and texts, codes made where missing; and the refusals."""
    kept: dict[str, BuildingRow] = {}
    refused: list[RefusedLine] = []
    for row in rows:
        code = row.code or footprint_code(row)
        if not CODE.fullmatch(code):
            refused.append(RefusedLine(row.number, code, Ground.CODE_UNUSABLE, _("编码应为 1 至 25 位字母或数字。")))
        elif any(len(getattr(row, name)) > cap or not getattr(row, name).isprintable() for name, cap in LENGTHS.items()):
            refused.append(RefusedLine(row.number, code, Ground.BAD_TEXT, _("名称或地址过长，或含有控制字符。")))
        elif code in kept:
            text = _("与第 %(row)d 行图形相同且都没有编码。") % {"row": kept[code].number}
            refused.append(RefusedLine(row.number, code, Ground.SAME_FOOTPRINT, text))
        else:
            kept[code] = replace(row, code=code)
    return list(kept.values()), refused
