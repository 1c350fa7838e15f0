"""The five clocks of a case: transitions, pauses, extensions, lamps, a changed holiday table."""

from datetime import date, datetime, timedelta

import pytest

from incidents.clock import (
    SHANGHAI,
    Calendar,
    Clock,
    ClockKind,
    ClockMisuse,
    Lamp,
    Limit,
    extend,
    lamp,
    lamp_of,
    pause,
    recompute,
    resume,
    start,
    stop,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def handling(limit: str, begun: str, calendar: Calendar) -> Clock:
    return start(kind=ClockKind.HANDLE, limit=Limit.parse(limit), at=at(begun), calendar=calendar)


def test_a_working_clock_gets_back_only_the_working_part_of_its_pause(calendar: Calendar) -> None:
    clock = handling("1 work_day", "2026-11-20 08:00", calendar)
    clock = pause(clock, at=at("2026-11-20 16:00"))
    clock = resume(clock, at=at("2026-11-23 09:00"), calendar=calendar)
    assert clock.paused_seconds == 3 * 3600
    assert clock.due_at == at("2026-11-23 11:00")


def test_a_continuous_clock_gets_back_its_whole_pause(calendar: Calendar) -> None:
    clock = handling("2 urgent_hour", "2026-11-20 16:00", calendar)
    clock = resume(pause(clock, at=at("2026-11-20 17:00")), at=at("2026-11-23 09:00"), calendar=calendar)
    assert clock.due_at == at("2026-11-23 10:00")
    assert clock.paused_seconds == 64 * 3600


def test_an_extension_adds_the_original_limit(calendar: Calendar) -> None:
    clock = extend(handling("4 work_hour", "2026-11-20 17:00", calendar), calendar=calendar)
    assert clock.due_at == at("2026-11-23 17:00")  # 8 hours instead of 4; 12:00-14:00 does not count
    assert extend(clock, calendar=calendar).extensions == 2


def test_a_stopped_clock_is_judged_by_when_it_stopped(calendar: Calendar) -> None:
    clock = stop(handling("4 work_hour", "2026-11-20 08:00", calendar), at=at("2026-11-20 12:00"), calendar=calendar)
    assert not clock.late(at=at("2027-01-01 00:00"))
    assert lamp_of(clock, at=at("2027-01-01 00:00")) is Lamp.YELLOW
    slow = stop(handling("4 work_hour", "2026-11-20 08:00", calendar), at=at("2026-11-20 12:01"), calendar=calendar)
    assert slow.late(at=at("2026-11-20 12:02"))
    assert lamp_of(slow, at=at("2026-11-20 12:02")) is Lamp.RED


def test_a_paused_clock_does_not_become_late(calendar: Calendar) -> None:
    clock = pause(handling("4 work_hour", "2026-11-20 08:00", calendar), at=at("2026-11-20 09:00"))
    assert lamp_of(clock, at=at("2026-12-20 09:00")) is Lamp.GREEN
    assert not clock.late(at=at("2026-12-20 09:00"))


def test_stopping_a_paused_clock_keeps_its_pause(calendar: Calendar) -> None:
    clock = pause(handling("4 work_hour", "2026-11-20 08:00", calendar), at=at("2026-11-20 09:00"))
    ended = stop(clock, at=at("2026-11-20 11:00"), calendar=calendar)
    assert (ended.paused_at, ended.paused_seconds) == (None, 7_200)
    assert ended.stopped_at == at("2026-11-20 11:00")


def test_transitions_that_make_no_sense_are_refused(calendar: Calendar) -> None:
    running = handling("4 work_hour", "2026-11-20 08:00", calendar)
    paused = pause(running, at=at("2026-11-20 09:00"))
    stopped = stop(running, at=at("2026-11-20 10:00"), calendar=calendar)
    for misuse in (
        lambda: pause(paused, at=at("2026-11-20 10:00")),
        lambda: pause(stopped, at=at("2026-11-20 10:00")),
        lambda: pause(running, at=at("2026-11-20 07:00")),
        lambda: resume(running, at=at("2026-11-20 10:00"), calendar=calendar),
        lambda: resume(paused, at=at("2026-11-20 08:30"), calendar=calendar),
        lambda: extend(paused, calendar=calendar),
        lambda: stop(stopped, at=at("2026-11-20 11:00"), calendar=calendar),
        lambda: stop(running, at=at("2026-11-20 07:00"), calendar=calendar),
    ):
        with pytest.raises(ClockMisuse):
            misuse()


def test_f13_a_new_holiday_moves_the_deadline_and_both_versions_have_a_name(calendar: Calendar) -> None:
    before = handling("1 work_day", "2026-11-20 10:00", calendar)
    days = [(day, "holiday") for day in calendar.holidays] + [(day, "workday_makeup") for day in calendar.makeup]
    newer = Calendar.of([*days, (date(2026, 11, 23), "holiday")])
    after = recompute(before, calendar=newer)
    assert (before.due_at, after.due_at) == (at("2026-11-23 10:00"), at("2026-11-24 10:00"))
    assert before.calendar_version != after.calendar_version
    assert recompute(after, calendar=calendar) == before


@pytest.mark.parametrize(("minutes", "colour"), [(0, "green"), (95, "green"), (96, "yellow"), (120, "yellow"), (121, "red")])
def test_the_lamp_turns_at_four_fifths_and_after_the_end(minutes: int, colour: str, calendar: Calendar) -> None:
    begun = at("2026-11-20 08:00")
    clock = handling("2 urgent_hour", "2026-11-20 08:00", calendar)
    moment = begun + timedelta(minutes=minutes)
    assert lamp_of(clock, at=moment) == colour
    assert lamp(at=moment, start=begun, due=clock.due_at) == colour


def test_a_long_pause_does_not_turn_the_lamp_back_to_green(calendar: Calendar) -> None:
    clock = handling("10 urgent_hour", "2026-11-20 08:00", calendar)
    clock = resume(pause(clock, at=at("2026-11-20 17:00")), at=at("2026-11-25 17:00"), calendar=calendar)
    assert lamp_of(clock, at=at("2026-11-25 17:00")) is Lamp.YELLOW
    assert lamp_of(clock, at=at("2026-11-25 18:00")) is Lamp.YELLOW
    assert lamp_of(clock, at=at("2026-11-25 18:01")) is Lamp.RED
