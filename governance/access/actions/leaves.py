"""The writers of leave (请假) and of who stands in (代班)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.access.models import Leave, Post, User
from governance.access.roles import FIELD
from governance.codes import Level
from governance.errors import Conflict, Invalid
from governance.ledger.record import record

LONGEST_LEAVE = timedelta(days=90)


@transaction.atomic
def grant_leave(
    *, actor: Actor, post: Post, since: datetime, until: datetime, at: datetime, stand_in: User | None = None, told_as: UUID | None = None
) -> Leave:
    """A field worker is away from a post (请假); who stands in holds the same role, unit and area for that time (代班).

    Refuses (Invalid) an end before the start, more than LONGEST_LEAVE, a second leave at the same time, a stand-in who is the
    same person or works in another community; NotAllowed for oneself. What a phone told is `told_as` its id: the same leave of the
    same post again is the one that is there. Records leave.granted.
    """
    policy.require(actor, "leave.grant", post)
    Post.objects.select_for_update().get(pk=post.pk)  # two phones, or one twice: one after the other
    known = Leave.objects.filter(told_as=told_as, post=post).first() if told_as else None
    if known is not None:
        return known
    if not since < until <= since + LONGEST_LEAVE or until <= at:
        raise Invalid(fields={"until": [_("请假应在开始之后结束，最长 90 天。")]})
    if Leave.objects.filter(post=post, starts_at__lt=until, ends_at__gt=since).exists():
        raise Conflict(_("这段时间已有请假。"), fields={"since": [_("这段时间已有请假。")]})
    granted = None
    if stand_in is not None:
        near = Post.objects.filter(user=stand_in, role__in=FIELD, code__startswith=post.code[: Level.COMMUNITY])
        if stand_in.pk == post.user_id or not stand_in.is_active or not near.exists():
            raise Invalid(fields={"stand_in": [_("代班人应是本社区的另一位网格员。")]})
        granted = Post.objects.create(user=stand_in, role=post.role, unit=post.unit, code=post.code, starts_at=since, ends_at=until)
    leave = Leave.objects.create(post=post, stand_in=stand_in, granted=granted, starts_at=since, ends_at=until, told_as=told_as)
    detail = {"user": post.user_id, "stand_in": stand_in.pk if stand_in else None, "since": since.isoformat(), "until": until.isoformat()}
    record(actor=actor, verb="leave.granted", kind="post", object_id=str(post.pk), code=post.code, at=at, detail=detail)
    return leave


@transaction.atomic
def end_leave(*, actor: Actor, leave: Leave, at: datetime) -> Leave:
    """Back early: the leave and the stand-in's post end now; one that has not begun never begins. Records leave.ended."""
    locked = Leave.objects.select_for_update().get(pk=leave.pk)
    policy.require(actor, "leave.grant", locked.post)
    if locked.ends_at > at:
        end = max(at, locked.starts_at + timedelta(seconds=1))
        locked.ends_at = end
        locked.save(update_fields=["ends_at"])
        if locked.granted_id is not None:
            Post.objects.filter(pk=locked.granted_id).update(ends_at=end)
        record(actor=actor, verb="leave.ended", kind="post", object_id=str(locked.post_id), code=locked.post.code, at=at)
    return locked
