"""The tables that come with the program (随附数据)."""

from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"

SHIPPED = {
    "categories": DATA / "categories.csv",
    "standards": DATA / "standards.csv",
    "calendar": DATA / "calendar.csv",
    "case_rules": DATA / "case_rules.csv",
    "stage_limits": DATA / "stage_limits.csv",
}
RESIDENTS = {"categories": DATA / "resident_categories.csv", "standards": DATA / "resident_standards.csv"}
RESIDENT_SCHEME = "resident"
"""What residents send besides problems: questions, suggestions, praise; each with a limit and units of its own."""
NATIONAL = "gbt30428"
"""The numbering of the shipped categories: the layout of GB/T 30428.2."""

OLDER = "cjt214"
"""The numbering of CJ/T 214; its event majors 04 and 05 are those of the newer one exchanged."""
