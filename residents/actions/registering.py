"""Registers and edits residents (登记、变更). Only here and in imports is a person written."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.codes import within
from governance.errors import Conflict, Gone, Invalid, NotFound
from governance.ledger.record import record
from residents.actions.homes import note_home_of
from residents.actions.likeness import propose_for
from residents.actions.needs import follow_needs
from residents.actions.vaulting import open_records, origin, put_values, reseal, seal_new, values_of
from residents.declaration.checking import STATUTORY, Checking
from residents.declaration.field import Declaration
from residents.declaration.reasons import reason
from residents.models import Household, Locator, Residence, Resident
from residents.queries.declaration import declaration
from residents.queries.people import dwelling_area, resident_for
from residents.vault.indexing import NUMBER, digest
from residents.vault.keyring import keyring
from residents.vault.records import Origin

BY_WORKER, BY_SELF = "2", "1"
LIKE = frozenset({"name", "birth_date", "phone", "id_number_enc"})
"""The values by which likely duplicates are found."""


@transaction.atomic
def register_resident(
    *, actor: Actor, resident_id: UUID, code: str, values: Mapping[str, str], at: datetime, dwelling_id: int | None = None,
    household: Household | None = None, source_kind: str = BY_WORKER, source: str = "", how: str = Residence.How.REGISTERED,
) -> Resident:  # fmt: skip
    """Register a person under an id made by the caller; the same id again is the same person, unchanged.

    Refuses values that are wrong, and a document number that is registered already (Conflict names the person's id only when
    the actor may see them). Records resident.registered with field names.
    """
    policy.require(actor, "resident.register", code)
    known = Resident.objects.filter(pk=resident_id).first()
    if known:
        return known
    require_place(actor=actor, dwelling_id=dwelling_id, household=household)
    declared = declaration(code=code)
    kept = checked_values(declared, values, at=at, basis=values.get("legal_basis") or STATUTORY)
    refuse_known_number(actor=actor, number=kept.get("id_number_enc", ""))
    where = origin(kind=source_kind, source=source, collector=actor.user_id, at=at)
    return enter(
        actor=actor, resident_id=resident_id, code=code, kept=kept, where=where, at=at, dwelling_id=dwelling_id, household=household,
        how=how,
    )  # fmt: skip


def enter(
    *, actor: Actor, resident_id: UUID, code: str, kept: Mapping[str, str], where: Origin, at: datetime, dwelling_id: int | None = None,
    household: Household | None = None, how: str = Residence.How.REGISTERED, basis: str = STATUTORY,
) -> Resident:  # fmt: skip
    """Write a new person with checked values. The caller has asked the policy and made sure that nobody has the number."""
    declared = declaration(code=code)
    resident = Resident.objects.create(
        pk=resident_id, code=code, dwelling_id=dwelling_id, household=household, status=kept.get("person_status") or "1",
        legal_basis=kept.get("legal_basis") or basis, collected_at=at, retain_until=day_of(kept.get("retain_until", "")),
    )  # fmt: skip
    seal_new(resident=resident, values=kept, declared=declared, where=where)
    Residence.objects.create(resident=resident, code=code, dwelling_id=dwelling_id, household=household, since=at, began=how)
    record(
        actor=actor, verb="resident.registered", kind="resident", object_id=str(resident.pk), code=code, at=at, version=1,
        detail={"fields": sorted(key for key, value in kept.items() if value)},
    )  # fmt: skip
    follow(actor=actor, resident=resident, kept=kept, changed=kept.keys(), source=where[1], at=at)
    return resident


@transaction.atomic
def edit_resident(
    *, actor: Actor, resident_id: UUID, version: int, values: Mapping[str, str], at: datetime, source_kind: str = BY_WORKER,
    source: str = "", verified: bool = False,
) -> Resident:  # fmt: skip
    """Change values of a person; an empty text takes one out. Refuses a stale version. Records resident.edited with field names."""
    resident = locked(actor=actor, resident_id=resident_id)
    policy.require(actor, "resident.edit", resident)
    if resident.version != version:
        raise Conflict(version=resident.version)
    where = origin(kind=source_kind, source=source, collector=actor.user_id, at=at, verified=verified)
    return put_in(actor=actor, resident=resident, values=values, where=where, at=at)


def put_in(*, actor: Actor, resident: Resident, values: Mapping[str, str], where: Origin, at: datetime) -> Resident:
    """Put checked values into a locked resident and let follow what follows from them. The caller has asked the policy."""
    if "person_status" in values:
        raise Invalid(fields={"person_status": [_("状态随迁移或死亡登记变更，不能直接修改。")]})
    if values.get("name") == "":
        raise Invalid(fields={"name": [reason("required")]})
    declared = declaration(code=resident.code)
    kept = checked_values(declared, values, at=at, basis=resident.legal_basis, partial=True)
    row, records = open_records(resident.pk)
    before = values_of(records, declared, frozenset({"id_number_enc"})).get("id_number_enc", "")
    if kept.get("id_number_enc") and kept["id_number_enc"] != before:
        refuse_known_number(actor=actor, number=kept["id_number_enc"])
    changed = put_values(records, kept, declared, where)
    if "retain_until" in kept and day_of(kept["retain_until"]) != resident.retain_until:
        resident.retain_until = day_of(kept["retain_until"])
        changed.append("retain_until")
    if changed:
        sealed = [key for key in changed if declared.by_key[key].home == "sealed"]
        reseal(resident=resident, row=row, records=records, declared=declared, changed=sealed)
        resident.version += 1
        resident.verified_at = at if where[4] else resident.verified_at
        resident.save(update_fields=["version", "verified_at", "retain_until"])
        record(
            actor=actor, verb="resident.edited", kind="resident", object_id=str(resident.pk), code=resident.code, at=at,
            version=resident.version, detail={"fields": sorted(changed)},
        )  # fmt: skip
        follow(actor=actor, resident=resident, kept=kept, changed=changed, source=where[1], at=at)
    return resident


def follow(*, actor: Actor, resident: Resident, kept: Mapping[str, str], changed: Collection[str], source: str, at: datetime) -> None:
    """What follows from changed values: visits from needs, the home's state from the way of living, likely duplicates."""
    if "need_tags" in changed:
        follow_needs(actor=actor, resident=resident, tags=kept.get("need_tags", ""), at=at)
    if "occupancy_kind" in changed:
        note_home_of(resident=resident, living=kept.get("occupancy_kind", ""), source=source, at=at)
    if LIKE & set(changed):
        propose_for(actor=actor, resident=resident, at=at)


def locked(*, actor: Actor, resident_id: UUID) -> Resident:
    """The resident the actor may look at, locked until commit; Gone with the survivor after a merge."""
    resident_for(actor=actor, resident_id=resident_id)
    resident = Resident.objects.select_for_update(of=("self",)).get(pk=resident_id)
    if resident.merged_into_id:
        raise Gone(survivor=str(resident.merged_into_id))
    return resident


def checked_values(declared: Declaration, values: Mapping[str, str], *, at: datetime, basis: str, partial: bool = False) -> dict[str, str]:
    """The values as they are kept; Invalid names every wrong one, and a key that is no field is refused (C4)."""
    unknown = sorted(key for key in values if key not in declared.by_key or not declared.by_key[key].stored)
    if unknown:
        raise Invalid(fields={key: [_("没有这个数据项，或它不能直接填写。")] for key in unknown})
    found = Checking(declared, today=timezone.localdate(at)).check(values, basis=basis, partial=partial)
    if found.wrong:
        raise Invalid(fields={key: [reason(code)] for key, code in found.wrong})
    return found.values


def refuse_known_number(*, actor: Actor, number: str) -> None:
    """Conflict when the number is registered: one number, one person."""
    if not number:
        return
    digests = [digest(key, NUMBER, number) for key in keyring().keys]
    found = Locator.objects.filter(number__in=digests).select_related("resident").first()
    if found:
        seen = any(within(found.code, scope) for scope in actor.scopes({"registrar", "system"}))
        why = _("该证件号码已登记。") if seen else _("该证件号码已在其他区域登记，请联系上级信息员核实。")
        raise Conflict(why, fields={"id_number_enc": [why]}, **({"resident": str(found.pk)} if seen else {}))


def require_place(*, actor: Actor, dwelling_id: int | None, household: Household | None) -> None:
    """NotFound for a dwelling or household outside the actor's areas (C2): the same answer as for none."""
    place = dwelling_area(dwelling_id=dwelling_id) if dwelling_id is not None else None
    for code in [place, household.code if household else None]:
        if code is not None and not policy.allowed(actor, "resident.register", code):
            raise NotFound


def day_of(text: str) -> date | None:
    """A kept date, or None."""
    return date.fromisoformat(text) if text else None
