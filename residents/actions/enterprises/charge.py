"""Keeps who is in charge of an enterprise (负责人), sealed: by hand, from a file, from a firm's own declaration."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid
from governance.ledger.record import record
from residents.declaration.kinds import CONTROL, PLAIN
from residents.declaration.reasons import Wrong, reason
from residents.disclosure.charge import ROLES, opened_people
from residents.models import Enterprise
from residents.queries.enterprises import enterprise_for
from residents.vault import sealing
from residents.vault.keyring import keyring
from residents.vault.records import fresh, opened

LONGEST = 50


@transaction.atomic
def note_in_charge(*, actor: Actor, enterprise_id: UUID, role: str, name: str, phone: str, source: str, at: datetime) -> Enterprise:
    """Keep who has a role; without a name nobody has it any more. Records enterprise.charge_noted with the role, never a name.

    NotFound for a foreign enterprise; Invalid for an unknown role, a name that is too long and a phone that is none.
    """
    enterprise = Enterprise.objects.select_for_update().get(pk=enterprise_for(actor=actor, enterprise_id=enterprise_id).pk)
    policy.require(actor, "enterprise.edit", enterprise)
    if role not in ROLES:
        raise Invalid(fields={"role": [_("请选择身份。")]})
    wrong = {key: [reason(why)] for key, why in (("name", name_problem(name)), ("phone", phone_problem(phone))) if why}
    if wrong:
        raise Invalid(fields=wrong)
    if put_in_charge(enterprise, {role: (name, phone)}, source=source, at=at):
        record(
            actor=actor, verb="enterprise.charge_noted", kind="enterprise", object_id=str(enterprise.pk), code=enterprise.code, at=at,
            version=enterprise.version, detail={"role": role, "gone": not name.strip()},
        )  # fmt: skip
    return enterprise


def name_problem(name: str) -> str:
    """Why a name cannot be kept, or nothing."""
    return "too_long" if len(name.strip()) > LONGEST else "control_characters" if CONTROL.search(name) else ""


def phone_problem(phone: str) -> str:
    """Why a phone cannot be kept, or nothing."""
    try:
        _kept = PLAIN["phone"](phone.strip()) if phone.strip() else ""
    except Wrong as wrong:
        return wrong.code
    return ""


def put_in_charge(enterprise: Enterprise, people: Mapping[str, tuple[str, str]], *, source: str, at: datetime) -> list[str]:
    """Seal who has which role, each with source and time; returns the roles that changed. Nobody left: the key is destroyed."""
    kept, changed = opened_people(enterprise), []
    for role, (name, phone) in people.items():
        bare = PLAIN["phone"](phone.strip()) if phone.strip() else ""
        if kept.get(role, ["", ""])[:2] == [name.strip(), bare]:
            continue
        kept.pop(role, None)
        if name.strip():
            kept[role] = [name.strip(), bare, source[:64], at.isoformat(timespec="seconds")]
        changed.append(role)
    if changed:
        seal_people(enterprise, kept)
    return changed


def seal_people(enterprise: Enterprise, kept: dict[str, list[str]]) -> None:
    """Write the sealed people, under the enterprise's own key."""
    if not kept:
        enterprise.people = enterprise.wrapped_key = None
        enterprise.doubts.filter(sealed_value__isnull=False).delete()
    else:
        ring = keyring()
        if enterprise.wrapped_key is None:
            key, enterprise.wrapped_key = fresh(ring.current, enterprise.pk)
        else:
            key = opened(ring, enterprise.pk, enterprise.wrapped_key)
        enterprise.people = sealing.seal(key.key, key.algorithm, orjson.dumps(kept), sealing.bound(enterprise.pk, "note"))
    enterprise.version += 1
    enterprise.save(update_fields=["people", "wrapped_key", "version"])
