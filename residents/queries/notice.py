"""The notice to residents (告知书, PIPL art. 17): who handles what, for what, how long, with which rights; made from the declaration."""

from typing import Any

from django.utils.translation import gettext as _

from grids.models import Division
from residents.declaration.field import Declaration
from residents.queries.declaration import declaration
from residents.rules import PURPOSES

CURRENT = "2026-1"
"""The version of the notice; consents and declarations keep which one was read."""


def notice() -> dict[str, Any]:
    """What the page shows: purposes with their fields, sensitive ones apart, what is never collected."""
    declared = declaration(code="")
    return {
        "version": CURRENT,
        "purposes": [(str(label), general, sensitive) for key, label in PURPOSES.items() for general, sensitive in [labels(declared, key)]],
        "fields": len(declared.stored()),
        "never": [
            _("政治面貌与宗教信仰"), _("信访记录与“维稳”“重点人员”标签"), _("人脸、指纹等生物识别信息"), _("行踪轨迹"),
            _("社交账号与言论"), _("银行账户"),
        ],
    }  # fmt: skip


def labels(declared: Declaration, purpose: str) -> tuple[list[str], list[str]]:
    """The labels of the fields of a purpose: general ones, and sensitive ones."""
    fields = [one for one in declared.for_purpose(purpose) if one.stored]
    return [one.named for one in fields if not one.sensitive], [one.named for one in fields if one.sensitive]


def communities() -> list[tuple[str, str]]:
    """The communities in which somebody may declare, with the street's name in front."""
    names = dict(Division.objects.values_list("code", "name"))
    return [(code, f"{names.get(code[:9], '')} {name}") for code, name in sorted(names.items()) if len(code) == 12]  # noqa: PLR2004
