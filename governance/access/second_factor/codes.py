"""The second factor (第二因素): one-time codes by time, RFC 6238, made by any authenticator app.

Six digits, SHA-1, 30 seconds, one step of tolerance; a code serves once. Five wrong codes lock for a quarter of an hour.
"""

import base64
import hmac
import struct
from datetime import datetime, timedelta

from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from governance.access.second_factor.models import SecondFactor
from governance.errors import NotAllowed

STEP, DIGITS, TOLERANCE = 30, 6, 1
FRESH = timedelta(minutes=10)


class NeedsSecondFactor(NotAllowed):
    """The step asks for a fresh second factor (需要第二因素)."""

    code = "second_factor"
    message = _("请先用动态口令确认身份。")


def code_at(secret: bytes, step: int, *, digits: int = DIGITS, digest: str = "sha1") -> str:
    """The code of a time step (RFC 4226 truncation)."""
    mac = hmac.digest(secret, struct.pack(">Q", step), digest)
    at = mac[-1] & 15
    number = struct.unpack(">I", mac[at : at + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(at: datetime) -> int:
    """The time step of a moment."""
    return int(at.timestamp()) // STEP


def matching_step(factor: SecondFactor, code: str, at: datetime) -> int | None:
    """The step whose code this is, if it was not used yet."""
    secret = box().decrypt(bytes(factor.secret))
    now = step_of(at)
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if step > factor.last_step and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


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
