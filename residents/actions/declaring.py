"""Writes the declaration: the shipped fields, and those an office adds. What may not be collected is refused by name."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid
from governance.ledger.record import record
from residents.declaration.excluded import why_excluded
from residents.declaration.field import GENERAL, SENSITIVE
from residents.declaration.files import code_tables, shipped
from residents.declaration.kinds import KINDS
from residents.models import DeclaredField
from residents.rules import PURPOSES

FIRST_OWN_NUMBER = 1000
OWN_GROUP = "21 本单位数据项 own"
KEY = re.compile(r"[a-z][a-z0-9_]{1,47}", re.ASCII)
SIZES = {"text": re.compile(r"[1-9]\d{0,3}"), "decimal": re.compile(r"[1-9]\d?,\d\d?"), "code": re.compile(r"\d{0,2}")}
NAMES = (
    "group",
    "label",
    "label_en",
    "kind",
    "size",
    "codes",
    "sensitivity",
    "home",
    "sealed_as",
    "mask",
    "fresh_days",
    "purpose",
    "source",
)


@transaction.atomic
def load_fields(*, actor: Actor, at: datetime) -> int:
    """Bring the shipped fields to the present version; whether one is on stays as an office set it.

    Records fields.loaded if any changed.
    """
    policy.require(actor, "field.load", None)
    known = {row.number: row for row in DeclaredField.objects.filter(number__lt=FIRST_OWN_NUMBER)}
    changed = []
    for field in shipped().fields:
        values = {name: getattr(field, name) for name in NAMES} | {"purposes": sorted(field.purposes), "key": field.key}
        row = known.get(field.number)
        if row is None:
            DeclaredField.objects.create(number=field.number, on=field.on, changed_at=at, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            DeclaredField.objects.filter(number=field.number).update(**values, changed_at=at)
        else:
            continue
        changed.append(field.number)
    if changed:
        record(actor=actor, verb="fields.loaded", kind="field", object_id="", code="", at=at, detail={"fields": changed})
    return len(changed)


@transaction.atomic
def add_field(
    *, actor: Actor, code: str, key: str, label: str, kind: str, purposes: Iterable[str], purpose: str, at: datetime,
    size: str = "", codes: str = "", sensitive: bool = False, label_en: str = "",
) -> DeclaredField:  # fmt: skip
    """Add an office's own field for its area. Refuses what may not be collected, whatever it is called, and a field without a purpose.

    Records field.added.
    """
    policy.require(actor, "field.add", code)
    wanted = sorted(set(purposes))
    refuse_excluded(key, label, label_en, purpose)
    refuse_malformed(key=key, label=label, kind=kind, size=size, codes=codes, purposes=wanted, purpose=purpose)
    if DeclaredField.objects.filter(key=key).exists():
        raise Conflict(_("已有同名数据项。"), fields={"key": [_("已有同名数据项。")]})
    last = DeclaredField.objects.aggregate(last=Max("number"))["last"] or 0
    row = DeclaredField.objects.create(
        number=max(last + 1, FIRST_OWN_NUMBER), key=key, group=OWN_GROUP, label=label, label_en=label_en or key, kind=kind, size=size,
        codes=codes, sensitivity="sensitive" if sensitive else "general", home="sealed", sealed_as=SENSITIVE if sensitive else GENERAL,
        mask="whole", purposes=wanted, purpose=purpose, source=code, code=code, changed_at=at,
    )  # fmt: skip
    record(actor=actor, verb="field.added", kind="field", object_id=key, code=code, at=at, detail={"kind": kind, "purposes": wanted})
    return row


def refuse_excluded(*names: str) -> None:
    """Invalid, with the kind and the reason, when a name stands for what may not be collected."""
    found = why_excluded(*names)
    if found:
        why = _("不得采集：%(reason)s") % {"reason": found.reason}
        raise Invalid(why, fields={"key": [why]}, excluded=found.kind)


def refuse_malformed(*, key: str, label: str, kind: str, size: str, codes: str, purposes: list[str], purpose: str) -> None:
    """Invalid, naming each part that is wrong."""
    wrong: dict[str, list[str]] = {}
    if not KEY.fullmatch(key):
        wrong["key"] = [_("标识应为小写字母、数字和下划线。")]
    if not label.strip():
        wrong["label"] = [_("请填写名称。")]
    if kind not in KINDS or kind in {"file", "document"}:
        wrong["kind"] = [_("没有这种类型。")]
    elif not SIZES.get(kind, re.compile("")).fullmatch(size):
        wrong["size"] = [_("长度有误。")]
    if codes and codes not in code_tables():
        wrong["codes"] = [_("没有这个代码表。")]
    if not purposes or not set(purposes) <= set(PURPOSES) or not purpose.strip():
        wrong["purposes"] = [_("每个数据项都要写明用途。")]
    if wrong:
        raise Invalid(fields=wrong)
