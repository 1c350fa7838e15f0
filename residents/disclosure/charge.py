"""People in charge of an enterprise (负责人): sealed under the enterprise's own key; masked by default, each look recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from governance.access.actor import Actor
from governance.access.second_factor.codes import require_fresh
from governance.errors import NotAllowed, NotFound
from governance.ledger.record import record
from governance.privacy import redact
from residents.declaration.masks import masked
from residents.disclosure.door import require_reason
from residents.disclosure.quota import require_quota
from residents.disclosure.trace import note_looks
from residents.models import Enterprise, EnterpriseDoubt
from residents.queries.enterprises import enterprise_for
from residents.queries.spots import enterprise_spot
from residents.rules import may_edit_enterprise, may_view_enterprise
from residents.vault import sealing
from residents.vault.keyring import keyring
from residents.vault.records import opened

ROLES: dict[str, str | Promise] = {
    "legal": gettext_lazy("法定代表人"), "charge": gettext_lazy("负责人"), "safety": gettext_lazy("消防安全责任人"),
    "contact": gettext_lazy("联系人"),
}  # fmt: skip
Kept = dict[str, list[str]]
"""By role: name, phone, source, time."""


@dataclass(frozen=True, slots=True)
class InCharge:
    """One of them, as a viewer sees them."""

    role: str
    label: str
    name: str
    phone: str
    source: str
    at: str
    masked: bool


def opened_people(enterprise: Enterprise) -> Kept:
    """The people in charge, opened: for actions, and for what follows here."""
    if enterprise.people is None or enterprise.wrapped_key is None:
        return {}
    key = opened(keyring(), enterprise.pk, enterprise.wrapped_key)
    found: Kept = orjson.loads(sealing.unseal(key.key, bytes(enterprise.people), sealing.bound(enterprise.pk, "note")))
    return found


def doubted_person(enterprise: Enterprise, doubt: EnterpriseDoubt) -> list[str]:
    """Name and phone of whom another source names, opened: for actions, and for the page of doubts."""
    assert enterprise.wrapped_key is not None
    key = opened(keyring(), enterprise.pk, enterprise.wrapped_key)
    found: list[str] = orjson.loads(sealing.unseal(key.key, bytes(doubt.sealed_value or b""), sealing.bound(enterprise.pk, "note")))
    return found


@transaction.atomic
def people_in_charge(
    *, actor: Actor, enterprise: Enterprise, at: datetime, surface: str = "detail", whole: bool = False, reason: str = ""
) -> list[InCharge]:
    """Who is in charge, masked; with `whole` unmasked, for those who keep or work the area, with a reason and a fresh second factor.

    NotFound for a foreign enterprise, OverQuota as for anybody else's data. Records enterprise.read or enterprise.unmasked if
    anybody is known; without the record nothing is shown.
    """
    if not may_view_enterprise(actor, enterprise):
        raise NotFound
    if whole:
        if not may_edit_enterprise(actor, enterprise):
            raise NotAllowed
        require_reason(reason)
        require_fresh(user_id=actor.user_id, at=at)
    kept = opened_people(enterprise)
    if not kept:
        return []
    require_quota(actor=actor, people=1, whole=whole, at=at)
    detail = {"surface": surface, "purpose": "contact", "fields": sorted(kept)} | (
        {"reason": redact(reason.strip()[:200])} if whole else {}
    )
    entry = record(
        actor=actor, verb="enterprise.unmasked" if whole else "enterprise.read", kind="enterprise", object_id=str(enterprise.pk),
        code=enterprise.code, at=at, detail=detail,
    )  # fmt: skip
    note_looks([enterprise.pk], entry, actor=actor, whole=whole, at=at)
    return [told(role, kept[role], whole=whole) for role in ROLES if role in kept]


@transaction.atomic
def shop_shown(*, actor: Actor, enterprise_id: UUID, at: datetime) -> dict[str, Any]:
    """Everything of a shop for a worker's phone, those in charge masked. NotFound outside the actor's grids. Records the look at people."""
    spot = enterprise_spot(actor=actor, enterprise_id=enterprise_id)
    people = people_in_charge(actor=actor, enterprise=enterprise_for(actor=actor, enterprise_id=enterprise_id), at=at, surface="spot")
    rows = [{"label": one.label, "value": f"{one.name} {one.phone}".strip(), "source": one.source, "at": one.at} for one in people]
    return spot | {"people_in_charge": rows}


def told(role: str, row: list[str], *, whole: bool) -> InCharge:
    """One row."""
    name, phone, source, when = row
    if not whole:
        name, phone = masked("name", name), masked("phone", phone) if phone else ""
    return InCharge(role, str(ROLES[role]), name, phone, source, when[:10], not whole)
