"""What a person does with their own data by a proved phone (本人办理): copy, correct, ask for deletion; and the office's answer."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.access import policy
from governance.access.actor import Actor
from governance.access.roles import Role
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from governance.notices.actions import notify
from governance.notices.events import declare
from governance.notices.recipients import To
from grids.queries import full_name
from residents.actions.registering import locked
from residents.actions.rights import REQUEST, bundled, erase_resident, raised
from residents.actions.vaulting import open_records, values_of
from residents.disclosure.own import disclose_own
from residents.models import Doubt, ErasureRequest, Resident
from residents.queries.declaration import declaration
from residents.queries.own import OWN, own

WITHIN = timedelta(days=15)
"""So long the office has for an answer; the law on personal information asks for one in time (PIPL art. 50)."""
KEPT = timedelta(days=30)
"""So long after the answer the number that asked can still see it."""
CORRECTABLE = (
    "name", "phone", "phone2", "residence_address", "birth_date", "sex", "education", "employer", "emergency_name", "emergency_phone",
)  # fmt: skip
"""What may be asked to be corrected here; a document number is corrected with the document, at the counter."""
ASKED, ANSWERED = "own.erasure_asked", "own.erasure_answered"
State = ErasureRequest.State


def declare_events() -> None:
    """Make the events known when the app starts."""
    area, result, reason = gettext_lazy("区域"), gettext_lazy("结果"), gettext_lazy("理由")
    declare(ASKED, gettext_lazy("居民申请删除登记信息"), area=area, due=gettext_lazy("答复期限"))
    declare(ANSWERED, gettext_lazy("删除申请的答复"), area=area, result=result, reason=reason)


@transaction.atomic
def own_copy(*, actor: Actor, resident_id: UUID, at: datetime) -> dict[str, Any]:
    """Everything held about oneself, whole and in a form machines read (G8). Recorded as resident.unmasked."""
    resident = own(actor=actor, verb="own.read", resident_id=resident_id)
    [card] = disclose_own(actor=actor, people=[resident], whole=True, at=at, surface="copy")
    return bundled(resident, card, at)


@transaction.atomic
def challenge_own(*, actor: Actor, resident_id: UUID, field: str, value: str, at: datetime) -> Doubt:
    """Ask for a correction: a doubt for the registrar, who decides or has a worker look. Records value.challenged, never the value.

    Refuses a field that is not asked for here, a value it cannot hold, and a second one while the first waits (Conflict).
    """
    resident = _own_locked(actor, "own.challenge", resident_id)
    if field not in CORRECTABLE or not value.strip():
        raise Invalid(fields={"field": [_("请选择要更正的一项并填写正确的内容。")]})
    if Doubt.objects.filter(resident=resident, field=field, source=OWN, state=Doubt.State.RAISED).exists():
        raise Conflict(_("这一项的更正申请正在办理。"))
    return raised(actor, resident, field=field, value=value.strip(), source=OWN, at=at)


@transaction.atomic
def ask_erasure(*, actor: Actor, resident_id: UUID, phone: bytes, at: datetime) -> ErasureRequest:
    """Ask the office to delete oneself; asked twice is one request. Tells the registrars. Records erasure.asked."""
    resident = _own_locked(actor, "own.erase", resident_id)
    known = ErasureRequest.objects.filter(resident=resident, state=State.OPEN).first()
    if known:
        return known
    made = ErasureRequest.objects.create(resident=resident, phone=phone, asked_at=at, due_on=timezone.localdate(at + WITHIN))
    facts = {"area": full_name(resident.code), "due": made.due_on.isoformat()}
    notify(
        event=ASKED, audience="registrar", to=[To.role(Role.REGISTRAR, resident.code)], facts=facts, at=at, key=f"{ASKED}:{made.pk}",
        code=resident.code, link="/registry/requests/",
    )  # fmt: skip
    _noted(actor, made, resident, "erasure.asked", at)
    return made


@transaction.atomic
def withdraw_erasure(*, actor: Actor, request_id: UUID, phone: bytes, at: datetime) -> ErasureRequest:
    """Take one's own open request back; NotFound for another's. Records erasure.withdrawn."""
    asked = _open(request_id)
    if asked.phone is None or bytes(asked.phone) != phone:
        raise NotFound
    resident = _own_locked(actor, "own.erase", asked.resident_id)
    _answer(asked, State.WITHDRAWN, "", None, at)
    _noted(actor, asked, resident, "erasure.withdrawn", at)
    return asked


@transaction.atomic
def answer_erasure(*, actor: Actor, request_id: UUID, granted: bool, at: datetime, reason: str = "") -> ErasureRequest:
    """The office deletes the person, or says why not; the person is told by SMS at the registered number.

    NotFound for a foreign one, Conflict for an answered one, Invalid for a refusal without a reason. Records erasure.granted
    or erasure.refused, and what the erasure records.
    """
    asked = _open(request_id)
    resident = locked(actor=actor, resident_id=asked.resident_id)
    policy.require(actor, "resident.erase", resident)
    if not granted and not reason.strip():
        raise Invalid(fields={"reason": [_("不予删除须说明理由。")]})
    _tell(asked, resident, granted=granted, reason=reason.strip(), at=at)
    if granted:
        erase_resident(actor=actor, resident_id=resident.pk, reason=REQUEST, at=at)
    _answer(asked, State.GRANTED if granted else State.REFUSED, reason.strip()[:200], actor.user_id, at)
    _noted(actor, asked, resident, f"erasure.{asked.state}", at)
    return asked


@transaction.atomic
def forget_requests(*, actor: Actor, at: datetime) -> int:
    """Take the number out of requests that were answered a while ago; how many."""
    policy.require(actor, "resident.expire", None)
    return ErasureRequest.objects.filter(answered_at__lt=at - KEPT, phone__isnull=False).update(phone=None)


def _own_locked(actor: Actor, verb: str, resident_id: UUID) -> Resident:
    own(actor=actor, verb=verb, resident_id=resident_id)
    return Resident.objects.select_for_update(of=("self",)).get(pk=resident_id)


def _open(request_id: UUID) -> ErasureRequest:
    asked = ErasureRequest.objects.select_for_update().filter(pk=request_id).first()
    if asked is None:
        raise NotFound
    if asked.state != State.OPEN:
        raise Conflict(_("该申请已答复。"))
    return asked


def _answer(asked: ErasureRequest, state: str, reason: str, by: int | None, at: datetime) -> None:
    asked.state, asked.reason, asked.answered_by, asked.answered_at = state, reason, by, at
    asked.save(update_fields=["state", "reason", "answered_by", "answered_at"])


def _tell(asked: ErasureRequest, resident: Resident, *, granted: bool, reason: str, at: datetime) -> None:
    """By SMS, while the number can still be read."""
    _row, records = open_records(resident.pk)
    phone = values_of(records, declaration(code=resident.code), frozenset({"phone"})).get("phone", "")
    if not phone:
        return
    result = {"zh-hans": "已删除" if granted else "未予删除", "en": "deleted" if granted else "not deleted"}
    facts = {"area": full_name(resident.code), "result": result, "reason": reason or "—"}
    to = [To.at("sms", phone)]
    notify(event=ANSWERED, audience="resident", to=to, facts=facts, at=at, key=f"{ANSWERED}:{asked.pk}", code=resident.code)


def _noted(actor: Actor, asked: ErasureRequest, resident: Resident, verb: str, at: datetime) -> None:
    record(
        actor=actor, verb=verb, kind="erasure_request", object_id=str(asked.pk), code=resident.code, at=at,
        detail={"resident": str(resident.pk)},
    )  # fmt: skip
