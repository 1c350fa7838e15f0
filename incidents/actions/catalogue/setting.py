"""An administrator sets what the clocks go by (设置计时条件): hours of a unit, the grade of an area, a season. No load writes over it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid, NotFound
from governance.ledger.record import record
from grids import queries as grids
from incidents.actions.catalogue.merging import LOCAL
from incidents.actions.catalogue.surroundings import day_of_year, slots_of
from incidents.clock import SHANGHAI, BadSlots
from incidents.models import AreaGrade, Season, UnitHours
from incidents.queries import reference

KINDS: dict[str, type[Model]] = {"unit_hours": UnitHours, "area_grade": AreaGrade, "season": Season}


def set_unit_hours(*, actor: Actor, unit_id: int, slots: str, at: datetime) -> None:
    """Its working hours from now on; clocks that run keep theirs. Refuses what are none (Invalid). Records unit_hours.set."""
    if unit_id not in reference.units():
        raise Invalid(fields={"unit": [_("没有这个单位，或已撤销。")]})
    try:
        kept = slots_of(slots)
    except BadSlots as error:
        raise Invalid(fields={"slots": [_("工作时段应如 08:00-12:00 14:00-18:00，先后不重叠。")]}) from error
    _set(actor, "unit_hours", unit_id, {"slots": kept}, at)


def set_area_grade(*, actor: Actor, code: str, grade: str, at: datetime) -> None:
    """The grade of an area; standards for this grade count there from the next dispatch on. Records area_grade.set."""
    if not grids.is_area(code):
        raise Invalid(fields={"code": [_("没有这个区域。")]})
    if not 0 < len(grade.strip()) <= 8:  # noqa: PLR2004 - the column
        raise Invalid(fields={"grade": [_("请填写，最多 %(most)d 字。") % {"most": 8}]})
    _set(actor, "area_grade", code, {"grade": grade.strip()}, at)


def set_season(*, actor: Actor, name: str, first: str, last: str, at: datetime) -> None:
    """A season by its first and last day; it may go over New Year. Records season.set."""
    if not 0 < len(name.strip()) <= 16:  # noqa: PLR2004 - the column
        raise Invalid(fields={"name": [_("请填写，最多 %(most)d 字。") % {"most": 16}]})
    days: dict[str, Any] = {}
    for field, text in (("first", first), ("last", last)):
        try:
            days[field] = day_of_year(text)
        except ValueError as error:
            raise Invalid(fields={field: [_("应为 06-01 这样的月日。")]}) from error
    _set(actor, "season", name.strip(), days, at)


@transaction.atomic
def end_setting(*, actor: Actor, kind: str, key: str, at: datetime) -> None:
    """Take one away: the common hours, no grade, no season from now on. Records unit_hours.ended and so on, with what it said."""
    policy.require(actor, "catalogue.change", kind)
    row = KINDS[kind]._default_manager.select_for_update().filter(pk=key).first() if kind in KINDS else None  # noqa: SLF001
    if row is None:
        raise NotFound
    was = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001
    row.delete()
    record(actor=actor, verb=f"{kind}.ended", kind=kind, object_id=str(key), code="", at=at, detail=was)
    transaction.on_commit(reference.forget_all)


@transaction.atomic
def _set(actor: Actor, kind: str, key: Any, values: dict[str, Any], at: datetime) -> None:
    policy.require(actor, "catalogue.change", kind)
    model = KINDS[kind]
    before = model._default_manager.select_for_update().filter(pk=key).values(*values).first()  # noqa: SLF001
    if before == values:
        return
    source = f"{LOCAL} {at.astimezone(SHANGHAI).date()}"
    model._default_manager.update_or_create(pk=key, defaults=values | {"source": source})  # noqa: SLF001
    record(actor=actor, verb=f"{kind}.set", kind=kind, object_id=str(key), code="", at=at, detail={"before": before, "after": values})
    transaction.on_commit(reference.forget_all)
