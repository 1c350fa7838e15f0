"""What people say is wrong (问题描述), by category: read from phrases.csv, which is written by hand for this project."""

import csv
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("phrases.csv")
FAMILY = "family"


@cache
def phrases() -> dict[tuple[str, str], tuple[str, ...]]:
    """(kind, code) of a category → whole clauses: for a component its thing and what is wrong with it."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    families = {row["code"]: row["phrases"].split("|") for row in rows if row["kind"] == FAMILY}
    return {
        (row["kind"], row["code"]): tuple(row["thing"] + clause for clause in _own(row["phrases"]) + families.get(row["family"], []))
        for row in rows
        if row["kind"] != FAMILY
    }


def phrases_of(*, kind: str, code: str, name: str) -> tuple[str, ...]:
    """The clauses of a category; one that the table does not know is described by its own name."""
    return phrases().get((kind, code)) or (f"有{name}的问题", f"发现{name}", f"{name}没人处理")


def _own(text: str) -> list[str]:
    return text.split("|") if text else []
