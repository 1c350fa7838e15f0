"""The clocks of a case (时限): pure functions of times, limits, a holiday calendar and working hours.

Times go in and come out aware, in UTC; the business day is Asia/Shanghai whatever zone the server is in.
No model, no setting and no "now" is read here: the caller passes them.
"""

from incidents.clock.case_clock import Clock, ClockKind, ClockMisuse, extend, pause, recompute, resume, start, stop
from incidents.clock.counting import Due, due, elapsed, remaining
from incidents.clock.kept import read_clocks, write_clocks
from incidents.clock.lamps import Lamp, lamp, lamp_of
from incidents.clock.limits import BadLimit, Limit, LimitKind
from incidents.clock.slots import DEFAULT_SLOTS, BadSlots, Slots
from incidents.clock.workdays import BadCalendar, Calendar, DayKind
from incidents.clock.zone import SHANGHAI, NaiveTime

__all__ = [
    "DEFAULT_SLOTS",
    "SHANGHAI",
    "BadCalendar",
    "BadLimit",
    "BadSlots",
    "Calendar",
    "Clock",
    "ClockKind",
    "ClockMisuse",
    "DayKind",
    "Due",
    "Lamp",
    "Limit",
    "LimitKind",
    "NaiveTime",
    "Slots",
    "due",
    "elapsed",
    "extend",
    "lamp",
    "lamp_of",
    "pause",
    "read_clocks",
    "recompute",
    "remaining",
    "resume",
    "start",
    "stop",
    "write_clocks",
]
