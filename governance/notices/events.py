"""Which events can be told, and with which facts (通知事件). Each app declares its own when it starts."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its name, the word for it, and the facts that its templates may name, each with its word."""

    name: str
    label: str | Promise
    facts: Mapping[str, str | Promise]


EVENTS: dict[str, Event] = {}


def declare(name: str, label: str | Promise, **facts: str | Promise) -> None:
    """Make an event known. The same name twice is a mistake."""
    if name in EVENTS:
        raise ValueError(f"two events named {name}")
    EVENTS[name] = Event(name, label, facts)


def known(name: str) -> Event:
    """The event; LookupError for one that nobody declared: a mistake of the caller, found by its first test."""
    try:
        return EVENTS[name]
    except KeyError:
        raise LookupError(f"no app declared the event {name!r}: governance.notices.events.declare") from None
