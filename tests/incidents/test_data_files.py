"""The catalogue as it ships: whole, consistent, and honest about what has no source."""

import csv
from pathlib import Path

from incidents.clock import Limit

DATA = Path(__file__).parents[2] / "incidents" / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_201_categories_each_with_a_limit_and_a_source() -> None:
    found = rows("categories.csv")
    assert len({(row["kind"], row["code"]) for row in found}) == len(found) == 201
    assert {row["kind"] for row in found} == {"component", "event"}
    assert all(row["code"].startswith(row["major_code"]) and len(row["code"]) == 4 for row in found)
    assert all(Limit.parse(row["default_limit"]) for row in found)
    assert all(len(row["source"]) <= 200 for row in found)


def test_every_standard_belongs_to_a_category_whose_default_limit_it_holds() -> None:
    limits = {(row["kind"], row["code"]): row["default_limit"] for row in rows("categories.csv")}
    held: dict[tuple[str, str], set[str]] = {}
    for row in rows("standards.csv"):
        held.setdefault((row["kind"], row["code"]), set()).update((row["shortest_limit"], row["longest_limit"]))
    assert set(held) <= set(limits)
    assert all(limits[key] in found for key, found in held.items())


def test_what_has_no_source_says_so() -> None:
    marks = {"sourced", "local_extension", "inferred", "unsourced", "proposal"}
    for name in ("categories.csv", "standards.csv", "kpi.csv", "legacy_categories.csv"):
        for row in rows(name):
            assert row["mark"] in marks
            assert row["source"]
            assert not (row["mark"] == "sourced" and ("unsourced" in row["source"] or "proposal" in row["source"]))


def test_event_majors_four_and_five_are_swapped_between_the_two_schemes() -> None:
    newer = {row["major_name"]: row["major_code"] for row in rows("categories.csv") if row["kind"] == "event"}
    older = {row["major_name"]: row["major_code"] for row in rows("legacy_categories.csv") if row["kind"] == "event"}
    assert (newer["街面秩序"], newer["突发事件"]) == ("04", "05")
    assert (older["街面秩序"], older["突发事件"]) == ("05", "04")
