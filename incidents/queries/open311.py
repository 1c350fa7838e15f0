"""Questions of the open interface (开放接口查询): services, their questions, public cases by the filters of GeoReport v2."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField
from django.db.models.functions import Cast

from governance.codes import LENGTHS
from governance.ledger.models import Entry
from governance.prepared import ask
from governance.privacy import redact
from grids import queries as grids
from incidents.georeport.codes import category_key
from incidents.models import ApiKey, Category, Exchange, Incident, Question, Submission
from incidents.publicity import Publicity
from incidents.queries.answers import TOLD as PUBLIC_WORDS
from incidents.queries.public import public_cases, publicity_of, with_photos
from incidents.workflow import OPEN

SPAN = timedelta(days=90)
MOST = 1000
OPEN_STATES = sorted(OPEN)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client asks for. Ids override everything else, as the specification has it."""

    ids: Sequence[str] = ()
    services: Sequence[str] = ()
    start: datetime | None = None
    end: datetime | None = None
    statuses: Collection[str] = field(default_factory=frozenset)
    updated_after: datetime | None = None
    jurisdiction: str = ""
    page: int = 1
    page_size: int = MOST


def offered() -> QuerySet[Category]:
    """The services: categories in use that are public in some way."""
    return Category.objects.filter(active=True).exclude(publicity=Publicity.HIDDEN).order_by("scheme", "kind", "code")


def asking() -> set[int]:
    """The categories that ask anything."""
    return set(Question.objects.values_list("category", flat=True))


def service(code: str) -> Category | None:
    """The offered category of a service code."""
    key = category_key(code)
    return None if key is None else offered().filter(scheme=key[0], kind=key[1], code=key[2]).first()


def questions_of(category: Category) -> list[Question]:
    """What is asked about a category, in order."""
    return list(Question.objects.filter(category=category).order_by("order", "code"))


def jurisdiction_known(text: str) -> bool:
    """Whether a jurisdiction is one of ours: the code of a division."""
    return text.isascii() and text.isdigit() and len(text) in LENGTHS and grids.divisions_in(code=text).exists()


def requests(wanted: Wanted, *, at: datetime) -> list[Incident]:
    """Public cases, newest first, at most a page of them."""
    found = with_photos(public_cases(at=at).select_related("survivor", "unit").order_by("-received_at", "pk"))
    if wanted.jurisdiction:
        found = found.filter(code__startswith=wanted.jurisdiction)
    if wanted.ids:
        return list(found.filter(number__in=wanted.ids)[:MOST])
    start = wanted.page_size * (wanted.page - 1)
    found = found.exclude(exchange__imported=True)  # another city's cases are listed there: two servers would mirror each other for ever
    return list(_filtered(found, wanted, at)[start : start + wanted.page_size])


def _filtered(found: QuerySet[Incident], wanted: Wanted, at: datetime) -> QuerySet[Incident]:
    if wanted.services:
        keys = [key for code in wanted.services if (key := category_key(code))]
        same = [Q(category__scheme=scheme, category__kind=kind, category__code=code) for scheme, kind, code in keys]
        found = found.filter(reduce(or_, same, Q(pk__in=[])))
    if wanted.statuses == {"open"}:
        found = found.filter(state__in=OPEN_STATES)
    elif wanted.statuses == {"closed"}:
        found = found.exclude(state__in=OPEN_STATES)
    if wanted.updated_after is not None:
        changed = Entry.objects.filter(kind="incident", at__gt=wanted.updated_after)
        found = found.filter(pk__in=changed.annotate(case=Cast("object_id", UUIDField())).values("case"))
    start, end = window(wanted, at)
    return found.filter(**{name: value for name, value in (("received_at__gte", start), ("received_at__lte", end)) if value is not None})


def window(wanted: Wanted, at: datetime) -> tuple[datetime | None, datetime | None]:
    """From when until when: ninety days where the client does not say; with `updated_after` alone no window at all."""
    if wanted.start is None and wanted.end is None:
        return (None, None) if wanted.updated_after else (at - SPAN, at)
    end = wanted.end or min(at, (wanted.start or at) + SPAN)
    return wanted.start or end - SPAN, end


LAST = "SELECT object_id, max(at) FROM governance_entry WHERE kind = 'incident' AND object_id = ANY(%s) GROUP BY object_id"


def last_changes(ids: Collection[UUID]) -> dict[str, datetime]:
    """When each of the cases changed last: one query over the record."""
    return dict(ask(LAST, [[str(one) for one in ids]])) if ids else {}


def numbered(number: str, *, at: datetime) -> Incident | None:
    """A public case by its number."""
    return next(iter(requests(Wanted(ids=[number]), at=at)), None)


def submitted(token: str) -> Submission | None:
    """What a token stands for."""
    return Submission.objects.select_related("incident__category").filter(token=token).first()


def key_of(digest: bytes) -> ApiKey | None:
    """The key in use with this digest."""
    return ApiKey.objects.filter(digest=digest, ended_at__isnull=True).first()


TOLD = {
    "incident.reported": "open", "incident.filed": "open", "incident.dispatched": "open", "incident.fed_back": "open",
    "incident.closed": "closed", "incident.handled_on_the_spot": "closed", "incident.refused": "closed", "incident.merged": "closed",
    "incident.reopened": "open", "incident.responded": "closed", "incident.force_closed": "closed", "incident.suspended": "open",
}  # fmt: skip
"""Steps that are told as updates, with the status after them. Notes from elsewhere are not: they would go round in circles."""


def updates(*, start: datetime, end: datetime, jurisdiction: str, at: datetime) -> list[tuple[Entry, Incident]]:
    """Steps of public cases in a span of time, oldest first, at most a thousand."""
    entries = list(
        Entry.objects.filter(kind="incident", verb__in=list(TOLD), at__gte=start, at__lte=end, code__startswith=jurisdiction).order_by(
            "at", "pk"
        )[:MOST]
    )
    cases = {str(one.pk): one for one in public_cases(at=at).filter(pk__in={entry.object_id for entry in entries})}
    return [(entry, cases[entry.object_id]) for entry in entries if entry.object_id in cases]


def exchanged(*, peer_id: int) -> QuerySet[Exchange]:
    """The cases that we share with a server."""
    return Exchange.objects.filter(peer=peer_id).select_related("incident__category", "incident__showing", "peer").order_by("pk")


def public_words(entry: Entry, incident: Incident) -> str:
    """What a step said to the public, without numbers of people; nothing of remarks among staff, nor of a case that is coarse."""
    if publicity_of(incident) != Publicity.OPEN:
        return ""
    return redact(str(entry.detail.get(PUBLIC_WORDS.get(entry.verb, ""), "") or ""))
