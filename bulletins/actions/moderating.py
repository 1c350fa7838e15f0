"""Deciding about what residents wrote (审核居民文字)."""

from datetime import datetime

from django.db import transaction

from bulletins.models import Comment, Moderated, Rating
from governance.access import policy
from governance.access.actor import Actor
from governance.errors import NotFound
from governance.ledger.record import record


@transaction.atomic
def decide_text(*, actor: Actor, kind: str, text_id: int, shown: bool, at: datetime) -> None:
    """Show a comment or a rating's words to everybody, or hide them. A foreign one is NotFound. Records text.shown or text.hidden."""
    found: Comment | Rating | None
    if kind == "comment":
        found = Comment.objects.select_for_update(of=("self",)).select_related("paragraph__consultation").filter(pk=text_id).first()
        code = found.paragraph.consultation.code if found else ""
    else:
        found = Rating.objects.select_for_update(of=("self",)).select_related("facility").filter(pk=text_id).first()
        code = found.facility.code if found else ""
    if found is None or not policy.allowed(actor, "moderation.decide", code):
        raise NotFound
    found.verdict = Moderated.SHOWN if shown else Moderated.HIDDEN
    found.save(update_fields=["verdict"])
    verb = "text.shown" if shown else "text.hidden"
    record(actor=actor, verb=verb, kind=kind, object_id=str(found.pk), code=code, at=at)
