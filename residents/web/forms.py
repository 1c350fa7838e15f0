"""The fields of the portal's forms (申报表单), made from the declaration."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from residents.actions.selfreports import PERSON_KEYS
from residents.declaration.field import Declaration, Field
from residents.declaration.files import code_choices

FIRM_TYPES = {"staff_count": "number", "charge_phone": "tel"}
PHONES, DATES = {"phone", "emergency_phone"}, {"date"}


def options_of(field: Field, kept: str = "") -> list[tuple[str, str]]:
    """What may be chosen, what is kept among it."""
    if field.kind == "boolean":
        return [("1", _("是")), ("0", _("否"))]
    return code_choices(field.codes, kept)


def person_fields(declared: Declaration) -> list[dict[str, Any]]:
    """The fields a resident may tell, in order."""
    found = []
    for key in PERSON_KEYS:
        field = declared.by_key.get(key)
        if field is not None:
            shape = "tel" if key in PHONES else "date" if field.kind in DATES else "text"
            found.append({"key": key, "label": field.named, "options": options_of(field), "type": shape, "sensitive": field.sensitive})
    return found


def firm_fields() -> list[dict[str, Any]]:
    """The fields of a firm."""
    kinds = [("firm", _("企业")), ("shop", _("个体工商户")), ("organisation", _("社会组织")), ("group", _("志愿团队"))]
    rows = [
        ("name", _("名称"), []), ("uscc", _("统一社会信用代码"), []), ("kind", _("类别"), kinds), ("address", _("经营地址"), []),
        ("industry", _("行业"), []), ("staff_count", _("从业人数"), []), ("charge_name", _("负责人"), []),
        ("charge_phone", _("负责人电话"), []),
    ]  # fmt: skip
    return [
        {"key": key, "label": label, "options": options, "type": FIRM_TYPES.get(key, "text"), "sensitive": False}
        for key, label, options in rows
    ]


def enterprise_fields(one: Any, typed: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The fields of an enterprise's form, with what is known of it or was typed."""
    kinds = [("firm", _("企业")), ("shop", _("个体工商户")), ("organisation", _("社会组织")), ("group", _("志愿团队"))]
    rows = [
        ("name", _("名称"), 200), ("uscc", _("统一社会信用代码"), 18), ("kind", _("类别"), 12), ("address", _("地址"), 300),
        ("building", _("楼栋编码"), 25), ("industry", _("行业"), 100), ("company_type", _("企业类型"), 100),
        ("registered_on", _("成立日期"), 10), ("capital", _("注册资本"), 64), ("staff_count", _("从业人数"), 7),
        ("special", _("特殊场所"), 64), ("business_scope", _("经营范围"), 2000),
    ]  # fmt: skip
    found = []
    for key, label, most in rows:
        known = getattr(one, key, None)
        kept = (known.code if known else "") if key == "building" else "" if known is None else str(known)
        value = typed.get(key, "") if typed is not None else kept
        found.append({"key": key, "label": label, "most": most, "value": value, "options": kinds if key == "kind" else []})
    return found
