"""What residents wrote and nobody has read yet (待审核文字)."""

from dataclasses import dataclass
from datetime import datetime

from bulletins.models import Comment, Moderated, Rating
from bulletins.rules import may_moderate
from governance.access.actor import Actor, code_in
from governance.access.roles import DESK
from governance.privacy import redact

MOST = 50


@dataclass(frozen=True, slots=True)
class WaitingText:
    """A text with what it belongs to; personal numbers are masked already."""

    kind: str
    id: int
    about: str
    text: str
    at: datetime


def waiting_texts(*, actor: Actor) -> list[WaitingText]:
    """Comments and ratings that the actor may decide about, the oldest first."""
    scopes = actor.scopes(DESK)
    if not any(may_moderate(actor, scope) for scope in scopes):
        return []
    comments = Comment.objects.filter(code_in("paragraph__consultation__code", scopes), verdict=Moderated.WAITING)
    ratings = Rating.objects.filter(code_in("facility__code", scopes), verdict=Moderated.WAITING).exclude(text="")
    found = [
        WaitingText("comment", one.pk, one.paragraph.consultation.title, redact(one.text), one.at)
        for one in comments.select_related("paragraph__consultation").order_by("at")[:MOST]
    ]
    found += [
        WaitingText("rating", one.pk, one.facility.name, redact(one.text), one.at)
        for one in ratings.select_related("facility").order_by("at")[:MOST]
    ]
    return sorted(found, key=lambda one: one.at)[:MOST]
