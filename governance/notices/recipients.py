"""To whom (收件人): a user, a unit, holders of a role over a code, a topic that people subscribed to, or one address."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class To:
    """One recipient or group. Make it by one of the class methods; who that is, is found when the notice goes out (C12)."""

    kind: str
    value: str = ""
    code: str = ""
    channel: str = ""
    address: dict[str, str] = field(default_factory=dict)
    language: str = "zh-hans"

    @classmethod
    def user(cls, user_id: int) -> "To":
        """A member of staff, at their own addresses."""
        return cls("user", str(user_id))

    @classmethod
    def unit(cls, unit_id: int) -> "To":
        """A unit: its robots and webhooks, and the handlers who hold a post there."""
        return cls("unit", str(unit_id))

    @classmethod
    def role(cls, role: str, code: str) -> "To":
        """Everybody whose post of this role covers the code, and the robots of these posts' units."""
        return cls("role", role, code)

    @classmethod
    def topic(cls, topic: str) -> "To":
        """Whoever left an address for this topic: `incident:<uuid>`, or a subscription's own name."""
        return cls("topic", topic)

    @classmethod
    def at(cls, channel: str, address: str, *, language: str = "zh-hans") -> "To":
        """One address that is kept nowhere else: a phone that a code goes to."""
        return cls("address", channel=channel, address={"address": address}, language=language)

    def packed(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)
