"""The data dictionary (数据项): every declared field with what it is for, and a form by which an office adds its own, without code."""

import re
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.errors import Refused
from residents.actions.declaring import add_field
from residents.declaration.files import code_tables
from residents.queries.declaration import declaration
from residents.rules import PURPOSES, REGISTRARS
from residents.vault.spelling import syllables, text_of
from residents.web.base import RegistryPage

LONGEST_KEY = 40
SIZES = {"text": "100", "decimal": "12,2", "code": "8"}


class Fields(RegistryPage):
    """The dictionary, and the form."""

    verb: ClassVar[str] = "registry.import"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Every field by group."""
        return self.page(request, None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add one; what may not be collected is refused with the reason."""
        given, label = request.POST, request.POST.get("label", "").strip()
        kind = given.get("kind", "")
        try:
            add_field(
                actor=self.actor, code=self.area(), key=key_of(label), label=label, kind=kind, size=SIZES.get(kind, ""),
                codes=given.get("codes", "") if kind == "code" else "", purposes=given.getlist("purposes"),
                purpose=given.get("purpose", "").strip()[:200], sensitive=given.get("sensitive") == "1", at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            return self.page(request, refused)
        return redirect("registry_fields")

    def area(self) -> str:
        """The area for which the field is."""
        return next(iter(self.actor.scopes(REGISTRARS)), "")

    def page(self, request: HttpRequest, refused: Refused | None) -> HttpResponse:
        """The page, with what was refused."""
        groups: dict[str, list[Any]] = {}
        purposes = {key: str(name) for key, name in PURPOSES.items()}
        declared = declaration(code=self.area(), off=True)
        for one in declared.fields:
            used = "、".join(purposes[key] for key in PURPOSES if key in one.purposes)
            groups.setdefault(one.section, []).append({"field": one, "purposes": used})
        kinds = [("text", _("文字")), ("code", _("代码")), ("boolean", _("是／否")), ("date", _("日期")), ("integer", _("整数")),
                 ("decimal", _("小数")), ("phone", _("电话")), ("array", _("多个词"))]  # fmt: skip
        return render(request, "registry/fields.html", {
            "here": "fields", "groups": groups, "count": len(declared.fields), "kinds": kinds, "tables": sorted(code_tables()),
            "purposes": list(purposes.items()), "refused": refused, "given": request.POST,
        }, status=refused.status if refused else 200)  # fmt: skip


def key_of(label: str) -> str:
    """A key from the label's pinyin: 是否养犬 -> own_shi_fou_yang_quan."""
    spelled = "_".join(syllables(text_of(label))[0]) if label else ""
    return ("own_" + re.sub(r"[^a-z0-9_]", "", spelled))[:LONGEST_KEY].rstrip("_")
