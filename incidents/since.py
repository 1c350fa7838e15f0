"""What changed in a case since somebody saw it (版本差异): field by field, out of its record, for who answers to an older version (A7)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from governance.ledger.models import Entry
from incidents.models import Incident
from incidents.queries import reference
from incidents.wording import category_name, local
from incidents.workflow import State

Detail = dict[str, Any]
Change = dict[str, str]


def changed_since(*, incident: Incident, version: int) -> list[Change]:
    """State, unit, deadline and category where they are others now than at that version: `field`, `label`, `was`, `is` in words.

    Nothing for a version that the case never had. What a step does not record of a field counts as unchanged.
    """
    rows = Entry.objects.filter(kind="incident", object_id=str(incident.pk), version__gt=0).order_by("id")
    entries = list(rows.values_list("version", "detail"))
    seen = [detail for at, detail in entries if at <= version]
    newer = [detail for at, detail in entries if at > version]
    if not newer:
        return []
    dues = [detail["handle_due"] for detail in newer if "handle_due" in detail] or [{"was": None, "is": None}]
    category = next((detail["from_category"] for detail in newer if "from_category" in detail), incident.category_id)
    state = next((detail["from"] for detail in newer if "from" in detail), incident.state)
    pairs = [
        ("state", _("状态"), str(State(state).label), str(State(incident.state).label)),
        ("unit", _("处置单位"), unit_name(unit_at(seen, newer)), unit_name(incident.unit_id)),
        ("due_at", _("处置时限"), moment(dues[0]["was"]), moment(dues[-1]["is"])),
        ("category", _("类别"), *(category_name(reference.categories().get(one)) for one in (category, incident.category_id))),
    ]
    return [{"field": field, "label": label, "was": was, "is": now} for field, label, was, now in pairs if was != now]


def unit_at(seen: Sequence[Detail], newer: Sequence[Detail]) -> int | None:
    """The unit that had the case between the two: the steps before and after both name it."""
    both = set(seen[-1].get("units", ())) & set(newer[0].get("units", ())) if seen else set()
    return next(iter(both)) if len(both) == 1 else None


def unit_name(unit_id: int | None) -> str:
    """Its name; a dash for none."""
    unit = reference.units().get(unit_id or 0)
    return unit.name if unit else "—"


def moment(text: str | None) -> str:
    """A time of the office to the minute; a dash for none."""
    return local(text, "%Y-%m-%d %H:%M") if text else "—"
