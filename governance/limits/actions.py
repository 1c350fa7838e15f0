"""Taking one of a limited number (取用次数): one statement decides, so that fifty at once let exactly so many through (D6)."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from governance.errors import Refused
from governance.limits.models import Allowance
from governance.prepared import ask

TAKE = """
INSERT INTO governance_allowance AS had (key, "window", count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE
SET count = CASE WHEN had."window" = EXCLUDED."window" THEN had.count + 1 ELSE 1 END, "window" = EXCLUDED."window"
WHERE had."window" <> EXCLUDED."window" OR had.count < %s
RETURNING count
"""
GIVE_BACK = """
UPDATE governance_allowance SET count = count - 1 WHERE key = %s AND "window" = %s AND count > 1 RETURNING count
"""
KEPT = timedelta(days=3)


class TooOften(Refused):
    """More than is allowed in this time; the answer is the same whoever is asked about (D3)."""

    code = "too_often"
    status = 429
    message = _("操作太频繁，请稍后再试。")


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` times in each window of `per`, for one `name` and whatever it is counted by."""

    name: str
    most: int
    per: timedelta


def take(limit: Limit, by: str, *, at: datetime) -> bool:
    """Use one of the limit; False when none is left. Windows are fixed: each begins at a multiple of `per`.

    Call it before the transaction of what is limited: a try that fails afterwards stays counted.
    """
    return bool(ask(TAKE, [_key(limit, by), _window(limit, at), limit.most]))


def require(limits: Sequence[tuple[Limit, str]], *, at: datetime) -> None:
    """Use one of each, in this order; TooOften at the first that has none left."""
    for limit, by in limits:
        if not take(limit, by, at=at):
            raise TooOften


def give_back(limit: Limit, by: str, *, at: datetime) -> None:
    """Return one that was taken for something that turned out not to count, such as a sign-in with the right password."""
    ask(GIVE_BACK, [_key(limit, by), _window(limit, at)])


@transaction.atomic
def forget_allowances(*, at: datetime) -> int:
    """Delete counters of windows long past; how many."""
    return Allowance.objects.filter(window__lt=at - KEPT).delete()[0]


def _window(limit: Limit, at: datetime) -> datetime:
    seconds = int(limit.per.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


def _key(limit: Limit, by: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"limit:{limit.name}:{by}".encode(), hashlib.sha256).digest()
