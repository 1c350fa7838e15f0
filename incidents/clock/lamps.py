"""Lamps (红绿灯): green, yellow from 80 % of the limit used, red when late."""

from datetime import datetime
from enum import StrEnum

from incidents.clock.case_clock import Clock
from incidents.clock.counting import YELLOW_SHARE
from incidents.clock.zone import utc


class Lamp(StrEnum):
    """The colour by which a deadline is shown."""

    GREEN = "green"  # 正常
    YELLOW = "yellow"  # 临期
    RED = "red"  # 超时


def lamp(*, at: datetime, start: datetime, due: datetime, yellow_at: datetime | None = None) -> Lamp:
    """The lamp at a moment. Exactly at the deadline is still in time.

    For working-time limits pass the deadline's own `yellow_at`; without it, 80 % of the wall time decides.
    """
    now, end = utc(at), utc(due)
    if now > end:
        return Lamp.RED
    if yellow_at is not None:
        return Lamp.YELLOW if now >= utc(yellow_at) else Lamp.GREEN
    begin = utc(start)
    return Lamp.YELLOW if (now - begin) * 100 >= (end - begin) * YELLOW_SHARE else Lamp.GREEN


def lamp_of(clock: Clock, *, at: datetime) -> Lamp:
    """The lamp of a clock: a stopped one is judged when it stopped, a paused one when it was paused."""
    moment = clock.judged_at(at)
    return lamp(at=moment, start=clock.started_at, due=clock.due_at, yellow_at=clock.yellow_at)
