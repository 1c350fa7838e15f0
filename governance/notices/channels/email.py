"""E-mail (电子邮件), plain text only: nothing in it can run (E1)."""

import smtplib
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from governance.errors import Invalid
from governance.notices.channels.instead import write_instead
from governance.notices.message import Later, Message, Never

FOR_GOOD = 500


def check(address: Mapping[str, str]) -> dict[str, str]:
    """An e-mail address."""
    text = address.get("address", "").strip()
    try:
        validate_email(text)
    except ValidationError as error:
        raise Invalid(fields={"address": [_("不是有效的电子邮件地址。")]}) from error
    return {"address": text}


def identity(address: Mapping[str, str]) -> str:
    """The domain does not know capitals; people do not mean them either."""
    return address["address"].lower()


def hint(address: Mapping[str, str]) -> str:
    """m***@example.org"""
    name, _at, domain = address["address"].rpartition("@")
    return f"{name[:1]}***@{domain}"


def send(message: Message) -> str:
    """By the configured mail server."""
    if not settings.EMAIL_HOST:
        return write_instead("email", hint(message.address), message)
    body = message.body + (f"\n\n{message.link}" if message.link else "")
    headers = {"Message-ID": f"<{message.id}@wangge>", "X-Wangge-Delivery": message.id, "Auto-Submitted": "auto-generated"}
    mail = EmailMessage(message.subject, body, settings.DEFAULT_FROM_EMAIL, [message.address["address"]], headers=headers)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        refusal = Never if codes and min(codes) >= FOR_GOOD else Later
        raise refusal(_("邮件服务器拒绝收件人。")) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Later(_("邮件服务器没有应答：%(why)s") % {"why": type(error).__name__}) from error
    return ""
