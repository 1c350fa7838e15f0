"""Between the office and who reported (往来): question and answer, additions, reminders, ratings.

The words stand in `Message`; the record keeps that there was one, and its number.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Conflict, Invalid
from incidents.actions.desk import LONGEST, told
from incidents.actions.move import Change, _move
from incidents.actions.photos import attach_photos
from incidents.actions.timing import lapses_at
from incidents.models import Incident, Message, Said, Stage
from incidents.queries.allowances import rating_changes_until, reminds_from

BEST = 5


@transaction.atomic
def ask_reporter(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, question: str) -> Incident:
    """Ask who reported (提问); the clock of the stage waits for the answer. One question at a time. Records incident.asked."""
    text = told("question", question)

    def prepare(incident: Incident) -> Change:
        if incident.asked_at is not None or incident.paused_at is not None:
            raise Conflict(_("已有一个问题在等待答复。"))
        return _said(incident, Said.QUESTION, text, actor, at, {"asked_at": at, "paused_at": at})

    return _move(actor=actor, verb="ask", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def answer_question(
    *, actor: Actor, incident_id: UUID, version: int | None = None, at: datetime, answer: str, photos: Sequence[UUID] = ()
) -> Incident:
    """Answer the open question (答复); the clock goes on, what the question took is added back. Records incident.answered."""
    text = told("answer", answer)

    def prepare(incident: Incident) -> Change:
        if incident.asked_at is None:
            raise Conflict(_("没有等待答复的问题，或已不再需要答复。"))
        attach_photos(actor=actor, incident=incident, photo_ids=photos, stage=Stage.BEFORE)
        return _said(incident, Said.ANSWER, text, actor, at, {"asked_at": None, "paused_at": None})

    return _move(actor=actor, verb="answer", incident_id=incident_id, version=version, at=at, prepare=prepare)


def lapse_question(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime) -> Incident:
    """No answer came in `answer_days` (提问到期): the clock has gone on since then. Records incident.question_lapsed."""

    def prepare(incident: Incident) -> Change:
        if incident.asked_at is None or at < (ended := lapses_at(incident.asked_at)):
            raise Conflict(_("没有等待答复的问题，或还在等待答复。"))
        return Change(incident.state, {"asked_at": None, "paused_at": None}, {"ended": ended.isoformat()}, as_of=ended)

    return _move(actor=actor, verb="lapse", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def add_to_case(
    *, actor: Actor, incident_id: UUID, version: int | None = None, at: datetime, text: str = "", photos: Sequence[UUID] = ()
) -> Incident:
    """Words or photos of who reported, for an open case (补充). Refuses neither of both (Invalid). Records incident.added_to."""
    said = text.strip()
    if not said and not photos:
        raise Invalid(fields={"text": [_("请写几句话或附上照片。")]})
    if len(said) > LONGEST:
        raise Invalid(fields={"text": [_("最多 %(most)d 字。") % {"most": LONGEST}]})

    def prepare(incident: Incident) -> Change:
        count = attach_photos(actor=actor, incident=incident, photo_ids=photos, stage=Stage.BEFORE)
        return _said(incident, Said.ADDITION, said, actor, at, {}, photos=count)

    return _move(actor=actor, verb="add", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def remind_office(*, actor: Actor, incident_id: UUID, version: int | None = None, at: datetime, text: str = "") -> Incident:
    """The resident reminds the office (催办), once in `remind_hours` for a case: Conflict before. Records incident.reminded."""
    said = text.strip()[:LONGEST]

    def prepare(incident: Incident) -> Change:
        again = reminds_from(incident)
        if again is not None and at < again:
            local = timezone.localtime(again)
            raise Conflict(_("已催办过，%(when)s 之后可再次催办。") % {"when": f"{local:%m-%d %H:%M}"}, again=again.isoformat())
        return _said(incident, Said.REMINDER, said, actor, at, {"reminded_at": at, "reminders": incident.reminders + 1})

    return _move(actor=actor, verb="remind", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def rate_case(*, actor: Actor, incident_id: UUID, version: int | None = None, at: datetime, score: int, comment: str = "") -> Incident:
    """How content the resident is, 1 to 5 (评价); it may be changed until the month of closing is settled. Records incident.rated."""
    if not 1 <= score <= BEST:
        raise Invalid(fields={"score": [_("请选 1 到 5 分。")]})
    said = comment.strip()[:LONGEST]

    def prepare(incident: Incident) -> Change:
        if incident.rating is not None and at >= rating_changes_until(incident):
            raise Conflict(_("当月已结算，评价不能再改。"))
        changed: dict[str, Any] = {"rating": score, "rated_at": at}
        return _said(incident, Said.RATING, said, actor, at, changed, score=score, was=incident.rating)

    return _move(actor=actor, verb="rate", incident_id=incident_id, version=version, at=at, prepare=prepare)


def _said(incident: Incident, kind: str, text: str, actor: Actor, at: datetime, fields: Mapping[str, Any], **detail: Any) -> Change:
    """Keep the message; the case stays in its state."""
    message = Message.objects.create(incident=incident, kind=kind, text=text, author_id=actor.user_id, at=at)
    known = {"message": message.pk} | {name: value for name, value in detail.items() if value is not None}
    return Change(incident.state, {**fields, "talks": incident.talks + 1}, known)
