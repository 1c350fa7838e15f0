"""Questions about enterprises (企业查询): which are in the actor's areas, and everything about one."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.access.actor import Actor, code_in
from governance.errors import NotFound
from residents.models import Enterprise
from residents.rules import ENTERPRISE_VIEWERS, PAGE, may_view_enterprise

SHOWN = ("uscc", "kind", "company_type", "industry", "registered_on", "capital", "staff_count", "address", "special", "business_scope")
KINDS = Enterprise.Kind.choices


def enterprises_for(*, actor: Actor, text: str = "", code: str = "", kind: str = "") -> QuerySet[Enterprise]:
    """The enterprises of the actor's areas whose name, address or code has the text, of one kind or all."""
    rows = Enterprise.objects.filter(code_in("code", actor.scopes(ENTERPRISE_VIEWERS)))
    if code:
        rows = rows.filter(code__startswith=code)
    if kind in Enterprise.Kind.values:
        rows = rows.filter(kind=kind)
    text = text.strip()
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(address__contains=text) | Q(uscc=text.upper()))
    return rows.order_by("code", "name", "pk")


def enterprise_page(*, actor: Actor, text: str = "", code: str = "", kind: str = "", page: int = 1) -> tuple[list[Enterprise], int]:
    """One page, and how many there are."""
    rows = enterprises_for(actor=actor, text=text, code=code, kind=kind)
    return list(rows[(page - 1) * PAGE : page * PAGE]), rows.count()


def enterprise_for(*, actor: Actor, enterprise_id: UUID) -> Enterprise:
    """The enterprise, or NotFound for a foreign and a missing one alike."""
    found = Enterprise.objects.select_related("building").defer("building__footprint").filter(pk=enterprise_id).first()
    if found is None or not may_view_enterprise(actor, found):
        raise NotFound
    return found


def enterprise_card(enterprise: Enterprise) -> dict[str, Any]:
    """Everything of a shop at a glance, each value with its source and date; its checks and licences."""
    rows = []
    for name in SHOWN:
        value = getattr(enterprise, name)
        if value not in {None, ""}:
            source, at = enterprise.provenance.get(name, ["", ""])
            label = str(getattr(Enterprise._meta.get_field(name), "verbose_name", name))  # noqa: SLF001  (Django's own interface)
            rows.append({"key": name, "label": label, "value": enterprise.get_kind_display() if name == "kind" else value,
                         "source": source, "at": at[:10]})  # fmt: skip
    return {
        "id": enterprise.pk, "name": enterprise.name, "code": enterprise.code, "version": enterprise.version, "rows": rows,
        "building": str(enterprise.building or ""), "building_id": enterprise.building_id,
        "licences": list(enterprise.licences.order_by("valid_until").values("kind", "number", "valid_until", "source", "at")),
        "inspections": list(enterprise.inspections.order_by("-at").values("kind", "passed", "note", "at")[:20]),
    }  # fmt: skip


def enterprises_in(*, actor: Actor, building_id: int) -> list[Enterprise]:
    """The enterprises of a building that the actor may see, by name."""
    return list(enterprises_for(actor=actor).filter(building_id=building_id).order_by("name")[:PAGE])
