"""The second factor (第二因素): one-time codes by time, RFC 6238, made by any authenticator app.

Six digits, SHA-1, 30 seconds, one step of tolerance; a code serves once. Five wrong codes lock for a quarter of an hour.
"""

import base64
import hmac
import secrets
import struct
from datetime import datetime, timedelta
from urllib.parse import quote

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.access.actor import Actor
from governance.access.models import User
from governance.errors import Invalid, NotAllowed
from governance.ledger.record import record

STEP, DIGITS, TOLERANCE, SECRET = 30, 6, 1, 20
FRESH = timedelta(minutes=10)
TRIES, LOCKED = 5, timedelta(minutes=15)


class SecondFactor(models.Model):
    """A person's authenticator. The secret lies encrypted under a key derived from SECRET_KEY."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="second_factor")
    secret = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    verified_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = gettext_lazy("第二因素")


class NeedsSecondFactor(NotAllowed):
    """The step asks for a fresh second factor (需要第二因素)."""

    code = "second_factor"
    message = gettext_lazy("请先用动态口令确认身份。")


def code_at(secret: bytes, step: int, *, digits: int = DIGITS, digest: str = "sha1") -> str:
    """The code of a time step (RFC 4226 truncation)."""
    mac = hmac.digest(secret, struct.pack(">Q", step), digest)
    at = mac[-1] & 15
    number = struct.unpack(">I", mac[at : at + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(at: datetime) -> int:
    """The time step of a moment."""
    return int(at.timestamp()) // STEP


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


def matching_step(factor: SecondFactor, code: str, at: datetime) -> int | None:
    """The step whose code this is, if it was not used yet."""
    secret = box().decrypt(bytes(factor.secret))
    now = step_of(at)
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if step > factor.last_step and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


@transaction.atomic
def release(*, actor: Actor, user: User, at: datetime) -> None:
    """The security administrator takes an authenticator away, as when a phone is lost; never their own. Records second_factor.released."""
    if not actor.has_role("security_admin", "system") or actor.user_id == user.pk:
        raise NotAllowed
    SecondFactor.objects.filter(user=user).delete()
    record(actor=actor, verb="second_factor.released", kind="user", object_id=str(user.pk), code="", at=at)


def fresh(*, user_id: int | None, at: datetime) -> bool:
    """Whether the person proved the second factor within the last ten minutes."""
    found: bool = SecondFactor.objects.filter(
        user_id=user_id or 0, confirmed_at__isnull=False, verified_at__gt=at - FRESH, verified_at__lte=at
    ).exists()
    return found


def require_fresh(*, user_id: int | None, at: datetime) -> None:
    """Refuse with NeedsSecondFactor unless the factor is fresh."""
    if not fresh(user_id=user_id, at=at):
        raise NeedsSecondFactor


def box() -> Fernet:
    """What the secrets are encrypted with."""
    return Fernet(base64.urlsafe_b64encode(hmac.digest(settings.SECRET_KEY.encode(), b"wangge second factor", "sha256")))
