"""Loading what the clocks go by beside the limits (导入计时条件): hours of units, grades of areas, seasons."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.access.models import Unit
from grids import queries as grids
from incidents.actions.catalogue.cells import cell, plain
from incidents.actions.catalogue.merging import loading, merge, read
from incidents.actions.catalogue.summary import LineRefused, Loaded
from incidents.clock import BadSlots, Slots
from incidents.models import AreaGrade, Season, UnitHours
from incidents.tables import Row, Table

DAY = re.compile(r"\d\d-\d\d")
LEAP = 2024


def load_unit_hours(*, actor: Actor, at: datetime, file: Path, dry_run: bool = False, overwrite: bool = False) -> Loaded:
    """Add and change working hours of units; none is removed. A unit is named, and `code` tells two of a name apart."""
    return _load("unit_hours", UnitHours, ("slots", "source"), ("unit", "slots"), _hours, actor, at, file, dry_run, overwrite)


def load_area_grades(*, actor: Actor, at: datetime, file: Path, dry_run: bool = False, overwrite: bool = False) -> Loaded:
    """Add and change grades of areas; none is removed. The narrowest area around a case counts."""
    return _load("area_grades", AreaGrade, ("grade", "source"), ("code", "grade"), _grade, actor, at, file, dry_run, overwrite)


def load_seasons(*, actor: Actor, at: datetime, file: Path, dry_run: bool = False, overwrite: bool = False) -> Loaded:
    """Add and change seasons, from a day of the year to another, both included; none is removed."""
    wanted = ("first", "last", "source")
    return _load("seasons", Season, wanted, ("name", "first", "last"), _season, actor, at, file, dry_run, overwrite)


def _load(
    what: str, model: type[Model], fields: Sequence[str], columns: Sequence[str], make: Callable[[Row], Any], actor: Actor, at: datetime,
    file: Path, dry_run: bool, overwrite: bool,  # noqa: FBT001
) -> Loaded:  # fmt: skip
    """One of the three; the key is the primary key. Records catalogue.loaded when something changed."""

    def key(one: Any) -> Any:
        return one.pk

    def fill(table: Table, loaded: Loaded) -> None:
        wanted = read(table=table, loaded=loaded, make=make, key=key)
        known = list(model._default_manager.select_for_update())  # noqa: SLF001
        merge(loaded=loaded, wanted=wanted, known=known, key=key, fields=fields, overwrite=overwrite)

    return loading(what=what, actor=actor, at=at, file=file, required=columns, dry_run=dry_run, fill=fill)


def slots_of(text: str) -> str:
    """Working hours as they are kept; BadSlots for what are none."""
    return str(Slots.parse(plain(text)))


def day_of_year(text: str) -> str:
    """A day as "06-01"; ValueError for what is none in any year."""
    found = plain(text)
    if not DAY.fullmatch(found):
        raise ValueError(text)
    date(LEAP, int(found[:2]), int(found[3:]))
    return found


def _hours(row: Row) -> UnitHours:
    name, code = cell(row, "unit", most=128), plain(row.values.get("code", ""))
    named = [one for one in Unit.objects.filter(name=name, ended_at__isnull=True) if not code or code in one.codes]
    if len(named) != 1:
        words = _("没有单位“%(name)s”。") if not named else _("有多个单位叫“%(name)s”，请用 code 列写明服务区域。")
        raise LineRefused(words % {"name": name})
    try:
        slots = slots_of(row.values["slots"])
    except BadSlots as error:
        raise LineRefused(_("“%(value)s”不是工作时段，应如 08:00-12:00 14:00-18:00。") % {"value": row.values["slots"][:40]}) from error
    return UnitHours(unit=named[0], slots=slots, source=cell(row, "source", most=200, needed=False))


def _grade(row: Row) -> AreaGrade:
    code = plain(row.values["code"])
    if not grids.is_area(code):
        raise LineRefused(_("没有代码为 %(code)s 的区域。") % {"code": code[:24]})
    return AreaGrade(code=code, grade=cell(row, "grade", most=8), source=cell(row, "source", most=200, needed=False))


def _season(row: Row) -> Season:
    try:
        first, last = day_of_year(row.values["first"]), day_of_year(row.values["last"])
    except ValueError as error:
        raise LineRefused(_("first 和 last 应为 06-01 这样的月日。")) from error
    return Season(name=cell(row, "name", most=16), first=first, last=last, source=cell(row, "source", most=200, needed=False))
