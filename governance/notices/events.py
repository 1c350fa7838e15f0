"""Which events can be told, and with which facts (通知事件). Each app declares its own when it starts."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its name, the word for it, and the facts that its templates may name, each with its word."""

    name: str
    label: str | Promise
    facts: Mapping[str, str | Promise]


EVENTS: dict[str, Event] = {}
AUDIENCES: Mapping[str, str | Promise] = {
    "reporter": _("反映人"),
    "resident": _("居民"),
    "subscriber": _("订阅人"),
    "field": _("网格员"),
    "desk": _("派遣岗位"),
    "handler": _("承办单位"),
    "registrar": _("信息员"),
}
"""For whom a template is worded (对象)."""


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
