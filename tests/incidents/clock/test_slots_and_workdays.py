"""Working hours of a unit and the days that are worked."""

from datetime import date

import pytest

from incidents.clock import DEFAULT_SLOTS, BadCalendar, BadSlots, Calendar, Slots


def test_slots_read_their_text_and_write_it_back() -> None:
    slots = Slots.parse("08:30-12:00, 13:30-24:00")
    assert str(slots) == "08:30-12:00 13:30-24:00"
    assert DEFAULT_SLOTS.seconds == 8 * 3600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8-12",
        "12:00-08:00",
        "08:00-08:00",
        "08:00-12:00 11:00-18:00",
        "14:00-18:00 08:00-12:00",
        "22:00-25:00",
        "08:60-12:00",
    ],
)
def test_slots_that_are_no_working_day_are_refused(text: str) -> None:
    with pytest.raises(BadSlots):
        Slots.parse(text)


def test_a_make_up_sunday_is_worked_and_a_holiday_thursday_is_not(calendar: Calendar) -> None:
    assert calendar.is_workday(date(2026, 9, 20))  # a Sunday, worked for National Day
    assert not calendar.is_workday(date(2026, 10, 1))  # a Thursday
    assert calendar.is_workday(date(2026, 10, 8))
    assert not calendar.is_workday(date(2026, 10, 11))


def test_a_year_without_a_table_has_weekends_only_and_is_known_to_be_unknown(calendar: Calendar) -> None:
    assert calendar.years == frozenset(range(2004, 2027))
    assert calendar.is_workday(date(2027, 10, 1))  # a Friday, in truth surely a holiday
    assert not calendar.knows(date(2027, 10, 1))


def test_one_make_up_day_in_december_does_not_make_its_year_known() -> None:
    lone = Calendar.of([(date(2027, 12, 26), "workday_makeup")])
    assert lone.years == frozenset()
    assert not lone.is_workday(date(2027, 12, 26))


def test_the_version_follows_the_content_and_not_the_order() -> None:
    days = [(date(2026, 1, 1), "holiday"), (date(2026, 10, 1), "holiday")]
    assert Calendar.of(days).version == Calendar.of(reversed(days)).version
    assert Calendar.of(days).version != Calendar.of(days[:1]).version
    assert Calendar.of(days, version="2026-a").version == "2026-a"


@pytest.mark.parametrize(
    "text",
    ["", "date,kind\n2026-02-30,holiday", "date,kind\n2026-01-01,feast", "day\n2026-01-01", "date,kind\n2026-01-01"],
)
def test_a_broken_table_is_refused_by_name(text: str) -> None:
    if text:
        with pytest.raises(BadCalendar):
            Calendar.from_csv(text)
    else:
        assert Calendar.from_csv(text).years == frozenset()


def test_a_day_given_twice_is_refused() -> None:
    with pytest.raises(BadCalendar):
        Calendar.of([(date(2026, 1, 1), "holiday"), (date(2026, 1, 1), "workday_makeup")])
