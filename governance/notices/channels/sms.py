"""SMS (短信) by an HTTP gateway with signed templates: the gateway gets the signature, the template's number and the facts."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping

import orjson
from django.conf import settings
from django.utils.translation import gettext as _

from governance.errors import Invalid
from governance.notices.channels.calling import post
from governance.notices.channels.instead import write_instead
from governance.notices.message import Later, Message, Never
from governance.privacy import mask_phone

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
ACCEPTED = "ok"


def check(address: Mapping[str, str]) -> dict[str, str]:
    """A mainland mobile number, however it was spelled."""
    text = unicodedata.normalize("NFKC", address.get("address", ""))
    digits = re.sub(r"[^\d]", "", text).removeprefix("0086")
    digits = digits.removeprefix("86") if len(digits) > 11 else digits  # noqa: PLR2004 - a mobile number
    if not MOBILE.fullmatch(digits):
        raise Invalid(fields={"address": [_("不是有效的手机号码。")]})
    return {"address": digits}


def identity(address: Mapping[str, str]) -> str:
    """The number."""
    return address["address"]


def hint(address: Mapping[str, str]) -> str:
    """138****1234"""
    return mask_phone(address["address"])


def send(message: Message) -> str:
    """POST `{id, phone, sign, template, params, text}`; the body is signed by HMAC-SHA256 with the gateway's key."""
    if not settings.SMS_GATEWAY_URL:
        return write_instead("sms", hint(message.address), message)
    value = {
        "id": message.id, "phone": message.address["address"], "sign": settings.SMS_SIGNATURE, "template": message.gateway_code,
        "params": dict(message.facts), "text": f"【{settings.SMS_SIGNATURE}】{message.body}{message.link}",
    }  # fmt: skip
    body = orjson.dumps(value)
    signature = hmac.new(settings.SMS_GATEWAY_KEY.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json; charset=utf-8", "X-Signature": signature}
    answer = post(url=settings.SMS_GATEWAY_URL, body=body, headers=headers, hosts=None, inside=True)
    try:
        said = orjson.loads(answer.body)
        code, retry = str(said.get("code", "")), bool(said.get("retry", False))
    except (orjson.JSONDecodeError, AttributeError) as error:
        raise Later(_("对方的回答无法识别。")) from error
    if code.lower() in {ACCEPTED, "0", "200"}:
        return ""
    told = _("短信平台拒绝：%(code)s") % {"code": code[:32]}
    raise Later(told) if retry else Never(told)
