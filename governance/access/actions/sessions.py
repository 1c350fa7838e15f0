"""The writers of sessions (登录会话): they are ended from another device, and their last use is noted."""

from datetime import datetime

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.access.models import User
from governance.access.sessions.models import Session
from governance.access.sessions.opening import DESK
from governance.errors import NotFound
from governance.ledger.record import record


@transaction.atomic
def end_sessions(*, actor: Actor, user: User, at: datetime, mark: str = "", keep: str = "") -> int:
    """End the session named by `mark`, or all but the one with the key `keep`. Returns how many ended; none is no change.

    Refused (NotAllowed) for others but who may switch a user off; NotFound for a mark that names none. Records sessions.ended.
    """
    policy.require(actor, "sessions.end", user)
    found = [one for one in Session.objects.select_for_update().filter(user=user) if one.session_key != keep and mark in {"", one.mark}]
    if mark and not found:
        raise NotFound
    if found:
        Session.objects.filter(pk__in=[one.pk for one in found]).delete()
        detail = {"sessions": len(found)}
        record(actor=actor, verb="sessions.ended", kind="user", object_id=str(user.pk), code="", at=at, detail=detail)
    return len(found)


def end_long_ones(*, actor: Actor, user: User, at: datetime) -> None:
    """A post at a desk came: sessions with the long life of a phone end, the next ones begin as a desk's. Records sessions.ended."""
    if found := Session.objects.filter(user=user, idle__gt=DESK[0]).delete()[0]:
        detail = {"sessions": found}
        record(actor=actor, verb="sessions.ended", kind="user", object_id=str(user.pk), code="", at=at, detail=detail)


def note_use(*, session: Session, at: datetime) -> None:
    """A session was used just now. Not on record: it is no change of anything that the office keeps."""
    Session.objects.filter(pk=session.pk).update(seen_at=at)
