"""The phone number that came with a case (联系电话): corrected and deleted by whoever proved it, looked at by staff with a reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import SYSTEM_ACTOR, Actor
from governance.errors import Invalid, NotFound
from governance.ledger.record import record
from governance.notices.actions import end_address
from governance.notices.sealing import Unreadable, unseal
from governance.privacy import redact
from incidents.actions.portal.reporting import checked_phone, keep_phone
from incidents.models import Incident
from incidents.queries.mine import LOOKED, addresses_of_number, cases_of_number, contact_of

SHORTEST_REASON = 4


@transaction.atomic
def see_contact(*, actor: Actor, incident_id: UUID, reason: str, at: datetime) -> str:
    """The whole number, for whoever works on the case and says why. Records incident.contact_seen with the reason (G1).

    Refuses (Invalid) without a reason; NotFound when the case is foreign or no number was left.
    """
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident is None or not policy.allowed(actor, "incident.contact", incident):
        raise NotFound
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(fields={"reason": [_("请写明查看电话的理由。")]})
    found = contact_of(incident)
    if found is None or found.sealed is None:
        raise NotFound
    try:
        number = str(unseal(found.pk, bytes(found.sealed))["address"])
    except Unreadable as broken:
        raise NotFound from broken
    detail = {"reason": redact(reason.strip()[:200])}
    record(
        actor=actor, verb=LOOKED, kind="incident", object_id=str(incident.pk), code=incident.code, at=at,
        version=incident.version, detail=detail,
    )  # fmt: skip
    return number


@transaction.atomic
def change_number(*, number: bytes, phone: str, at: datetime) -> int:
    """Put another number in place of a proved one, in all its cases; how many. Records what each change of an address records."""
    checked_phone(phone)
    if not phone:
        raise Invalid(fields={"phone": [_("请填写新的手机号。")]})
    cases = cases_of_number(number)
    forget_number(number=number, at=at)
    for case in cases:
        keep_phone(incident=case, phone=phone, at=at)
    return len(cases)


@transaction.atomic
def forget_number(*, number: bytes, at: datetime) -> int:
    """Delete a proved number everywhere: what was sealed is erased, the cases stay without it. How many addresses ended."""
    found = list(addresses_of_number(number))
    for address in found:
        end_address(actor=SYSTEM_ACTOR, address_id=address.pk, at=at)
    return len(found)
