"""An administrator's changes of the catalogue (修改事项清单). A changed row is marked, and no load writes over it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.access.models import Unit, scope_code
from governance.codes import within
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from incidents.actions.catalogue.merging import LOCAL
from incidents.actions.catalogue.stages import LONGEST
from incidents.clock import SHANGHAI, BadLimit, Limit
from incidents.models import Category, Responsibility, StageLimit, Standard
from incidents.queries import reference

CATEGORY_FIELDS = frozenset({"name", "name_en", "default_unit", "active", "publicity"})
STANDARD_FIELDS = frozenset({"name", "limit", "filing_condition", "closing_condition", "is_default"})


@transaction.atomic
def change_category(*, actor: Actor, category_id: int, changes: Mapping[str, Any], at: datetime) -> Category:
    """Change name, English name, usual unit or whether it is in use. Code and kind stay. Records category.changed."""
    policy.require(actor, "catalogue.change", category_id)
    category = Category.objects.select_for_update().filter(pk=category_id).first()
    if category is None:
        raise NotFound
    _change(actor, category, changes, CATEGORY_FIELDS, at)
    return category


@transaction.atomic
def change_standard(*, actor: Actor, standard_id: int, changes: Mapping[str, Any], at: datetime) -> Standard:
    """Change name, limit or conditions, or make it the default of its category. Records standard.changed.

    Deadlines that were already given stay; the next dispatch counts with the new limit.
    """
    policy.require(actor, "catalogue.change", standard_id)
    standard = Standard.objects.select_for_update().filter(pk=standard_id).first()
    if standard is None:
        raise NotFound
    if "limit" in changes:
        changes = {**changes, "limit": _limit(changes["limit"])}
    if changes.get("is_default") is False and standard.is_default:
        raise Invalid(fields={"is_default": [_("请把另一情形设为默认。")]})
    if changes.get("is_default"):
        Standard.objects.filter(category=standard.category_id, is_default=True).exclude(pk=standard.pk).update(is_default=False)
    _change(actor, standard, changes, STANDARD_FIELDS, at)
    return standard


@transaction.atomic
def change_stage_limit(*, actor: Actor, state: str, minutes: int, at: datetime) -> StageLimit:
    """Change how many minutes a stage may take. Running stages keep their deadline. Records stagelimit.changed."""
    policy.require(actor, "catalogue.change", state)
    limit = StageLimit.objects.select_for_update().filter(pk=state).first()
    if limit is None:
        raise NotFound
    if not 0 < minutes <= LONGEST:
        raise Invalid(fields={"minutes": [_("分钟数应为 1 到 %(most)d 的整数。") % {"most": LONGEST}]})
    _change(actor, limit, {"minutes": minutes}, frozenset({"minutes"}), at)
    return limit


@transaction.atomic
def add_responsibility(
    *, actor: Actor, unit_id: int, code: str, at: datetime, category_id: int | None = None, kind: str = "", major_code: str = ""
) -> Responsibility:
    """Make a category, or a whole major, in an area a unit's business. Records responsibility.added.

    Refuses a unit that does not serve the area, a category and a major at once or neither, and a line that exists.
    """
    policy.require(actor, "catalogue.change", code)
    _check_area(unit_id, code)
    if (category_id is None) == (not (kind and major_code)) or (category_id is not None and (kind or major_code)):
        raise Invalid(fields={"category": [_("请选择一个小类，或一个大类。")]})
    if not Category.objects.filter(**({"pk": category_id} if category_id else {"kind": kind, "major_code": major_code})).exists():
        raise Invalid(fields={"category": [_("没有这个类别。")]})
    try:
        with transaction.atomic():
            duty = Responsibility.objects.create(category_id=category_id, kind=kind, major_code=major_code, code=code, unit_id=unit_id)
    except IntegrityError as error:
        raise Conflict(_("这一条权责已经存在。")) from error
    _record_duty(actor, "responsibility.added", duty, at)
    return duty


@transaction.atomic
def end_responsibility(*, actor: Actor, responsibility_id: int, at: datetime) -> None:
    """Take a line off the list; proposals leave it out from now on. Records responsibility.ended with what it said."""
    policy.require(actor, "catalogue.change", responsibility_id)
    duty = Responsibility.objects.select_for_update().filter(pk=responsibility_id).first()
    if duty is None:
        raise NotFound
    _record_duty(actor, "responsibility.ended", duty, at)
    duty.delete()


def _check_area(unit_id: int, code: str) -> None:
    _validated(Responsibility, lambda: scope_code(code))
    unit = Unit.objects.filter(pk=unit_id, ended_at__isnull=True).first()
    if unit is None or not any(within(code, own) or within(own, code) for own in unit.codes):
        raise Invalid(fields={"unit": [_("该单位不存在、已撤销或不服务这一区域。")]})


def _record_duty(actor: Actor, verb: str, duty: Responsibility, at: datetime) -> None:
    detail = {"category": duty.category_id, "kind": duty.kind, "major": duty.major_code, "area": duty.code, "unit": duty.unit_id}
    record(actor=actor, verb=verb, kind="responsibility", object_id=str(duty.pk), code=duty.code, at=at, detail=detail)
    transaction.on_commit(reference.forget_all)


def _change(actor: Actor, row: Model, changes: Mapping[str, Any], allowed: frozenset[str], at: datetime) -> None:
    """Set the fields, mark the row as changed here, record old and new values. Nothing happens when nothing differs."""
    if beyond := sorted(set(changes) - allowed):
        raise Invalid(fields={name: [_("此项不可修改。")] for name in beyond})
    different = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if not different:
        return
    before = {name: getattr(row, name) for name in different}
    different["source"] = f"{LOCAL} {at.astimezone(SHANGHAI).date()}"
    for name, value in different.items():
        setattr(row, name, value)
    _validated(row, lambda: row.full_clean(validate_unique=False, validate_constraints=False))
    row.save(update_fields=list(different))
    kind = row._meta.model_name or ""  # noqa: SLF001  (Django's documented name for it)
    detail = {"before": before, "after": {name: different[name] for name in before}}
    record(actor=actor, verb=f"{kind}.changed", kind=kind, object_id=str(row.pk), code="", at=at, detail=detail)
    transaction.on_commit(reference.forget_all)


def _validated(row: Model | type[Model], check: Callable[[], None]) -> None:
    """Django's refusal as ours, field by field, each reason with the field's name for who reads it away from the field."""
    try:
        check()
    except ValidationError as error:
        wrong = error.message_dict if hasattr(error, "error_dict") else {"code": error.messages}
        labels = {one.name: getattr(one, "verbose_name", one.name) for one in row._meta.get_fields()}  # noqa: SLF001  (its documented name)
        raise Invalid(fields={name: [f"{labels.get(name, name)}：{reason}" for reason in wrong[name]] for name in wrong}) from error


def _limit(text: object) -> str:
    try:
        limit = Limit.parse(str(text))
    except BadLimit as error:
        raise Invalid(fields={"limit": [_("时限写得不对，应如 4 work_hour（4 个工作时）。")]}) from error
    if limit.amount % 1:
        raise Invalid(fields={"limit": [_("时限应为整数。")]})
    return str(limit)
