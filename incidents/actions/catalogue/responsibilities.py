"""Loading who answers for what where (导入权责清单)."""

from collections import defaultdict
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.access.models import Unit
from governance.codes import level_of, within
from incidents.actions.catalogue.categories import scheme_of
from incidents.actions.catalogue.cells import cell, code_part, kind_of, plain
from incidents.actions.catalogue.merging import loading, merge, read
from incidents.actions.catalogue.summary import LineRefused, Loaded
from incidents.models import Category, Responsibility
from incidents.tables import Row, Table

COLUMNS = ("kind", "major_code", "minor_code", "code", "unit")


def load_responsibilities(*, actor: Actor, at: datetime, file: Path, scheme: str, dry_run: bool = False) -> Loaded:
    """Add lines: a category (or, with an empty `minor_code`, its whole major) in an area is a unit's business.

    None is removed; `end_responsibility` does that. A unit is named, and must serve the area or lie in it; two of the
    same name are refused. Records catalogue.loaded when something was added.
    """
    reader = _Reader(scheme_of(file, scheme, Path()))

    def fill(table: Table, loaded: Loaded) -> None:
        wanted = read(table=table, loaded=loaded, make=reader.duty, key=_key)
        merge(loaded=loaded, wanted=wanted, known=list(Responsibility.objects.select_for_update()), key=_key, fields=())

    return loading(what="responsibilities", actor=actor, at=at, file=file, required=COLUMNS, dry_run=dry_run, fill=fill)


def _key(duty: Responsibility) -> tuple[int | None, str, str, str, int]:
    return duty.category_id, duty.kind, duty.major_code, duty.code, duty.unit_id


class _Reader:
    def __init__(self, scheme: str) -> None:
        self.categories = {(one.kind, one.code): one for one in Category.objects.filter(scheme=scheme)}
        self.majors = {(one.kind, one.major_code) for one in self.categories.values()}
        self.units: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.filter(ended_at__isnull=True):
            self.units[unit.name].append(unit)

    def duty(self, row: Row) -> Responsibility:
        kind, major, minor = kind_of(row), code_part(row, "major_code"), code_part(row, "minor_code", needed=False)
        area = plain(row.values["code"])
        try:
            level_of(area)
        except ValueError as error:
            raise LineRefused(_("“%(code)s”不是区划代码。") % {"code": area[:24]}) from error
        unit = self.unit(cell(row, "unit", most=128), area)
        if not minor:
            if (kind, major) not in self.majors:
                raise LineRefused(_("没有代码为 %(code)s 的大类。") % {"code": major})
            return Responsibility(kind=kind, major_code=major, code=area, unit=unit)
        if (category := self.categories.get((kind, major + minor))) is None:
            raise LineRefused(_("没有代码为 %(code)s 的类别。") % {"code": major + minor})
        return Responsibility(category=category, code=area, unit=unit)

    def unit(self, name: str, area: str) -> Unit:
        named = [unit for unit in self.units.get(name, []) if any(within(area, code) or within(code, area) for code in unit.codes)]
        if len(named) != 1:
            reason = _("没有服务该区域的单位“%(name)s”。") if not named else _("服务该区域的单位有多个叫“%(name)s”。")
            raise LineRefused(reason % {"name": name})
        return named[0]
