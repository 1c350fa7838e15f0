"""T22: 10,000 deadlines against a minute-by-minute count, on servers in three zones."""

import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from incidents.clock import Calendar, ClockKind, Limit, LimitKind, Slots, due, elapsed, pause, resume, start
from tests.incidents.clock.minute_walk import TABLE, MinuteWalk

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
SECONDS = int((datetime(2027, 1, 1, tzinfo=UTC) - FIRST).total_seconds())
CASES = 10_000


@pytest.fixture(scope="module")
def walk() -> MinuteWalk:
    return MinuteWalk(TABLE)


@pytest.fixture(params=["UTC", "America/St_Johns", "Pacific/Kiritimati"])
def server_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The zone of the whole process, as an administrator might have set it."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def cases(count: int) -> Iterator[tuple[datetime, Limit]]:
    """Starts over 2024 to 2026 at any second, working limits up to 20 days; the same ones every time."""
    chance = random.Random("deadlines")
    for _ in range(count):
        begin = FIRST + timedelta(seconds=chance.randrange(SECONDS))
        if chance.random() < 0.5:
            begin = begin.replace(second=0)
        kind, most = chance.choice([("work_hour", 40), ("work_day", 20), ("urgent_hour", 24), ("urgent_day", 9)])
        yield begin, Limit.parse(f"{chance.randint(1, most)} {kind}")


def test_f14_ten_thousand_deadlines_are_right_in_any_server_zone(server_zone: str, walk: MinuteWalk, calendar: Calendar) -> None:
    wrong = []
    for begin, limit in cases(CASES):
        found = due(start=begin, limit=limit, calendar=calendar)
        began = int(begin.timestamp())
        amount, kind = int(limit.amount), str(limit.kind)
        if kind.startswith("work"):
            hours = amount * (8 if kind == "work_day" else 1)
            expected = walk.end(began, hours * 60)
            crossed = found.at >= datetime(2026, 12, 31, 16, tzinfo=UTC)
        else:
            expected = began + amount * 3600 * (24 if kind == "urgent_day" else 1)
            crossed = False
        if int(found.at.timestamp()) != expected or found.warned != crossed:
            wrong.append((begin, str(limit), found))
    assert not wrong, f"zone={server_zone} deadlines={CASES} wrong={len(wrong)}"


def test_f14_two_thousand_spans_are_counted_alike_in_any_server_zone(server_zone: str, walk: MinuteWalk, calendar: Calendar) -> None:
    chance = random.Random(f"spans {server_zone}")
    for _ in range(2_000):
        begin = FIRST + timedelta(minutes=chance.randrange(SECONDS // 60))
        end = begin + timedelta(minutes=chance.randrange(60_000))
        counted = elapsed(start=begin, end=end, kind=LimitKind.WORK_HOUR, calendar=calendar)
        assert counted == 60 * walk.used(int(begin.timestamp()), int(end.timestamp()))


def test_f14_a_night_is_counted_from_its_own_day_in_any_server_zone(server_zone: str, calendar: Calendar) -> None:
    late = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # 23:30 on a Tuesday in Shanghai, Wednesday already on Kiritimati
    found = due(start=late, limit=Limit.parse("1 work_hour"), calendar=calendar, slots=Slots.parse("00:00-24:00"))
    assert found.at == late + timedelta(hours=1), server_zone


def test_pauses_add_back_exactly_the_working_minutes_they_took(walk: MinuteWalk, calendar: Calendar) -> None:
    chance = random.Random("pauses")
    for _ in range(1_000):
        begin = FIRST + timedelta(minutes=chance.randrange(SECONDS // 60 - 60_000))
        hours = chance.randint(1, 40)
        clock = start(kind=ClockKind.HANDLE, limit=Limit.parse(f"{hours} work_hour"), at=begin, calendar=calendar)
        moment, paused = begin, 0
        for _ in range(chance.randint(1, 3)):
            held = moment + timedelta(minutes=chance.randrange(1, 3_000))
            moment = held + timedelta(minutes=chance.randrange(1, 6_000))
            clock = resume(pause(clock, at=held), at=moment, calendar=calendar)
            paused += walk.used(int(held.timestamp()), int(moment.timestamp()))
        assert clock.paused_seconds == paused * 60
        assert int(clock.due_at.timestamp()) == walk.end(int(begin.timestamp()), hours * 60 + paused)
