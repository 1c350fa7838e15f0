"""What the server owes a phone that sends late (现场手机): whose it is, when it was, and who its owner was then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from rest_framework.request import Request

from governance.access.actor import Actor, posts_of
from governance.errors import NotSignedIn
from governance.http import actor_from

SKEW = timedelta(minutes=10)
OLDEST = timedelta(days=30)
GRACE = timedelta(days=7)
"""How long after it was captured something is still taken from a worker whose post ended meanwhile (B12)."""


def sender(request: Request) -> Actor:
    """The actor of a write. A phone says for whom it sends (X-Sent-For; 0 is nobody).

    When somebody else signed in meanwhile it is 401, and kept.
    """
    actor = actor_from(request)
    named = request.headers.get("X-Sent-For")
    if named and named != str(actor.user_id or 0):
        raise NotSignedIn
    return actor


def true_time(*, captured_at: datetime, sent_at: datetime | None, at: datetime) -> tuple[datetime, bool]:
    """When it was seen, by the server's clock, and whether the phone's clock was off by over ten minutes (A16)."""
    offset = at - sent_at if sent_at is not None else timedelta(0)
    skewed = abs(offset) > SKEW
    try:
        corrected = captured_at + offset if skewed else captured_at
    except OverflowError:  # a clock out of all years
        return at, True
    if corrected > at or corrected < at - OLDEST:
        return at, skewed or corrected > at + SKEW or corrected < at - OLDEST
    return corrected, skewed


def as_of(*, actor: Actor, moment: datetime, at: datetime) -> Actor:
    """The actor with the posts of now and those held at that moment, for what was captured then and sent late (B12).

    For writes of the own work only: it shows nothing. What is older than GRACE gets the posts of now.
    """
    if actor.user_id is None or not at - GRACE <= moment < at:
        return actor
    then = posts_of(user_ids=[actor.user_id], at=moment).get(actor.user_id, ())
    return Actor(actor.user_id, actor.name, tuple(dict.fromkeys((*actor.posts, *then))))


@dataclass(frozen=True, slots=True)
class Kept:
    """What a phone says beside an answer that it sends, perhaps late: its own id for it, when it was given, its clock at sending."""

    id: UUID
    captured_at: datetime
    sent_at: datetime | None = None


def judged(kept: Kept | None, *, actor: Actor, at: datetime) -> tuple[Actor, datetime]:
    """Who gave it, with the posts of that moment (B12), and the moment by the server's clock (A16); without a phone both are of now."""
    if kept is None:
        return actor, at
    when, _skewed = true_time(captured_at=kept.captured_at, sent_at=kept.sent_at, at=at)
    return as_of(actor=actor, moment=when, at=at), when
