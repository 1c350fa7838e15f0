"""Writes of the second factor (绑定、验证、解除动态口令)."""

import base64
import secrets
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.access.models import User
from governance.access.second_factor.codes import NeedsSecondFactor, box, matching_step
from governance.access.second_factor.models import SecondFactor
from governance.errors import Invalid, NotAllowed
from governance.ledger.record import record

SECRET, TRIES, LOCKED = 20, 5, timedelta(minutes=15)


@transaction.atomic
def enrol(*, actor: Actor, at: datetime) -> tuple[str, str]:
    """Begin with a new authenticator: its secret in base32 and its otpauth address, shown once. A confirmed one is not replaced.

    Records second_factor.begun.
    """
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    if SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists():
        raise Invalid(_("已绑定动态口令；更换须由安全管理员先行解除。"))
    secret = secrets.token_bytes(SECRET)
    SecondFactor.objects.update_or_create(user=user, defaults={"secret": box().encrypt(secret), "confirmed_at": None, "last_step": 0})
    record(actor=actor, verb="second_factor.begun", kind="user", object_id=str(user.pk), code="", at=at)
    text = base64.b32encode(secret).decode()
    return text, f"otpauth://totp/{quote('Wangge:' + user.username)}?secret={text}&issuer=Wangge"


def verify(*, actor: Actor, code: str, at: datetime) -> None:
    """Take a code; from now on the factor is fresh for ten minutes. The first right one confirms the authenticator.

    Refuses a wrong, a used and an old code, and everything while locked. Records second_factor.verified or .failed.
    """
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(user_id=actor.user_id or 0).first()
        if factor is None:
            raise NeedsSecondFactor(_("尚未绑定动态口令。"))
        if factor.locked_until and factor.locked_until > at:
            raise NeedsSecondFactor(_("动态口令错误次数过多，请稍后再试。"))
        step = matching_step(factor, code.strip(), at)
        if step is None:
            factor.failures += 1
            if factor.failures >= TRIES:
                factor.failures, factor.locked_until = 0, at + LOCKED
        else:
            factor.failures, factor.locked_until, factor.last_step, factor.verified_at = 0, None, step, at
            factor.confirmed_at = factor.confirmed_at or at
        factor.save()
        verb = "second_factor.verified" if step is not None else "second_factor.failed"
        record(actor=actor, verb=verb, kind="user", object_id=str(actor.user_id), code="", at=at)
    if step is None:  # after the commit, so that the failed try is counted
        raise NeedsSecondFactor(_("动态口令不正确。"))


@transaction.atomic
def release(*, actor: Actor, user: User, at: datetime) -> None:
    """The security administrator takes an authenticator away, as when a phone is lost; never their own. Records second_factor.released."""
    if not actor.has_role("security_admin", "system") or actor.user_id == user.pk:
        raise NotAllowed
    SecondFactor.objects.filter(user=user).delete()
    record(actor=actor, verb="second_factor.released", kind="user", object_id=str(user.pk), code="", at=at)
