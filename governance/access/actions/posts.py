"""The writers of posts (岗位)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actions.sessions import end_long_ones
from governance.access.actor import Actor
from governance.access.models import Post, Unit, User
from governance.access.second_factor.codes import require_fresh
from governance.access.sessions.opening import ON_PHONES
from governance.errors import Invalid
from governance.ledger.record import record


def grant_post(*, actor: Actor, user: User, role: str, unit: Unit, code: str, at: datetime, until: datetime | None = None) -> Post:
    """Give a user a post from `at`. Refuses a second administrator role of one person, and a grant to oneself. Records post.granted.

    A person proves the second factor first (C5); the system, by a command on the server, is none.
    A post that is no phone's ends the user's sessions with a phone's long life (D7).
    """
    policy.require(actor, "post.grant", user)
    require_proved(actor, at)
    post = Post(user=user, role=role, unit=unit, code=code, starts_at=at, ends_at=until)
    try:
        post.clean_fields()
    except ValidationError as error:
        raise Invalid(fields=error.message_dict) from error
    try:
        with transaction.atomic():
            post.save(force_insert=True)
            record(
                actor=actor,
                verb="post.granted",
                kind="post",
                object_id=str(post.pk),
                code=code,
                at=at,
                detail={"user": user.pk, "role": role, "unit": unit.pk},
            )
            if role not in ON_PHONES:
                end_long_ones(actor=actor, user=user, at=at)
    except IntegrityError as error:
        if "administrators_are_kept_apart" in str(error):
            reason = _("系统、安全、审计三类管理员不得由同一人兼任。")
            raise Invalid(reason, fields={"role": [reason]}) from error
        raise
    return post


def require_proved(actor: Actor, at: datetime) -> None:
    """Refuse a person whose second factor is not fresh (NeedsSecondFactor)."""
    if actor.user_id is not None:
        require_fresh(user_id=actor.user_id, at=at)


@transaction.atomic
def end_post(*, actor: Actor, post: Post, at: datetime) -> Post:
    """End a post now; what its holder may see and do ends with the next request. Records post.ended."""
    policy.require(actor, "post.end", post.user)
    locked = Post.objects.select_for_update().get(pk=post.pk)
    if locked.ends_at is None or locked.ends_at > at:
        locked.ends_at = at
        locked.save(update_fields=["ends_at"])
        record(actor=actor, verb="post.ended", kind="post", object_id=str(post.pk), code=post.code, at=at, detail={"user": post.user_id})
    return locked
