"""The real holiday table, as it ships."""

import pytest
from hypothesis import settings

from incidents.clock import Calendar
from tests.incidents.clock.minute_walk import TABLE

settings.register_profile("untimed", deadline=None, print_blob=True)  # a busy machine is no finding
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """Holidays and make-up days of 2004 to 2026."""
    return Calendar.from_csv(TABLE.read_text(encoding="utf-8"))
