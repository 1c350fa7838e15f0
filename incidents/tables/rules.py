"""The office's rules as they come with the program (随附办理规则): names with amounts."""

import csv
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "data" / "case_rules.csv"


def shipped_rules() -> dict[str, int]:
    """Name and amount of each rule."""
    with FILE.open(encoding="utf-8") as lines:
        return {row["name"]: int(row["amount"]) for row in csv.DictReader(lines)}
