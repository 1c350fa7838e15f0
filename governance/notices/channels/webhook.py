"""A webhook (网络回调): JSON, signed with the receiver's secret, to hosts that the operator named (E3)."""

import hmac
import secrets
from collections.abc import Mapping

import orjson
from django.conf import settings
from django.utils.translation import gettext as _

from governance.errors import Invalid
from governance.notices.channels.calling import checked_url, post
from governance.notices.message import Message

LEAST = 16


def check(address: Mapping[str, str]) -> dict[str, str]:
    """A https URL on an allowed host, and a secret of 16 signs or more; without one a fresh secret is made."""
    secret = address.get("secret", "").strip() or secrets.token_urlsafe(24)
    if len(secret) < LEAST:
        raise Invalid(fields={"secret": [_("密钥至少 %(least)d 位。") % {"least": LEAST}]})
    return {"address": checked_url(address.get("address", ""), settings.WEBHOOK_HOSTS), "secret": secret}


def identity(address: Mapping[str, str]) -> str:
    """The URL."""
    return address["address"]


def hint(address: Mapping[str, str]) -> str:
    """The host only: a path may hold a secret."""
    return address["address"].split("/")[2]


def send(message: Message) -> str:
    """POST the facts. `X-Wangge-Delivery` is the same at each try; `X-Wangge-Signature` is `t=<unix>,v1=<hex>`."""
    value = {
        "delivery": message.id, "event": message.event, "subject": message.subject, "text": message.body, "link": message.link,
        "facts": dict(message.facts), "sent_at": message.at.isoformat(),
    }  # fmt: skip
    body = orjson.dumps(value)
    stamp = int(message.at.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Wangge-Event": message.event,
        "X-Wangge-Delivery": message.id,
        "X-Wangge-Signature": f"t={stamp},v1={signature(message.address['secret'], stamp, body)}",
    }
    post(url=message.address["address"], body=body, headers=headers, hosts=settings.WEBHOOK_HOSTS)
    return ""


def signature(secret: str, stamp: int, body: bytes) -> str:
    """HMAC-SHA256 of the time, a dot and the body: what a receiver computes too."""
    return hmac.digest(secret.encode(), str(stamp).encode() + b"." + body, "sha256").hex()
