"""Consultations: opened, answered, summed up (征求意见)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bulletins.actions.writing import unit_of
from bulletins.models import Comment, Consultation, Paragraph
from governance.access import policy
from governance.access.actor import PUBLIC, Actor
from governance.access.models import Unit
from governance.errors import Conflict, IllegalStep, Invalid, NotFound
from governance.ledger.record import record
from governance.limits.actions import Limit, require
from governance.privacy import clean_text

PER_PHONE = Limit("comment.device", 20, timedelta(hours=1))
PER_ADDRESS = Limit("comment.address", 200, timedelta(hours=1))
PARAGRAPHS = 60


@transaction.atomic
def open_consultation(
    *, actor: Actor, consultation_id: UUID, title: str, intro: str, paragraphs: Sequence[str], code: str, closes_at: datetime, at: datetime,
    unit: Unit | None = None,
) -> Consultation:  # fmt: skip
    """Ask the residents of an area about a text until it closes. Refuses (Invalid) an empty text and an end that is past.

    Sent twice under the same id it is one. Records consultation.opened.
    """
    policy.require(actor, "consultation.open", code)
    texts = [text.strip() for text in paragraphs if text.strip()]
    if not title.strip() or not texts or len(texts) > PARAGRAPHS:
        raise Invalid(fields={"paragraphs": [_("请填写标题和 1 至 %(most)d 条内容。") % {"most": PARAGRAPHS}]})
    if closes_at <= at:
        raise Invalid(fields={"closes_at": [_("截止时间应在今后。")]})
    if (known := Consultation.objects.filter(pk=consultation_id).first()) is not None:
        if known.title != title.strip():
            raise Conflict
        return known
    made = Consultation.objects.create(
        pk=consultation_id, title=title.strip(), intro=intro.strip(), code=code, unit=unit or unit_of(actor, code), author_id=actor.user_id,
        opens_at=at, closes_at=closes_at,
    )  # fmt: skip
    Paragraph.objects.bulk_create(Paragraph(consultation=made, number=number, text=text) for number, text in enumerate(texts, 1))
    record(
        actor=actor, verb="consultation.opened", kind="consultation", object_id=str(made.pk), code=code, at=at, detail={"title": made.title}
    )
    return made


def add_comment(*, paragraph_id: int, device: bytes, address: str, text: str, at: datetime, actor: Actor = PUBLIC) -> Comment:
    """Keep what a phone says to a paragraph; it is shown once somebody of the desk has read it.

    Refuses (IllegalStep) after the closing date, an empty text, and TooOften. The same words again are the same.
    Records comment.added, without the words and without the phone.
    """
    require([(PER_PHONE, device.hex()), (PER_ADDRESS, address)], at=at)
    words = clean_text(text, max_length=1000).strip()
    if not words:
        raise Invalid(fields={"text": [_("请写下您的意见。")]})
    paragraph = Paragraph.objects.select_related("consultation").filter(pk=paragraph_id, consultation__opens_at__lte=at).first()
    if paragraph is None:
        raise NotFound
    if paragraph.consultation.closes_at <= at:
        raise IllegalStep(_("征求意见已截止。"))
    policy.require(actor, "comment.add", None)
    try:
        with transaction.atomic():
            made = Comment.objects.create(paragraph=paragraph, device=device, text=words, at=at)
            asked = paragraph.consultation
            record(
                actor=actor, verb="comment.added", kind="consultation", object_id=str(asked.pk), code=asked.code, at=at,
                detail={"paragraph": paragraph.number, "comment": made.pk},
            )  # fmt: skip
    except IntegrityError:
        return Comment.objects.get(paragraph=paragraph, device=device, text=words)
    return made


@transaction.atomic
def sum_up_consultation(*, actor: Actor, consultation_id: UUID, summary: str, taken_up: Collection[int], at: datetime) -> Consultation:
    """After it closed: say what was taken up, and mark those comments. Records consultation.summed_up."""
    found = Consultation.objects.select_for_update().filter(pk=consultation_id).first()
    if found is None:
        raise NotFound
    policy.require(actor, "consultation.sum_up", found.code)
    if found.closes_at > at:
        raise IllegalStep(_("尚未截止，不能公布采纳情况。"))
    if not summary.strip():
        raise Invalid(fields={"summary": [_("请写明采纳情况和理由。")]})
    found.summary, found.summarized_at = summary.strip(), at
    found.save(update_fields=["summary", "summarized_at"])
    Comment.objects.filter(paragraph__consultation=found).update(taken_up=False)
    count = Comment.objects.filter(paragraph__consultation=found, pk__in=list(taken_up)).update(taken_up=True)
    record(
        actor=actor,
        verb="consultation.summed_up",
        kind="consultation",
        object_id=str(found.pk),
        code=found.code,
        at=at,
        detail={"taken_up": count},
    )
    return found
