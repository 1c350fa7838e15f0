"""What is known of a building or a shop (一点检查): each value with its source and date; people are counted, not named."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from governance.access.actor import Actor, code_in
from governance.access.roles import FIELD
from governance.errors import NotFound
from grids.models import Building
from grids.queries.buildings import spots_of
from residents.models import Enterprise, SpotCheck
from residents.queries.buildings import building_chart
from residents.queries.enterprises import enterprise_card, enterprise_for
from residents.rules import ENTERPRISE_VIEWERS, may_view_enterprise

FOUND, SHOWN = 20, 5
SHORTEST = 2
ITEMS = [(one.value, one.label) for one in SpotCheck.Item]


def find_spots(*, actor: Actor, text: str) -> list[dict[str, Any]]:
    """Buildings and enterprises of the actor's grids whose name or address has the text; none for one sign. Two queries."""
    text = text.strip()
    if len(text) < SHORTEST:
        return []
    scopes = actor.scopes(FIELD)
    houses = Building.objects.filter(code_in("grid_code", scopes)).defer("footprint")
    houses = houses.filter(name__contains=text) | houses.filter(address__contains=text)
    firms = Enterprise.objects.filter(code_in("code", scopes))
    firms = firms.filter(name__contains=text) | firms.filter(address__contains=text)
    shops = [{"kind": "enterprise", "id": str(one.pk), "name": one.name, "address": one.address} for one in firms.order_by("name")[:FOUND]]
    found = [
        {"kind": "building", "id": one.code, "name": one.name, "address": one.address} for one in houses.order_by("name", "code")[:FOUND]
    ]
    return [*shops, *found][:FOUND]


def building_spot(*, actor: Actor, code: str) -> dict[str, Any]:
    """A building: its facts, how many doors and people, the shops in it, the last checks. NotFound outside the actor's grids."""
    building = Building.objects.filter(code=code).first()
    if building is None or not actor.holds(FIELD, building.grid_code):
        raise NotFound
    chart = building_chart(actor=actor, building_id=building.pk)
    facts = [("use", building.get_use_display()), ("floors", building.floors), ("address", building.address), ("code", building.code)]
    names = {name: str(getattr(Building._meta.get_field(name), "verbose_name", name)) for name, _value in facts}  # noqa: SLF001
    rows = [
        {"label": names[name], "value": str(value), "source": building.source, "at": day(building.read_at)}
        for name, value in facts
        if value
    ]
    shops = Enterprise.objects.filter(building=building).order_by("name")[:FOUND]
    return {
        "kind": "building", "id": building.code, "name": building.name or building.address, "code": building.grid_code, "rows": rows,
        "doors": chart["doors"], "people": chart["people"], "point": spots_of([building.pk])[building.pk],
        "shops": [{"kind": "enterprise", "id": str(one.pk), "name": one.name} for one in shops],
        "licences": [], "checks": checks(SpotCheck.objects.filter(building=building)),
    }  # fmt: skip


def enterprise_spot(*, actor: Actor, enterprise_id: UUID) -> dict[str, Any]:
    """A shop: everything of its card, licences, the last checks. NotFound outside the actor's grids."""
    found = enterprise_for(actor=actor, enterprise_id=enterprise_id)
    if not actor.holds(FIELD, found.code):
        raise NotFound
    card = enterprise_card(found)
    rows = [{"label": row["label"], "value": str(row["value"]), "source": row["source"], "at": row["at"]} for row in card["rows"]]
    spot = spots_of([found.building_id]).get(found.building_id) if found.building_id else None
    licences = [
        {"kind": one["kind"], "number": one["number"], "until": one["valid_until"], "source": one["source"], "at": day(one["at"])}
        for one in card["licences"]
    ]
    return {
        "kind": "enterprise", "id": str(found.pk), "name": found.name, "code": found.code, "rows": rows, "doors": None, "people": None,
        "point": spot, "shops": [], "licences": licences, "checks": checks(SpotCheck.objects.filter(enterprise=found)),
    }  # fmt: skip


def day(at: datetime | None) -> str:
    """The office's day of a moment; empty where nobody knows it."""
    return timezone.localdate(at).isoformat() if at else ""


def checks(found: Any) -> list[dict[str, Any]]:
    """The last checks, newest first, with what was not in order."""
    labels = {value: str(label) for value, label in ITEMS}
    return [
        {"on": timezone.localdate(one.at).isoformat(), "faults": [labels.get(item, item) for item in one.faults], "note": one.note}
        for one in found.order_by("-at", "-id")[:SHOWN]
    ]


def shop_of_case(*, actor: Actor, case_id: UUID) -> Enterprise | None:
    """The shop whose check led to a case, if the actor may see it."""
    if not actor.has_role(*ENTERPRISE_VIEWERS):
        return None
    checked = SpotCheck.objects.filter(case_id=case_id, enterprise__isnull=False).select_related("enterprise").first()
    shop = checked.enterprise if checked else None
    return shop if shop is not None and may_view_enterprise(actor, shop) else None


def cases_of(*, enterprise_id: UUID) -> list[UUID]:
    """The ids of the cases that checks of an enterprise led to, newest first."""
    rows = SpotCheck.objects.filter(enterprise_id=enterprise_id, case_id__isnull=False).order_by("-at", "-id")
    return [pk for pk in rows.values_list("case_id", flat=True)[:FOUND] if pk]
