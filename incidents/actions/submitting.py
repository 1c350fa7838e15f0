"""A case that comes by the open interface (接口上报): one transaction for case, answers and the reporter's address."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import PUBLIC, SYSTEM_ACTOR
from governance.errors import Conflict, Invalid
from governance.notices.actions import add_address
from incidents.actions.answering import checked_answers, in_words
from incidents.actions.report import Report, report_incident
from incidents.actions.telling import topic_of
from incidents.models import ApiKey, Incident, Source, Submission
from incidents.queries import open311

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Form:
    """What a client sends. `client_id` is its own number for it: the same again is the same case."""

    service_code: str
    description: str = ""
    lat: float | None = None
    long: float | None = None
    address: str = ""
    community: str = ""
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    phone: str = ""
    email: str = ""
    client_id: str = ""
    photos: Sequence[uuid.UUID] = ()
    language: str = "zh-hans"

    def digest(self) -> bytes:
        """SHA-256 of the form."""
        return hashlib.sha256(orjson.dumps(self, option=orjson.OPT_SORT_KEYS)).digest()


def submit_request(*, key: ApiKey, form: Form, at: datetime) -> Submission:
    """File what came by a key. The same client id and form again is the same case; another form is Conflict (A1, A2).

    Refuses an unknown service and wrong answers (Invalid). Phone and e-mail become addresses of the case, sealed, for
    news; nothing else about the reporter is kept. Records incident.reported.
    """
    if (known := _known(key, form)) is not None:
        return known
    category = open311.service(form.service_code)
    if category is None:
        raise Invalid(fields={"service_code": [_("没有这个 service_code。")]})
    questions = open311.questions_of(category)
    answers = checked_answers(questions=questions, given=form.answers)
    text = "\n".join(part for part in (form.description, in_words(questions=questions, answers=answers)) if part)
    report = Report(
        category_id=category.pk, captured_at=at, lon=form.long, lat=form.lat, community=form.community, place=form.address[:200], text=text,
        source=Source.OPEN311, photos=tuple(form.photos),
    )  # fmt: skip
    incident_id = uuid.uuid5(uuid.NAMESPACE_URL, f"open311:{key.pk}:{form.client_id}") if form.client_id else uuid.uuid4()
    with transaction.atomic():
        try:
            incident, _new = report_incident(actor=PUBLIC, incident_id=incident_id, report=report, at=at)
        except Conflict:  # two copies at the same instant: the other one is first (A4)
            if (known := _known(key, form)) is None:
                raise
            return known
        return _kept(key, form, incident, answers, at)


def _kept(key: ApiKey, form: Form, incident: Incident, answers: Mapping[str, Sequence[str]], at: datetime) -> Submission:
    for channel, address in (("sms", form.phone), ("email", form.email)):
        if address:
            add_address(
                actor=SYSTEM_ACTOR,
                channel=channel,
                address={"address": address},
                at=at,
                topic=topic_of(incident.pk),
                language=form.language,
            )
    return Submission.objects.create(
        key=key,
        incident=incident,
        client_id=form.client_id or None,
        form_digest=form.digest(),
        token=uuid.uuid4().hex,
        answers=dict(answers),
        at=at,
    )


def _known(key: ApiKey, form: Form) -> Submission | None:
    """What this client id made already; Conflict when its form was another one."""
    if not form.client_id:
        return None
    known = Submission.objects.select_related("incident__category").filter(key=key, client_id=form.client_id).first()
    if known is not None and bytes(known.form_digest) != form.digest():
        raise Conflict(_("同一编号已提交过不同的内容。"))
    return known
