"""What a phone says of its clock is believed within reason (A16)."""

from datetime import UTC, datetime, timedelta

import pytest

from governance.phones import true_time

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("captured", "sent", "when", "skewed"),
    [
        (AT - HOUR, None, AT - HOUR, False),
        (AT - HOUR, AT - timedelta(minutes=1), AT - HOUR, False),
        (AT + HOUR, AT + 2 * HOUR, AT - HOUR, True),
        (AT - 40 * 24 * HOUR, AT, AT, True),
        (AT + HOUR, AT, AT, True),
        (datetime(825, 10, 18, tzinfo=UTC), datetime(6000, 7, 29, tzinfo=UTC), AT, True),
        (datetime(9999, 12, 31, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC), AT, True),
    ],
)
def test_a16_a_wrong_clock_is_corrected_and_an_impossible_one_counts_as_now(captured, sent, when, skewed):
    assert true_time(captured_at=captured, sent_at=sent, at=AT) == (when, skewed)
