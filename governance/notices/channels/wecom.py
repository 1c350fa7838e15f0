"""A group robot of WeCom (企业微信群机器人)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from governance.notices.channels.calling import checked_url, post_json
from governance.notices.message import Later, Message, Never

HOSTS = ("qyapi.weixin.qq.com",)
BUSY = {45009, -1}
"""Too many messages in a minute; the system is busy."""


def check(address: Mapping[str, str]) -> dict[str, str]:
    """The robot's URL."""
    return {"address": checked_url(address.get("address", ""), HOSTS)}


def identity(address: Mapping[str, str]) -> str:
    """The URL with its key."""
    return address["address"]


def hint(address: Mapping[str, str]) -> str:
    """The host and the end of the key."""
    return f"{HOSTS[0]} …{address['address'][-4:]}"


def send(message: Message) -> str:
    """A text message; the robot's `errcode` decides."""
    content = "\n".join(part for part in (message.subject, message.body, message.link) if part)
    value = {"msgtype": "text", "text": {"content": content}}
    judged(post_json(url=message.address["address"], value=value, hosts=HOSTS), BUSY)
    return ""


def judged(said: object, busy: set[int]) -> None:
    """An answer with `errcode`: 0 is sent, a busy one later, others never."""
    code = said.get("errcode") if isinstance(said, dict) else None
    if code == 0:
        return
    told = _("机器人回答 %(code)s。") % {"code": str(code)[:32]}
    raise Later(told) if code is None or code in busy else Never(told)
