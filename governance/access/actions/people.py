"""The writers of users (人员): added, invited, switched off and on; their password, token and own entry."""

import re
from datetime import datetime, timedelta

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from governance.access import policy, tokens
from governance.access.actions.posts import end_post
from governance.access.actor import Actor
from governance.access.models import Post, Token, User
from governance.access.sessions.models import Session
from governance.errors import Conflict, Invalid, NotSignedIn
from governance.ledger.record import record

SIGN_IN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", re.ASCII)
PHONE = re.compile(r"\+?[0-9][0-9 -]{4,30}", re.ASCII)


@transaction.atomic
def add_user(*, actor: Actor, username: str, display_name: str, password: str | None, at: datetime, fictitious: bool = False) -> User:
    """Add a user. Refuses what is no sign-in name or taken, and an empty or too long name (Invalid). Records user.added."""
    policy.require(actor, "user.add", None)
    if not SIGN_IN_NAME.fullmatch(username):
        raise Invalid(fields={"username": [_("登录名为 2 到 64 个字母、数字、点、横线或下划线。")]})
    if User.objects.filter(username=username).exists():
        raise Conflict(_("登录名已被使用。"), fields={"username": [_("登录名已被使用。")]})
    user = User(username=username, display_name=display_name, fictitious=fictitious)
    user.set_password(password)  # with None the password is unusable
    try:
        user.clean_fields()
    except ValidationError as error:
        raise Invalid(fields=error.message_dict) from error
    user.save()
    record(actor=actor, verb="user.added", kind="user", object_id=str(user.pk), code="", at=at)
    return user


@transaction.atomic
def invite(*, actor: Actor, user: User, at: datetime) -> tuple[str, str]:
    """The two parts of a secret address by which the user chooses a password; it ends with its use, a sign-in, or after three days.

    Refused (NotAllowed) for administrators: who could choose theirs would be them. Records user.invited.
    """
    policy.require(actor, "user.invite", user)
    record(actor=actor, verb="user.invited", kind="user", object_id=str(user.pk), code="", at=at)
    return urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


@transaction.atomic
def set_password(*, actor: Actor, user: User, password: str, at: datetime) -> None:
    """Give a user another password; sessions of the old one end. Records password.set, never the password."""
    policy.require(actor, "password.set", user)
    user.set_password(password)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).delete()
    record(actor=actor, verb="password.set", kind="user", object_id=str(user.pk), code="", at=at)


@transaction.atomic
def disable_user(*, actor: Actor, user: User, at: datetime) -> User:
    """Switch a user off who left: no sign-in, no token, and all posts end now. The same again changes nothing.

    Refused for oneself. Records user.disabled, and post.ended for each post.
    """
    policy.require(actor, "user.disable", user)
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_active:
        for post in Post.objects.filter(user=locked).exclude(ends_at__lte=at):
            end_post(actor=actor, post=post, at=at)
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        Session.objects.filter(user=user).delete()
        record(actor=actor, verb="user.disabled", kind="user", object_id=str(user.pk), code="", at=at)
    return locked


@transaction.atomic
def enable_user(*, actor: Actor, user: User, at: datetime) -> User:
    """Let a user sign in again; posts are granted anew. Records user.enabled."""
    policy.require(actor, "user.disable", user)
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active:
        locked.is_active = True
        locked.save(update_fields=["is_active"])
        record(actor=actor, verb="user.enabled", kind="user", object_id=str(user.pk), code="", at=at)
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
