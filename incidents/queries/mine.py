"""The reports of a phone number (我的反映): by the keyed digest of the number, after it was proved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from governance.access.roles import Role
from governance.ledger.models import Entry
from governance.notices.models import Address, Channel
from incidents.models import Incident

CASE = "incident:"
"""Before the id of a case in the topic of its reporter's address, see `actions.telling.topic_of`."""
LOOKED = "incident.contact_seen"


@dataclass(frozen=True, slots=True)
class Look:
    """That a member of staff saw the number: in which post, when and why; the name is the office's."""

    at: datetime
    role: str
    reason: str


def addresses_of_number(number: bytes) -> QuerySet[Address]:
    """Every use of a number for news: of cases and of areas."""
    return Address.objects.filter(channel=Channel.SMS, digest=number, ended_at__isnull=True).exclude(topic="").order_by("-added_at")


def cases_of_number(number: bytes) -> list[Incident]:
    """The cases that were reported with this number, newest first."""
    topics = addresses_of_number(number).filter(topic__startswith=CASE).values_list("topic", flat=True)
    ids = [topic.removeprefix(CASE) for topic in topics]
    return list(Incident.objects.filter(pk__in=ids, follow_digest__isnull=False).select_related("category").order_by("-received_at"))


def contact_of(incident: Incident) -> Address | None:
    """Where the reporter of a case gets news by phone; None when no number was left."""
    return Address.objects.filter(channel=Channel.SMS, topic=f"{CASE}{incident.pk}", ended_at__isnull=True).first()


def looks_at(cases: Sequence[Incident]) -> list[Look]:
    """Who of the office looked at the number of these cases, newest first."""
    entries = Entry.objects.filter(kind="incident", verb=LOOKED, object_id__in=[str(case.pk) for case in cases]).order_by("-id")
    labels = dict(Role.choices)
    return [Look(entry.at, str(labels.get(entry.post.partition("@")[0], entry.post)), entry.detail.get("reason", "")) for entry in entries]
