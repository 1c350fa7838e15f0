"""Before eight in the morning the office has a day that UTC does not have yet: whoever asks for the day of a moment asks for the office's."""

from pathlib import PurePosixPath

import pytest

from tests.house.walls.days import days_of_utc
from tests.house.walls.files import report, sources, text


def test_no_day_is_that_of_utc() -> None:
    found = [finding for path in sources() for finding in days_of_utc(path, text(path))]
    assert not found, report(found)


@pytest.mark.parametrize("planted", ["at.date()", "case.received_at.date()", "(at + KEPT).date()", "timezone.now().date()"])
def test_a_planted_day_is_found(planted: str) -> None:
    assert len(days_of_utc(PurePosixPath("x.py"), planted)) == 1


@pytest.mark.parametrize("fine", ["timezone.localdate(at)", "cell.date()", "at.astimezone(SHANGHAI).date()"])
def test_a_day_of_the_office_is_fine(fine: str) -> None:
    assert days_of_utc(PurePosixPath("x.py"), fine) == []
