"""Reads the shipped declaration: fields, code tables and what is left out on purpose. Facts live in residents/data."""

import csv
from functools import cache
from pathlib import Path

from governance.language import in_english
from residents.declaration.field import Declaration, Field

DATA = Path(__file__).resolve().parent.parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one data file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def field_of(row: dict[str, str]) -> Field:
    """A field from its row."""
    return Field(
        number=int(row["number"]), key=row["key"], group=row["group"], label=row["label"], label_en=row["label_en"],
        kind=row["kind"], size=row["size"], codes=row["codes"], sensitivity=row["sensitivity"], home=row["home"],
        sealed_as=row["sealed_as"], mask=row["mask"], on=row["on"] == "1",
        fresh_days=int(row["fresh_days"]) if row["fresh_days"] else None,
        purposes=frozenset(row["purposes"].split()), purpose=row["purpose"], source=row["source"],
        purpose_en=row["purpose_en"],
    )  # fmt: skip


@cache
def shipped() -> Declaration:
    """The fields that come with the program."""
    return Declaration.of([field_of(row) for row in rows("fields.csv")])


@cache
def code_tables(language: str = "") -> dict[str, dict[str, str]]:
    """For each code table, the label of each code: the Chinese one, or the English one for `_en`."""
    tables: dict[str, dict[str, str]] = {}
    for row in rows("code_tables.csv"):
        tables.setdefault(row["table"], {})[row["code"]] = row[f"label{language}"] or row["label"]
    return tables


def code_words(table: str) -> dict[str, str]:
    """The labels of a code table, in the reader's language; none for a table that is not shipped."""
    return code_tables("_en" if in_english() else "").get(table, {})


@cache
def twins(table: str) -> dict[str, str]:
    """For each code of a table the one that is taken for its label: a standard may have one meaning at one digit and at two (GB/T 4761)."""
    labels = code_tables().get(table, {})
    taken = {label: code for code, label in labels.items()}
    return {code: taken[label] for code, label in labels.items()}


def code_choices(table: str, kept: str = "") -> list[tuple[str, str]]:
    """What is offered: each meaning once, under the code that an import takes for its label, or under the one that is kept."""
    same = twins(table)
    shown = same | ({same[kept]: kept} if kept in same else {})
    return [(code, label) for code, label in code_words(table).items() if shown[same[code]] == code]
