"""Filters by field (数据项筛选): the sealed records of one small area are opened and compared; the ledger keeps which fields were asked.

An index of such values would tell a thief of the database who is poor or ill; opening a grid's records takes some milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from governance.access.actor import Actor
from governance.codes import within
from governance.errors import Invalid, NotAllowed
from governance.ledger.record import record
from residents.declaration.field import Field
from residents.declaration.files import twins
from residents.models import Sealed
from residents.queries.declaration import declaration
from residents.queries.search import scoped
from residents.rules import purposes_of, view_scopes
from residents.vault.keyring import keyring
from residents.vault.records import opened

MOST_OPENED = 3000
"""People of one filtered area: a large grid, or a small community."""
MOST_CONDITIONS = 3
OPERATORS = {
    "is": pgettext_lazy("comparison", "是"), "not": pgettext_lazy("comparison", "不是"), "has": gettext_lazy("包含"),
    "before": gettext_lazy("不晚于／不大于"), "after": gettext_lazy("不早于／不小于"), "empty": gettext_lazy("未填"),
}  # fmt: skip
APART = frozenset({"name", "number", "phone", "address"})
"""Masks of values that identify a person: those are searched for, never filtered by."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: field, operator, value as it is kept."""

    key: str
    operator: str
    value: str = ""

    def fits(self, kept: str) -> bool:
        """Whether a kept value fits."""
        if self.operator == "empty":
            return not kept
        if self.operator == "not":
            return kept != self.value
        if self.operator == "has":
            return self.value in kept.split(";") or (bool(kept) and self.value in kept)
        if not kept or self.operator == "is":
            return kept == self.value
        mine, other = number(kept), number(self.value)
        below = mine <= other if mine is not None and other is not None else kept <= self.value
        return below if self.operator == "before" else not below or kept == self.value


def number(text: str) -> float | None:
    """A text as a number, if it is one."""
    try:
        return float(text)
    except ValueError:
        return None


def filterable(fields: Sequence[Field]) -> list[Field]:
    """The fields one may filter by: sealed, and telling nobody's identity."""
    return [one for one in fields if one.home == "sealed" and one.mask not in APART and one.kind not in {"file", "uuid", "document"}]


@transaction.atomic
def narrowed(*, actor: Actor, code: str, conditions: Sequence[Condition], purpose: str, at: datetime) -> list[UUID]:
    """The people of an area who fit all conditions. Records resident.filtered with the fields and how many were opened.

    Refuses an area with too many people (Invalid), and fields outside the purpose (NotAllowed).
    """
    places = [code] if code else view_scopes(actor)
    if not places or any(purpose not in purposes_of(actor, place) for place in places if any(within(place, s) for s in view_scopes(actor))):
        raise NotAllowed(_("您的岗位不能以此用途查阅。"))
    declared = declaration(code=places[0])
    allowed = {one.key: one for one in filterable(declared.for_purpose(purpose))}
    if len(conditions) > MOST_CONDITIONS or any(one.key not in allowed or one.operator not in OPERATORS for one in conditions):
        raise NotAllowed(_("这些数据项不属于所选用途。"))
    ids = list(scoped(actor=actor, code=code).values_list("pk", flat=True)[: MOST_OPENED + 1])
    if len(ids) > MOST_OPENED:
        raise Invalid(fields={"code": [_("按数据项筛选请先选定一个网格或人数较少的社区。")]})
    people = opened_values(ids, {allowed[one.key] for one in conditions})
    same = {one.key: twins(allowed[one.key].codes) for one in conditions}
    asked = [replace(one, value=same[one.key].get(one.value, one.value)) for one in conditions]
    found = [pk for pk, values in people if all(one.fits(same[one.key].get(values[one.key], values[one.key])) for one in asked)]
    record(
        actor=actor, verb="resident.filtered", kind="resident", object_id="", code=places[0], at=at,
        detail={"fields": sorted({one.key for one in conditions}), "purpose": purpose, "opened": len(ids), "found": len(found)},
    )  # fmt: skip
    return found


def opened_values(ids: Sequence[UUID], fields: set[Field]) -> list[tuple[UUID, dict[str, str]]]:
    """For each person the values of these fields; only the records they lie in are opened."""
    labels = sorted({one.sealed_as for one in fields})
    ring, found = keyring(), []
    for row in Sealed.objects.filter(pk__in=ids, wrapped_key__isnull=False).only("resident_id", "wrapped_key", *labels).iterator():
        assert row.wrapped_key is not None
        key = opened(ring, row.pk, row.wrapped_key)
        records = {label: key.record(label, getattr(row, label)).values for label in labels}
        found.append((row.pk, {one.key: records[one.sealed_as].get(one.number_text, "") for one in fields}))
    return found
