"""The closing lines of several pytest calls become one."""

import pytest

from devtools import tally


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("=== 12 passed, 1 skipped in 3.21s ===\n", {"passed": 12, "skipped": 1}),
        ("1 failed, 2 passed, 1 warning in 65.00s (0:01:05)\n", {"failed": 1, "passed": 2, "warnings": 1}),
        ("\x1b[32m\x1b[1m7 passed\x1b[0m\x1b[32m in 0.10s\x1b[0m\n", {"passed": 7}),
        ("=== 3 errors in 1.00s ===\n", {"errors": 3}),
        ("tests/a.py ...... [100%]\n", {}),
        ("== no tests ran in 0.01s ==\n", {}),
    ],
)
def test_a_closing_line_is_read(text: str, counts: dict[str, int]) -> None:
    assert tally.closing(text) == counts


def test_all_calls_together_close_with_one_line_in_pytests_form() -> None:
    together = tally.line([{"passed": 12, "skipped": 1}, {}, {"failed": 1, "passed": 2}], 12.5)
    assert together == "==== 1 failed, 14 passed, 1 skipped in 12.50s ===="
    assert tally.closing(together) == {"failed": 1, "passed": 14, "skipped": 1}
