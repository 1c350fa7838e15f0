"""A resident's report with what only residents send (居民上报): privacy, a phone for news, and the limits against floods."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from governance.access.actor import SYSTEM_ACTOR, Actor
from governance.errors import Invalid
from governance.language import in_english
from governance.limits.actions import Limit, take
from governance.notices.actions import add_address
from governance.notices.channels import CHANNELS
from governance.notices.queries import topics_heard
from incidents.actions.report import Report, report_incident
from incidents.actions.telling import topic_of
from incidents.models import Incident, Showing

PER_ADDRESS = Limit("report.address", 200, timedelta(hours=1))
"""Many homes of a compound share one address: only above this a report waits for a look before it is shown (D11)."""
PER_PHONE = Limit("report.device", 12, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Sent:
    """What comes with a resident's report besides the report: who sends, as far as limits go, and what is wished."""

    address: str
    device: bytes = b""
    private: bool = False
    phone: str = ""


def report_by_resident(
    *, actor: Actor, incident_id: UUID, report: Report, sent: Sent, at: datetime, sent_at: datetime | None = None
) -> tuple[Incident, bool]:
    """File a report as `report_incident` does, and keep in the same transaction what else the resident sent.

    A phone gets the news of the case and finds it again by a code. Above the limits nothing is refused or dropped: the case
    is worked on like any other and waits for a moderator before the public sees it (D11). Refuses a phone that is none.
    """
    checked_phone(sent.phone)
    flood = not take(PER_ADDRESS, sent.address, at=at)
    if sent.device:
        flood = not take(PER_PHONE, sent.device.hex(), at=at) or flood
    with transaction.atomic():
        incident, new = report_incident(actor=actor, incident_id=incident_id, report=report, at=at, sent_at=sent_at)
        if new and (sent.private or flood):
            Showing.objects.create(incident=incident, private=sent.private, held=flood)
        if sent.phone and incident.follow_digest is not None and not topics_heard([topic_of(incident.pk)]):
            keep_phone(incident=incident, phone=sent.phone, at=at)
    return incident, new


def keep_phone(*, incident: Incident, phone: str, at: datetime) -> None:
    """The address of this case's news. Records notice.address_added, without the number."""
    language = "en" if in_english() else "zh-hans"
    add_address(actor=SYSTEM_ACTOR, channel="sms", address={"address": phone}, topic=topic_of(incident.pk), language=language, at=at)


def checked_phone(phone: str) -> None:
    """Refuse what is no mobile number, before anything is kept."""
    if not phone:
        return
    try:
        CHANNELS["sms"].check({"address": phone})
    except Invalid as wrong:
        raise Invalid(fields={"phone": list(wrong.fields.get("address", [wrong.message]))}) from wrong
