"""The closing line of pytest: read from each call, written once for all of them."""

from __future__ import annotations

import re

ORDER = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "warnings", "errors")
CLOSING = re.compile(r"^(?:\x1b\[[\d;]*m|=| )*((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s")
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def closing(text: str) -> dict[str, int]:
    """The counts of a closing line, `== 3 passed, 1 skipped in 2.10s ==`; empty for any other line."""
    found = CLOSING.match(COLOUR.sub("", text))
    if not found:
        return {}
    pairs = (part.split(" ") for part in found[1].split(", ") if part)
    return {plural(word): int(number) for number, word in pairs}


def plural(word: str) -> str:
    return {"warning": "warnings", "error": "errors"}.get(word, word)


def line(all_counts: list[dict[str, int]], seconds: float) -> str:
    """One closing line for the calls together, in pytest's own form."""
    sums = {word: sum(counts.get(word, 0) for counts in all_counts) for word in ORDER}
    parts = [f"{number} {word}" for word, number in sums.items() if number]
    return f"==== {', '.join(parts) or 'no tests ran'} in {seconds:.2f}s ===="
