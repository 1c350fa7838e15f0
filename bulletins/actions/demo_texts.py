"""The words of the demonstration (演示文字), from `bulletins/data/demo.json`. All invented."""

import json
from pathlib import Path
from typing import Any

TEXTS: dict[str, Any] = json.loads((Path(__file__).resolve().parents[1] / "data" / "demo.json").read_text(encoding="utf-8"))
BULLETINS: list[tuple[str, str, str, str, int]] = [tuple(row) for row in TEXTS["bulletins"]]
OPEN: tuple[str, str, list[str], str] = tuple(TEXTS["open"])
CLOSED: tuple[str, str, list[str], str] = tuple(TEXTS["closed"])
COMMENTS: list[tuple[int, str, bool]] = [(number, text, False) for number, text in TEXTS["comments"]]
"""To which paragraph, what, and whether it was taken up."""
CLOSED_COMMENTS: list[tuple[int, str, bool]] = [tuple(row) for row in TEXTS["closed_comments"]]
PLACES: list[tuple[str, str]] = [tuple(row) for row in TEXTS["places"]]
REMARKS: dict[str, list[tuple[int, str]]] = {kind: [tuple(row) for row in rows] for kind, rows in TEXTS["remarks"].items()}
"""By kind of place: the stars and the words that go with them."""
WISHES: list[str] = TEXTS["wishes"]
