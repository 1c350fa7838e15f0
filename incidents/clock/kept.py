"""Clocks as a case keeps them (计时留存): plain JSON, in the order in which they started."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from incidents.clock.case_clock import Clock, ClockKind
from incidents.clock.limits import Limit

NAMES = tuple(field.name for field in fields(Clock))
PLAIN = {field.name: field.default for field in fields(Clock)}


def read_clocks(kept: Iterable[Mapping[str, Any]]) -> list[Clock]:
    """The clocks of a case."""
    return [_read(one) for one in kept]


def write_clocks(clocks: Iterable[Clock]) -> list[dict[str, Any]]:
    """What is kept of them; what a clock never had is left out. A stopped one also says whether it was late."""
    return [_written(clock) for clock in clocks]


def _read(kept: Mapping[str, Any]) -> Clock:
    found: dict[str, Any] = {name: value for name, value in kept.items() if name in PLAIN}
    found |= {"kind": ClockKind(found["kind"]), "limit": Limit.parse(found["limit"])}
    for name, value in found.items():
        if name.endswith("_at"):
            found[name] = datetime.fromisoformat(value)
    return Clock(**found)


def _written(clock: Clock) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name in NAMES:
        value = getattr(clock, name)
        if value != PLAIN[name]:
            kept[name] = value.isoformat() if isinstance(value, datetime) else value
    kept |= {"kind": str(clock.kind), "limit": str(clock.limit)}
    return kept if clock.stopped_at is None else kept | {"late": clock.stopped_at > clock.due_at}
