"""What real appeals are like, as shares only (统计比例): the demonstration follows them, the appeals themselves do not ship.

`measure(FILE)` made incidents/data/demo_mix.json from the appeals of Pingshan of 2018; `manage measure_appeals FILE` prints it anew.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from incidents.actions.appeals.appeal import COLUMNS, Appeal
from incidents.actions.appeals.cleaning import appeal_of
from incidents.actions.appeals.places import COMMUNITY_ENDINGS, bare, plain_name
from incidents.actions.appeals.words import nature_of, source_of
from incidents.actions.catalogue.shipped import DATA
from incidents.actions.catalogue.summary import LineRefused
from incidents.clock import SHANGHAI
from incidents.tables import open_table

NATIONAL = DATA / "appeals_to_national.csv"
UNITS = DATA / "demo_units.csv"
SCARCE = 0.03
"""Units that handle a smaller share of a category are left out."""

ROLES = {
    "执法": "enforcement",
    "城管办": "enforcement",
    "城市管理办公室": "enforcement",
    "市政服务": "municipal",
    "城建办": "construction",
    "社区": "community",
}
"""What a street's or a community's unit does, by its name; every street has one of each."""

Kind = tuple[str, str]


def measure(*, file: Path, at: datetime) -> dict[str, Any]:
    """Shares of categories (those that have a national one), sources, natures, communities, units, hours, weekdays, lateness."""
    appeals = list(_appeals(file, at))
    national = national_kinds()
    mapped = [(national[one.sub_name], one) for one in appeals if one.sub_name in national]
    local = [one.created_at.astimezone(SHANGHAI) for one in appeals]
    late = [one.late for one in appeals if one.late is not None]
    return {
        "rows": len(appeals),
        "mapped": len(mapped),
        "late": round(sum(late) / len(late), 4),
        "sources": shares(source_of(one.source, []).value for one in appeals),
        "natures": shares(nature_of(one.nature, []).value for one in appeals if one.nature),
        "communities": shares(bare(one.community, COMMUNITY_ENDINGS) for one in appeals if one.community),
        "hours": _row(shares(str(moment.hour) for moment in local), 24),
        "weekdays": _row(shares(str(moment.weekday()) for moment in local), 7),
        "categories": [_category(kind, found, len(mapped)) for kind, found in _grouped(mapped)],
    }


def _appeals(file: Path, at: datetime) -> Iterator[Appeal]:
    for row in open_table(file, required=COLUMNS).rows():
        try:
            yield appeal_of(row, at=at)
        except LineRefused:
            continue


def national_kinds() -> dict[str, Kind]:
    """The written table: a sub-type's name → kind and code of the national category."""
    with NATIONAL.open(encoding="utf-8", newline="") as table:
        return {row["sub_type"]: (row["kind"], row["code"]) for row in csv.DictReader(table)}


def shares(values: Iterable[str], *, digits: int = 4) -> dict[str, float]:
    """The share of each value, the largest first."""
    counted = Counter(values)
    total = sum(counted.values())
    return {value: round(count / total, digits) for value, count in counted.most_common()}


def _row(found: dict[str, float], length: int) -> list[float]:
    return [found.get(str(place), 0.0) for place in range(length)]


def _grouped(mapped: list[tuple[Kind, Appeal]]) -> list[tuple[Kind, list[Appeal]]]:
    found: dict[Kind, list[Appeal]] = defaultdict(list)
    for kind, appeal in mapped:
        found[kind].append(appeal)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def _category(kind: Kind, appeals: list[Appeal], total: int) -> dict[str, Any]:
    units = shares((role for one in appeals if (role := role_of(one.unit))), digits=2)
    late = [one.late for one in appeals if one.late is not None]
    return {
        "kind": kind[0],
        "code": kind[1],
        "share": round(len(appeals) / total, 4),
        "late": round(sum(late) / len(late), 2) if late else 0.0,
        "units": {role: share for role, share in units.items() if share >= SCARCE} or {"municipal": 1.0},
    }


def role_of(unit: str) -> str:
    """A unit of the whole district by its name, one of a street or community by what it does, "" for any other."""
    own = plain_name(unit)
    if own in _district_units():
        return own
    return next((role for word, role in ROLES.items() if word in own), "")


def _district_units() -> set[str]:
    with UNITS.open(encoding="utf-8", newline="") as table:
        return {row["name"] for row in csv.DictReader(table) if row["role"] in {"department", "contractor"} and len(row["code"]) == 6}  # noqa: PLR2004
