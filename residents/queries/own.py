"""A person's own data by a proved phone number (本人信息): whose it is, what was asked, and how far that is."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.access.actor import Actor, code_in
from governance.access.policy import allowed
from governance.errors import NotFound
from residents.declaration.numbers import written
from residents.models import Doubt, ErasureRequest, Locator, Resident
from residents.queries.declaration import declaration
from residents.rules import REGISTRARS
from residents.vault.indexing import NUMBER, PHONE, digest
from residents.vault.keyring import keyring

OWN = "本人申请"
"""The source of a correction that the person asked for."""
MOST = 10
"""A number that stands with more people is nobody's own: an office's, a landlord's."""
SHOWN = 60


def marks_of(*, phone: str) -> list[bytes]:
    """What finds a phone number in the register, under each key that may still have rows."""
    return [digest(key, PHONE, phone) for key in keyring().keys]


def people_of(*, marks: Collection[bytes]) -> list[Resident]:
    """The people whose own number it is (an emergency contact's is not theirs); none when it stands with too many."""
    found = Locator.objects.filter(Q(phone__in=marks) | Q(phone2__in=marks))
    rows = Resident.objects.filter(pk__in=found.values("pk"), erased_at__isnull=True, merged_into__isnull=True).order_by("pk")[: MOST + 1]
    people = list(rows)
    return people if len(people) <= MOST else []


def known_by_number(*, actor: Actor, number: str) -> UUID:
    """Which of the actor's own people has this document number; NotFound for anybody else's and for none, the same."""
    digests = [digest(key, NUMBER, written(number)) for key in keyring().keys]
    found = Locator.objects.filter(pk__in=actor.people, number__in=digests).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found


def field_names() -> dict[str, str]:
    """What the fields are called."""
    return {one.key: one.named for one in declaration(code="").fields}


def own(*, actor: Actor, verb: str, resident_id: UUID) -> Resident:
    """The person if it is the actor's own; NotFound otherwise."""
    found = Resident.objects.filter(pk=resident_id).first()
    if found is None or not allowed(actor, verb, found):
        raise NotFound
    return found


def own_doubts(*, people: Sequence[Resident]) -> QuerySet[Doubt]:
    """The corrections that these people asked for, newest first."""
    return Doubt.objects.filter(resident__in=people, source=OWN).order_by("-raised_at", "-pk")[:SHOWN]


def own_requests(*, phone: bytes) -> QuerySet[ErasureRequest]:
    """What a number asked to be deleted, answered ones too, newest first."""
    return ErasureRequest.objects.filter(phone=phone).order_by("-asked_at")[:SHOWN]


def open_requests(*, actor: Actor) -> list[ErasureRequest]:
    """The deletions that wait for an answer in the actor's areas, the first due first."""
    rows = ErasureRequest.objects.filter(code_in("resident__code", actor.scopes(REGISTRARS)), state="open")
    return list(rows.filter(resident__erased_at__isnull=True).select_related("resident").order_by("due_on", "asked_at")[:SHOWN])


def late(request: ErasureRequest, today: date) -> bool:
    """Whether the answer is overdue."""
    return request.due_on < today
