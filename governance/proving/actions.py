"""Sending a code and taking it (验证码): six digits, five tries, five minutes, once, for this number in this browser (D2, D3, D6)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import PUBLIC
from governance.errors import Invalid
from governance.ledger.record import record
from governance.limits.actions import Limit, require
from governance.notices.actions import notify
from governance.notices.channels import CHANNELS
from governance.notices.recipients import To
from governance.notices.sealing import digest
from governance.prepared import ask
from governance.proving.models import PhoneCode

LIFE = timedelta(minutes=5)
TRIES = 5
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PER_MINUTE = Limit("code.minute", 1, timedelta(minutes=1))
PER_NUMBER = Limit("code.number", 5, DAY)
PER_DEVICE = Limit("code.device", 10, DAY)
PER_ADDRESS = Limit("code.address", 60, HOUR)
EVERYBODY = Limit("code.all", 3000, HOUR)
"""The whole installation: what a flood could cost at most."""
CHECKS_NUMBER = Limit("code.check.number", 20, DAY)
CHECKS_ADDRESS = Limit("code.check.address", 60, HOUR)
EVENT = "phone.code"
TRY = (
    "UPDATE governance_phonecode SET tries = tries + 1 WHERE id = %s AND tries < %s AND used_at IS NULL AND expires_at > %s RETURNING tries"
)


class WrongCode(Invalid):
    """Wrong, too old, used or tried too often: which of them is not said."""

    code = "wrong_code"

    def __init__(self) -> None:
        super().__init__(fields={"code": [_("验证码不正确或已失效，请重新获取。")]})


@dataclass(frozen=True, slots=True)
class Proved:
    """A number that was proved: its digest finds its addresses, the mask is for the eye."""

    number: bytes
    hint: str
    marks: tuple[bytes, ...] = ()
    """What else finds the number: the keyed indexes of a register, put in by the door."""


def send_code(*, phone: str, device: bytes, address: str, at: datetime, language: str = "zh-hans") -> None:
    """Send a code to a number. The answer is the same whether the number is known here or not (D3).

    Refuses a text that is no mobile number (Invalid) and whoever asks too often (TooOften). An earlier code for the same
    number in this browser ends. Records phone.code_sent, without the number.
    """
    number = number_of(phone)
    key = digest("sms", number)
    require(
        [
            (PER_ADDRESS, address), (PER_DEVICE, device.hex()), (PER_MINUTE, key.hex()),
            (PER_NUMBER, key.hex()), (EVERYBODY, ""),
        ],
        at=at,
    )  # fmt: skip
    code = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        PhoneCode.objects.filter(number=key, device=device, used_at__isnull=True).delete()
        made = PhoneCode.objects.create(number=key, device=device, digest=_digest(key, device, code), sent_at=at, expires_at=at + LIFE)
        to = To.at("sms", number, language=language)
        notify(event=EVENT, audience="resident", to=[to], facts={"code": code}, at=at, key=f"{EVENT}:{made.pk}", until=at + LIFE)
        record(actor=PUBLIC, verb="phone.code_sent", kind="phone", object_id=str(made.pk), code="", at=at)


def prove_phone(*, phone: str, code: str, device: bytes, address: str, at: datetime) -> Proved:
    """Take a code: the number is this person's for the session. Each try is counted before it is compared (D6).

    Refuses WrongCode, TooOften. Records phone.proved or phone.refused, without the number.
    """
    number = number_of(phone)
    key = digest("sms", number)
    require([(CHECKS_ADDRESS, address), (CHECKS_NUMBER, key.hex())], at=at)
    with transaction.atomic():
        found = PhoneCode.objects.filter(number=key, device=device, used_at__isnull=True).first()
        counted = found is not None and bool(ask(TRY, [found.pk, TRIES, at]))
        right = counted and found is not None and hmac.compare_digest(bytes(found.digest), _digest(key, device, code.strip()))
        if right and found is not None:
            right = PhoneCode.objects.filter(pk=found.pk, used_at__isnull=True).update(used_at=at) == 1
        verb = "phone.proved" if right else "phone.refused"
        record(actor=PUBLIC, verb=verb, kind="phone", object_id=str(found.pk) if found else "", code="", at=at)
    if not right:  # after the commit, so that the try stays counted
        raise WrongCode
    return Proved(key, CHANNELS["sms"].hint({"address": number}))


def number_of(phone: str) -> str:
    """The number as gateways know it; Invalid, field `phone`, for what is none."""
    try:
        return CHANNELS["sms"].check({"address": phone})["address"]
    except Invalid as wrong:
        raise Invalid(fields={"phone": list(wrong.fields.get("address", [wrong.message]))}) from wrong


@transaction.atomic
def forget_codes(*, at: datetime) -> int:
    """Delete what ran out a day ago; how many."""
    return PhoneCode.objects.filter(expires_at__lt=at - DAY).delete()[0]


def _digest(number: bytes, device: bytes, code: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"code:" + number + device + code.encode(), hashlib.sha256).digest()
