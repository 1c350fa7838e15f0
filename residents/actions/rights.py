"""Rights of residents (个人权利): consent and withdrawal, copy, challenge, erasure. PIPL art. 13-16, 44-50."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, IllegalStep, Invalid, NotFound
from governance.ledger.record import record
from residents.actions.registering import checked_values, edit_resident, locked
from residents.actions.vaulting import open_records, origin, put_values, reseal, values_of
from residents.declaration.checking import CONSENT, under_14
from residents.declaration.reasons import reason as reason_for
from residents.disclosure import Card, Looking, disclose
from residents.disclosure.kept import doubted_value
from residents.models import Consent, Doubt, Erasure, ErasureRequest, Locator, Resident, Sealed
from residents.queries.declaration import declaration
from residents.queries.people import resident_for
from residents.rules import PURPOSES
from residents.vault import sealing
from residents.vault.keyring import keyring
from residents.vault.records import opened

REQUEST, RETENTION = "request", "retention"


@transaction.atomic
def give_consent(
    *, actor: Actor, resident_id: UUID, purpose: str, notice_version: str, at: datetime, sensitive: bool = False, guardian: bool = False
) -> Consent:
    """Note that a person consented to one purpose; again is the same. Refuses a child's without the guardian's. Records consent.given."""
    resident = locked(actor=actor, resident_id=resident_id)
    policy.require(actor, "resident.consent", resident)
    if purpose not in PURPOSES or not notice_version:
        raise Invalid(fields={"purpose": [_("请选择用途并注明告知书版本。")]})
    if not guardian and is_child(resident, at):
        raise Invalid(fields={"guardian": [reason_for("guardian_missing")]})
    known = Consent.objects.filter(resident=resident, purpose=purpose, withdrawn_at__isnull=True).first()
    if known:
        return known
    consent = Consent.objects.create(
        resident=resident, purpose=purpose, sensitive=sensitive, guardian=guardian, notice_version=notice_version, given_at=at
    )
    noted(actor, resident, "consent.given", at, {"purpose": purpose, "notice": notice_version})
    return consent


def is_child(resident: Resident, at: datetime) -> bool:
    """Whether the person is under 14, by the sealed birthday."""
    _row, records = open_records(resident.pk)
    born = values_of(records, declaration(code=resident.code, off=True), frozenset({"birth_date"})).get("birth_date", "")
    return under_14(born, timezone.localdate(at))


@transaction.atomic
def withdraw_consent(*, actor: Actor, resident_id: UUID, purpose: str, at: datetime) -> list[str]:
    """End the consent to a purpose, and erase what was held on it alone (G3); returns the keys that were erased.

    What is held by statutory duty stays: then nothing is erased. Records consent.withdrawn with the keys.
    """
    resident = locked(actor=actor, resident_id=resident_id)
    policy.require(actor, "resident.consent", resident)
    if not Consent.objects.filter(resident=resident, purpose=purpose, withdrawn_at__isnull=True).update(withdrawn_at=at):
        raise IllegalStep(_("没有该用途的有效同意。"))
    gone: list[str] = []
    if resident.legal_basis == CONSENT:
        still = set(Consent.objects.filter(resident=resident, withdrawn_at__isnull=True).values_list("purpose", flat=True)) | {"registry"}
        declared = declaration(code=resident.code)
        ended = {one.key: "" for one in declared.for_purpose(purpose) if one.home == "sealed" and not one.purposes & (still - {"registry"})}
        ended.pop("name", None)
        row, records = open_records(resident.pk)
        gone = put_values(records, ended, declared, origin(kind="1", source="", collector=actor.user_id, at=at))
        reseal(resident=resident, row=row, records=records, declared=declared, changed=gone)
    noted(actor, resident, "consent.withdrawn", at, {"purpose": purpose, "fields": sorted(gone)})
    return gone


@transaction.atomic
def copy_of(*, actor: Actor, resident_id: UUID, reason: str, at: datetime) -> dict[str, Any]:
    """Everything held about a person, for that person, in a form machines read (G8). A look like any other, and all of it whole."""
    resident = resident_for(actor=actor, resident_id=resident_id)
    policy.require(actor, "resident.copy", resident)
    declared = declaration(code=resident.code)
    held = frozenset(one.key for one in declared.for_purpose("registry"))
    [card] = disclose(actor=actor, ids=[resident_id], looking=Looking("registry", "copy", None, held, reason), at=at)
    return bundled(resident, card, at)


def bundled(resident: Resident, card: Card, at: datetime) -> dict[str, Any]:
    """A person's card and consents in the form of a copy."""
    consents = Consent.objects.filter(resident=resident).order_by("given_at").values("purpose", "given_at", "withdrawn_at")
    return {
        "person_id": str(resident.pk), "made_at": at, "legal_basis": resident.legal_basis, "consents": list(consents),
        "values": {key: {"label": one.label, "value": one.text, "origin": one.origin} for key, one in sorted(card.shown.items())},
    }  # fmt: skip


@transaction.atomic
def challenge_value(*, actor: Actor, resident_id: UUID, field: str, value: str, source: str, at: datetime) -> Doubt:
    """Say that a value is wrong and what it should be (疑义); the source decides. Records value.challenged, never the value."""
    resident = locked(actor=actor, resident_id=resident_id)
    policy.require(actor, "resident.challenge", resident)
    return raised(actor, resident, field=field, value=value, source=source, at=at)


def raised(actor: Actor, resident: Resident, *, field: str, value: str, source: str, at: datetime) -> Doubt:
    """Seal the other value beside the person's records; Invalid for what the field cannot hold."""
    kept = checked_values(declaration(code=resident.code), {field: value}, at=at, basis=resident.legal_basis, partial=True)
    row = Sealed.objects.get(pk=resident.pk)
    assert row.wrapped_key is not None
    key = opened(keyring(), resident.pk, row.wrapped_key)
    sealed = sealing.seal(key.key, key.algorithm, kept[field].encode(), sealing.bound(resident.pk, "note"))
    doubt = Doubt.objects.create(resident=resident, field=field, sealed_value=sealed, source=source, raised_at=at)
    noted(actor, resident, "value.challenged", at, {"field": field, "source": source})
    return doubt


@transaction.atomic
def settle_doubt(*, actor: Actor, doubt_id: int, accepted: bool, at: datetime, reason: str = "") -> Doubt:
    """Accept a challenged value (it is put in) or refuse it with a reason. Records doubt.accepted or doubt.refused."""
    doubt = Doubt.objects.select_for_update().filter(pk=doubt_id).first()
    if doubt is None:
        raise NotFound
    resident = locked(actor=actor, resident_id=doubt.resident_id)
    policy.require(actor, "resident.edit", resident)
    if doubt.state != Doubt.State.RAISED:
        raise Conflict
    if not accepted and not reason.strip():
        raise Invalid(fields={"reason": [_("不采纳须说明理由。")]})
    if accepted:
        edit_resident(
            actor=actor, resident_id=resident.pk, version=resident.version, values={doubt.field: doubted_value(doubt)}, at=at,
            source_kind="3",            source=doubt.source, verified=True,
        )  # fmt: skip
    doubt.state, doubt.reason, doubt.settled_at = (Doubt.State.ACCEPTED if accepted else Doubt.State.REFUSED), reason[:200], at
    doubt.save(update_fields=["state", "reason", "settled_at"])
    noted(actor, resident, f"doubt.{doubt.state}", at, {"field": doubt.field})
    return doubt


@transaction.atomic
def erase_resident(*, actor: Actor, resident_id: UUID, reason: str, at: datetime) -> None:
    """Destroy the person's key and indexes; what is left are ids, codes and dates (G4). Records resident.erased; the ledger stays.

    Records of the same person that were merged into this one go with it.
    """
    resident = locked(actor=actor, resident_id=resident_id)
    policy.require(actor, "resident.erase", resident)
    locator = Locator.objects.filter(pk=resident.pk).first()
    merged = list(merged_with(resident))
    for one in [resident, *merged]:
        number = locator.number if locator and one.pk == resident.pk else None
        Erasure.objects.get_or_create(resident_id=one.pk, defaults={"number": number, "reason": reason[:16], "at": at})
        forget(one, at)
    detail: dict[str, Any] = {"reason": reason[:16]}
    if merged:
        detail["merged"] = [str(one.pk) for one in merged]
    noted(actor, resident, "resident.erased", at, detail)


def merged_with(resident: Resident) -> Iterator[Resident]:
    """The records that were merged into one, and into those."""
    for one in Resident.objects.select_for_update(of=("self",)).filter(merged_into=resident, erased_at__isnull=True):
        yield one
        yield from merged_with(one)


def forget(resident: Resident, at: datetime) -> None:
    """Take everything of a person out of the database but the row's id, code and dates."""
    Sealed.objects.filter(pk=resident.pk).update(wrapped_key=None, identity=None, general=None, sensitive=None)
    Locator.objects.filter(pk=resident.pk).delete()
    Doubt.objects.filter(resident=resident).delete()
    asked = ErasureRequest.objects.filter(resident=resident, state=ErasureRequest.State.OPEN)
    asked.update(state=ErasureRequest.State.GRANTED, answered_at=at)
    Resident.objects.filter(pk=resident.pk).update(erased_at=at, dwelling=None, household=None)


def noted(actor: Actor, resident: Resident, verb: str, at: datetime, detail: dict[str, Any]) -> None:
    """One entry about a person."""
    record(actor=actor, verb=verb, kind="resident", object_id=str(resident.pk), code=resident.code, at=at, detail=detail)
