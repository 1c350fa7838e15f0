"""A group robot of DingTalk (钉钉群机器人), signed with its secret."""

import base64
import hmac
from collections.abc import Mapping
from urllib.parse import quote_plus

from governance.notices.channels.calling import checked_url, post_json
from governance.notices.channels.wecom import judged
from governance.notices.message import Message

HOSTS = ("oapi.dingtalk.com",)
BUSY = {130101, -1, 410100}
"""Too many messages in a minute."""


def check(address: Mapping[str, str]) -> dict[str, str]:
    """The robot's URL and the secret of its signature."""
    return {"address": checked_url(address.get("address", ""), HOSTS), "secret": address.get("secret", "").strip()}


def identity(address: Mapping[str, str]) -> str:
    """The URL with its token."""
    return address["address"]


def hint(address: Mapping[str, str]) -> str:
    """The host and the end of the token."""
    return f"{HOSTS[0]} …{address['address'][-4:]}"


def send(message: Message) -> str:
    """A text message; the time and its signature stand in the address."""
    content = "\n".join(part for part in (message.subject, message.body, message.link) if part)
    judged(post_json(url=signed(message), value={"msgtype": "text", "text": {"content": content}}, hosts=HOSTS), BUSY)
    return ""


def signed(message: Message) -> str:
    """The URL with `timestamp` and `sign`, if the robot has a secret."""
    url, secret = message.address["address"], message.address.get("secret", "")
    if not secret:
        return url
    stamp = str(int(message.at.timestamp() * 1000))
    mac = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), "sha256")
    return f"{url}&timestamp={stamp}&sign={quote_plus(base64.b64encode(mac))}"
