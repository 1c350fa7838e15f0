"""What a source says of a known enterprise (企业疑义): it fills what is missing and renews its own values; what differs is a doubt."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from grids.models import Building
from residents.actions.enterprises.charge import note_in_charge, put_in_charge
from residents.actions.enterprises.editing import edit_enterprise
from residents.declaration.kinds import PLAIN
from residents.disclosure.charge import ROLES, doubted_person, opened_people
from residents.models import Doubt, Enterprise, EnterpriseDoubt
from residents.queries.enterprises import enterprise_for
from residents.vault import sealing
from residents.vault.keyring import keyring
from residents.vault.records import opened

State = Doubt.State
People = Mapping[str, tuple[str, str]]


def take_in(one: Enterprise, wanted: Mapping[str, object], people: People, *, source: str, at: datetime) -> tuple[bool, int]:
    """Keep what this source may say of a known enterprise; whether anything changed, and how many doubts were raised."""
    taken, doubted = {}, 0
    for name, value in wanted.items():
        kept = getattr(one, name)
        if kept == value:
            continue
        if kept in {None, ""} or one.provenance.get(name, [source])[0] == source[:64]:
            taken[name] = value
        else:
            doubted += raised(one, name, as_text(value), source=source, at=at)
    if taken:
        for name, value in taken.items():
            setattr(one, name, value)
        if one.building and "building" in taken:
            one.code = one.building.grid_code
        one.provenance |= stamped(taken, source, at)
        one.version += 1
        one.save()
    ours, theirs = shared_out(one, people, source[:64])
    for role, (name, phone) in theirs.items():
        doubted += raised(one, role, orjson.dumps([name, phone]).decode(), source=source, at=at)
    return bool(put_in_charge(one, ours, source=source, at=at)) or bool(taken), doubted


def stamped(names: Iterable[str], source: str, at: datetime) -> dict[str, list[str]]:
    """Source and time for each of these values."""
    return {name: [source[:64], at.isoformat(timespec="seconds")] for name in names}


def shared_out(one: Enterprise, people: People, source: str) -> tuple[People, People]:
    """People in charge whom this source may name, and those it only holds against another source's word."""
    kept, ours, theirs = opened_people(one), {}, {}
    for role, (name, given) in people.items():
        phone = PLAIN["phone"](given.strip()) if given.strip() else ""
        if role not in kept or kept[role][2] == source:
            ours[role] = (name, phone)
        elif name != kept[role][0] or (phone and phone != kept[role][1]):
            theirs[role] = (name, phone)
    return ours, theirs


def as_text(value: object) -> str:
    """A value as a form would send it."""
    if isinstance(value, Building):
        return value.code
    return value.isoformat() if isinstance(value, date) else str(value)


def raised(one: Enterprise, field: str, value: str, *, source: str, at: datetime) -> bool:
    """Keep the other value, once: not while the same source's doubt is open, nor when this very value was refused."""
    secret = field in ROLES
    for known in one.doubts.filter(field=field, source=source[:64]).exclude(state=State.ACCEPTED):
        said = orjson.dumps(doubted_person(one, known)).decode() if secret else known.value
        if known.state == State.RAISED or said == value:
            return False
    EnterpriseDoubt.objects.create(
        enterprise=one, field=field, value="" if secret else value, sealed_value=sealed(one, value) if secret else None,
        source=source[:64], raised_at=at,
    )  # fmt: skip
    return True


def sealed(one: Enterprise, text: str) -> bytes:
    """A text under the enterprise's own key."""
    assert one.wrapped_key is not None
    key = opened(keyring(), one.pk, one.wrapped_key)
    return sealing.seal(key.key, key.algorithm, text.encode(), sealing.bound(one.pk, "note"))


@transaction.atomic
def settle_firm_doubt(*, actor: Actor, doubt_id: int, accepted: bool, at: datetime, reason: str = "") -> EnterpriseDoubt:
    """Take the other value with its own source, or leave it with a reason.

    NotFound for a foreign one, Conflict for a settled one. Records doubt.accepted or doubt.refused, and what follows.
    """
    doubt = EnterpriseDoubt.objects.select_for_update().filter(pk=doubt_id).first()
    if doubt is None:
        raise NotFound
    one = enterprise_for(actor=actor, enterprise_id=doubt.enterprise_id)
    policy.require(actor, "enterprise.edit", one)
    if doubt.state != State.RAISED:
        raise Conflict(_("该疑义已处理。"))
    if not accepted and not reason.strip():
        raise Invalid(fields={"reason": [_("不采纳须说明理由。")]})
    if accepted and doubt.field in ROLES:
        name, phone = doubted_person(one, doubt)
        note_in_charge(actor=actor, enterprise_id=one.pk, role=doubt.field, name=name, phone=phone, source=doubt.source, at=at)
    elif accepted:
        edit_enterprise(
            actor=actor, enterprise_id=one.pk, version=one.version, values={doubt.field: doubt.value}, source=doubt.source, at=at
        )
    doubt.state, doubt.reason, doubt.settled_at = (State.ACCEPTED if accepted else State.REFUSED), reason.strip()[:200], at
    doubt.save(update_fields=["state", "reason", "settled_at"])
    record(
        actor=actor, verb=f"doubt.{doubt.state}", kind="enterprise", object_id=str(one.pk), code=one.code, at=at,
        detail={"field": doubt.field},
    )  # fmt: skip
    return doubt
