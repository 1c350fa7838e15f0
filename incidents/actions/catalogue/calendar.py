"""Loading holidays and make-up working days (导入节假日与调休)."""

from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from incidents.actions.catalogue.cells import cell, plain
from incidents.actions.catalogue.merging import loading, merge, read
from incidents.actions.catalogue.shipped import SHIPPED
from incidents.actions.catalogue.summary import LineRefused, Loaded
from incidents.clock import DayKind
from incidents.models import Day
from incidents.tables import Row, Table

COLUMNS = ("date", "kind")
KINDS = {"放假": DayKind.HOLIDAY, "节假日": DayKind.HOLIDAY, "调休": DayKind.MAKEUP, "调休上班": DayKind.MAKEUP} | {
    str(kind): kind for kind in DayKind
}


def load_calendar(*, actor: Actor, at: datetime, file: Path | None = None, dry_run: bool = False) -> Loaded:
    """Add and change days; none is removed. Each year's table comes from the State Council's notice. Records catalogue.loaded.

    Deadlines that were already given keep the version of the table they were counted with.
    """

    def fill(table: Table, loaded: Loaded) -> None:
        wanted = read(table=table, loaded=loaded, make=_day, key=_key)
        merge(loaded=loaded, wanted=wanted, known=list(Day.objects.select_for_update()), key=_key, fields=("kind", "name"))

    return loading(what="calendar", actor=actor, at=at, file=file or SHIPPED["calendar"], required=COLUMNS, dry_run=dry_run, fill=fill)


def _key(day: Day) -> date:
    return day.date


def _day(row: Row) -> Day:
    try:
        found = date.fromisoformat(plain(row.values["date"]).replace("/", "-"))
    except ValueError as error:
        raise LineRefused(_("“%(value)s”不是日期，应如 2027-01-01。") % {"value": row.values["date"][:24]}) from error
    kind = KINDS.get(plain(row.values["kind"]))
    if kind is None:
        raise LineRefused(_("kind 应为 holiday（放假）或 workday_makeup（调休上班）。"))
    name = cell(row, "name", most=64, needed=False) or cell(row, "holiday_name", most=64, needed=False)
    return Day(date=found, kind=str(kind), name=name)
