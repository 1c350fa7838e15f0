"""Due, elapsed, remaining: the examples that people know by heart."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from incidents.clock import SHANGHAI, Calendar, Limit, LimitKind, NaiveTime, Slots, due, elapsed, remaining


def at(text: str) -> datetime:
    """A moment written as Shanghai wall time."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-11-20 17:00", "4 work_hour", "2026-11-23 11:00"),  # Friday evening to Monday
        ("2026-11-20 08:00", "4 work_hour", "2026-11-20 12:00"),  # ends at closing, not at the next opening
        ("2026-11-20 12:00", "1 work_hour", "2026-11-20 15:00"),  # the noon break does not count
        ("2026-11-21 03:00", "1 work_hour", "2026-11-23 09:00"),  # a start on Saturday moves to Monday
        ("2026-11-20 10:00", "1 work_day", "2026-11-23 10:00"),  # 8 working hours, not the end of the day
        ("2026-09-30 17:00", "2 work_hour", "2026-10-08 09:00"),  # over National Day
        ("2026-09-18 17:00", "2 work_hour", "2026-09-20 09:00"),  # the Sunday before it is worked
        ("2026-09-30 17:00", "2 urgent_hour", "2026-09-30 19:00"),
        ("2026-09-30 17:00", "2 urgent_day", "2026-10-02 17:00"),
        ("2026-09-30 17:00", "15 calendar_day", "2026-10-15 17:00"),
    ],
)
def test_a_limit_ends_when_people_expect(start: str, limit: str, end: str, calendar: Calendar) -> None:
    found = due(start=at(start), limit=Limit.parse(limit), calendar=calendar)
    assert found.at == at(end)
    assert found.at.tzinfo is UTC
    assert (found.warned, found.calendar_version) == (False, calendar.version)


def test_yellow_comes_after_four_fifths_of_the_working_time(calendar: Calendar) -> None:
    found = due(start=at("2026-11-20 13:00"), limit=Limit.parse("5 work_hour"), calendar=calendar)
    assert found.yellow_at == at("2026-11-20 18:00")
    assert found.at == at("2026-11-23 09:00")


def test_f13_a_deadline_past_the_end_of_the_table_is_counted_on_weekends_and_warns(calendar: Calendar) -> None:
    found = due(start=at("2026-12-31 17:00"), limit=Limit.parse("2 work_hour"), calendar=calendar)
    assert found.at == at("2027-01-01 09:00")
    assert found.warned
    urgent = due(start=at("2026-12-31 17:00"), limit=Limit.parse("2 urgent_day"), calendar=calendar)
    assert not urgent.warned


def test_a_unit_with_other_hours_counts_its_own(calendar: Calendar) -> None:
    night = Slots.parse("00:00-24:00")
    found = due(start=at("2026-11-20 22:00"), limit=Limit.parse("4 work_hour"), calendar=calendar, slots=night)
    assert found.at == at("2026-11-23 02:00")


@pytest.mark.parametrize("kind", LimitKind)
def test_a_time_without_a_zone_is_refused(kind: LimitKind, calendar: Calendar) -> None:
    naive, aware = datetime(2026, 11, 20, 9), at("2026-11-20 09:00")  # noqa: DTZ001 - the point of the test
    with pytest.raises(NaiveTime):
        due(start=naive, limit=Limit.parse(f"1 {kind}"), calendar=calendar)
    with pytest.raises(NaiveTime):
        elapsed(start=naive, end=aware, kind=kind, calendar=calendar)
    with pytest.raises(NaiveTime):
        elapsed(start=aware, end=naive, kind=kind, calendar=calendar)


def test_any_zone_of_the_input_gives_the_same_deadline(calendar: Calendar) -> None:
    moment = at("2026-11-20 17:00")
    zones = [UTC, timezone(timedelta(hours=-3, minutes=-30)), timezone(timedelta(hours=14))]
    ends = {due(start=moment.astimezone(z), limit=Limit.parse("4 work_hour"), calendar=calendar) for z in zones}
    assert len(ends) == 1


def test_elapsed_counts_working_seconds_only(calendar: Calendar) -> None:
    friday, monday = at("2026-11-20 17:30"), at("2026-11-23 08:10")
    assert elapsed(start=friday, end=monday, kind=LimitKind.WORK_HOUR, calendar=calendar) == 2400
    assert elapsed(start=monday, end=friday, kind=LimitKind.WORK_HOUR, calendar=calendar) == 0
    assert elapsed(start=friday, end=monday, kind=LimitKind.URGENT_HOUR, calendar=calendar) == 225_600


def test_remaining_falls_below_zero_by_the_working_time_it_is_late(calendar: Calendar) -> None:
    end = at("2026-11-20 17:30")
    assert remaining(at=at("2026-11-20 11:00"), due=end, kind=LimitKind.WORK_DAY, calendar=calendar) == 16_200
    assert remaining(at=end, due=end, kind=LimitKind.WORK_DAY, calendar=calendar) == 0
    assert remaining(at=at("2026-11-22 11:00"), due=end, kind=LimitKind.WORK_DAY, calendar=calendar) == -1800


def test_a_very_long_limit_is_walked_by_slots_and_not_by_minutes(calendar: Calendar) -> None:
    class Counting(Calendar):
        asked = 0

        def is_workday(self, day: object) -> bool:
            type(self).asked += 1
            return super().is_workday(day)  # type: ignore[arg-type]

    watched = Counting(calendar.holidays, calendar.makeup, calendar.years, calendar.version)
    found = due(start=at("2024-01-02 08:00"), limit=Limit.parse("250 work_day"), calendar=watched)
    assert found.at.year in {2024, 2025}
    assert Counting.asked < 2 * 400  # two walks (yellow, due) of about a year of days
