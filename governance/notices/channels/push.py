"""Web push (浏览器推送): RFC 8030, encrypted for the browser alone (RFC 8291), signed by our own key (VAPID, RFC 8292)."""

from collections.abc import Mapping

import orjson
from django.conf import settings
from django.utils.translation import gettext as _

from governance.errors import Invalid
from governance.notices.channels.calling import checked_url, post
from governance.notices.channels.pushcrypto import decoded, encrypted
from governance.notices.message import Message
from governance.notices.vapid import authorization

HOSTS = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", ".push.apple.com", ".notify.windows.com",
    ".push.hicloud.com", ".vivo.com.cn",
)  # fmt: skip
"""The push services of the browsers; PUSH_HOSTS adds others."""
DAY = 24 * 3600
POINT, SECRET = 65, 16


def check(address: Mapping[str, str]) -> dict[str, str]:
    """A browser's subscription: endpoint, p256dh, auth."""
    found = {"address": checked_url(address.get("address", ""), hosts())}
    for name, length in (("p256dh", POINT), ("auth", SECRET)):
        text = address.get(name, "").rstrip("=")
        try:
            fits = len(decoded(text)) == length
        except ValueError:
            fits = False
        if not fits:
            raise Invalid(fields={name: [_("浏览器的推送密钥有误。")]})
        found[name] = text
    return found


def hosts() -> tuple[str, ...]:
    """Whose endpoints are called."""
    return (*HOSTS, *settings.PUSH_HOSTS)


def identity(address: Mapping[str, str]) -> str:
    """The endpoint."""
    return address["address"]


def hint(address: Mapping[str, str]) -> str:
    """The push service."""
    return address["address"].split("/")[2]


def send(message: Message) -> str:
    """`{id, title, body, link}`: the service worker shows it, one notification for each id."""
    value = {"id": message.id, "title": message.subject, "body": message.body, "link": message.link}
    address = message.address
    body = encrypted(orjson.dumps(value), receiver=decoded(address["p256dh"]), auth=decoded(address["auth"]))
    headers = {
        "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "TTL": str(DAY), "Urgency": "normal",
        "Topic": message.id.replace("-", "")[:32], "Authorization": authorization(endpoint=address["address"], at=message.at),
    }  # fmt: skip
    post(url=address["address"], body=body, headers=headers, hosts=hosts())
    return ""
