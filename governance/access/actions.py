"""The writers of users, units, posts and tokens. Each change is one ledger entry in its transaction."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.access import policy, tokens
from governance.access.actor import Actor
from governance.access.models import Leave, Post, Token, Unit, User
from governance.access.roles import FIELD
from governance.codes import Level
from governance.errors import Conflict, Invalid, NotSignedIn
from governance.ledger.record import record

LONGEST_LEAVE = timedelta(days=90)
PHONE = re.compile(r"\+?[0-9][0-9 -]{4,30}", re.ASCII)


@transaction.atomic
def add_user(*, actor: Actor, username: str, display_name: str, password: str | None, at: datetime, fictitious: bool = False) -> User:
    """Add a user. Refuses a taken sign-in name. Records user.added."""
    policy.require(actor, "user.add", None)
    if User.objects.filter(username=username).exists():
        raise Conflict(_("登录名已被使用。"), fields={"username": [_("登录名已被使用。")]})
    user = User(username=username, display_name=display_name, fictitious=fictitious)
    user.set_password(password)  # with None the password is unusable
    user.save()
    record(actor=actor, verb="user.added", kind="user", object_id=str(user.pk), code="", at=at)
    return user


@transaction.atomic
def set_password(*, actor: Actor, user: User, password: str, at: datetime) -> None:
    """Give a user another password; sessions of the old one end. Records password.set, never the password."""
    policy.require(actor, "password.set", user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(actor=actor, verb="password.set", kind="user", object_id=str(user.pk), code="", at=at)


@transaction.atomic
def add_unit(
    *, actor: Actor, name: str, kind: str, codes: Sequence[str], at: datetime, parent: Unit | None = None, imported: bool = False
) -> Unit:
    """Add a unit that serves these codes. Records unit.added."""
    policy.require(actor, "unit.add", codes)
    unit = Unit.objects.create(name=name, kind=kind, codes=list(codes), parent=parent, imported=imported)
    record(actor=actor, verb="unit.added", kind="unit", object_id=str(unit.pk), code=codes[0] if codes else "", at=at)
    return unit


def grant_post(*, actor: Actor, user: User, role: str, unit: Unit, code: str, at: datetime, until: datetime | None = None) -> Post:
    """Give a user a post from `at`. Refuses a second administrator role of one person, and a grant to oneself. Records post.granted."""
    policy.require(actor, "post.grant", user)
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
    except IntegrityError as error:
        if "administrators_are_kept_apart" in str(error):
            reason = _("系统、安全、审计三类管理员不得由同一人兼任。")
            raise Invalid(reason, fields={"role": [reason]}) from error
        raise
    return post


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


@transaction.atomic
def issue_token(*, actor: Actor, user: User, at: datetime, life: timedelta = tokens.LIFE) -> str:
    """Make an access token for a user; the secret is returned once and not kept. Records token.issued."""
    policy.require(actor, "token.issue", user)
    secret = tokens.new_secret()
    Token.objects.create(user=user, digest=tokens.digest(secret), created_at=at, expires_at=at + life)
    record(actor=actor, verb="token.issued", kind="user", object_id=str(user.pk), code="", at=at)
    return secret


@transaction.atomic
def change_profile(*, actor: Actor, work_phone: str, at: datetime) -> User:
    """Change one's own work phone; the same again changes nothing. Refuses what is no phone number. Records profile.changed."""
    user = User.objects.select_for_update().filter(pk=actor.user_id or 0).first()
    if user is None:
        raise NotSignedIn
    policy.require(actor, "profile.change", user)
    phone = work_phone.strip()
    if phone and not PHONE.fullmatch(phone):
        raise Invalid(fields={"work_phone": [_("电话号码格式有误。")]})
    if user.work_phone != phone:
        user.work_phone = phone
        user.save(update_fields=["work_phone"])
        record(actor=actor, verb="profile.changed", kind="user", object_id=str(user.pk), code="", at=at, detail={"fields": ["work_phone"]})
    return user


@transaction.atomic
def grant_leave(*, actor: Actor, post: Post, since: datetime, until: datetime, at: datetime, stand_in: User | None = None) -> Leave:
    """A field worker is away from a post (请假); who stands in holds the same role, unit and area for that time (代班).

    Refuses (Invalid) an end before the start, more than LONGEST_LEAVE, a second leave at the same time, a stand-in who is the
    same person or works in another community; NotAllowed for oneself. Records leave.granted.
    """
    policy.require(actor, "leave.grant", post)
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
    leave = Leave.objects.create(post=post, stand_in=stand_in, granted=granted, starts_at=since, ends_at=until)
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
