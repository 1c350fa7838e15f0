"""What a channel gets and how it refuses (投递内容)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class Later(Exception):
    """It did not go out; it may at the next try."""


class Never(Exception):
    """It will not go out however often it is tried."""


class Gone(Never):
    """The address is no more: its owner ended it at the other side, and nobody here has to do anything."""


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery in words. `address` is what the channel's `check` gave back; `id` is the receiver's key against doubles."""

    id: str
    event: str
    address: Mapping[str, str]
    subject: str
    body: str
    link: str
    facts: Mapping[str, str]
    gateway_code: str
    at: datetime


class ChannelRoom(Protocol):
    """What each module of `channels` has."""

    def check(self, address: Mapping[str, str]) -> dict[str, str]:
        """The address in its one spelling; Invalid names what is wrong."""

    def identity(self, address: Mapping[str, str]) -> str:
        """What makes two addresses the same."""

    def hint(self, address: Mapping[str, str]) -> str:
        """The address masked, for lists."""

    def send(self, message: Message) -> str:
        """Send; the text that the default sender shows, or nothing. Raises Later, Never or Gone."""


Facts = Mapping[str, Any]
