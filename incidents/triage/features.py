"""What is known of a case before anybody handles it (派遣前已知的情况), and the groups of past cases it is compared with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

UNKNOWN = "-"
"""A value that the source does not have; cases without it are compared with each other."""

Group = tuple[str, ...]
"""Names of fields: cases that agree in all of them are of one group. The empty group holds every case."""


@dataclass(frozen=True, slots=True)
class Known:
    """Category from narrow to wide, area from wide to narrow, and how the case came in. Values are ids as text."""

    sub: str
    main: str
    kind: str
    street: str
    community: str
    source: str


@dataclass(frozen=True, slots=True)
class Past:
    """A case that was handled: what was known, which unit had it, and when it came in (aware or naive, but all alike)."""

    known: Known
    unit: str
    at: datetime


CHAINS: tuple[tuple[Group, ...], ...] = (
    ((), ("street",), ("kind", "street"), ("main", "street"), ("sub", "street"), ("sub", "community")),
    ((), ("kind",), ("main",), ("sub",), ("sub", "street"), ("sub", "street", "source")),
    ((), ("street",), ("community",), ("kind", "community"), ("main", "community"), ("sub", "community")),
    ((), ("source",), ("street", "source"), ("main", "street", "source"), ("sub", "street", "source")),
)
"""Each chain goes from every case to those most like this one; a group with few cases leans on the one before it."""

DUTIES: tuple[Group, ...] = ((), ("kind",), ("main",), ("sub",))
"""How the role of the unit is found before its place: a role that keeps trees does so in every street."""

COUNTED: tuple[Group, ...] = (("sub",), ("sub", "street"), ("sub", "community"), ("main", "street"))
"""Groups whose numbers of cases themselves tell how far to trust them."""

GROUPS: tuple[Group, ...] = tuple(sorted({group for chain in CHAINS for group in chain} | set(DUTIES) | set(COUNTED)))


def value_of(known: Known, group: Group) -> tuple[str, ...]:
    """The values by which a case belongs to a group."""
    return tuple(getattr(known, name) for name in group)


ENDINGS = re.compile(r"(街道|镇|乡|社区|村|居委会|居民委员会|村委会)$")
BRACKETS = re.compile(r"[（(].*?[)）]")
OFFICES = re.compile(r"街道办事处|办事处|街道")


def stems_of(names: Iterable[str]) -> frozenset[str]:
    """Names of places without what kind of place they are: 六联社区 → 六联. One-letter stems would match anything."""
    stems = {ENDINGS.sub("", name.strip()) for name in names}
    return frozenset(stem for stem in stems if len(stem) > 1)


def role_of(name: str, stems: frozenset[str]) -> str:
    """A unit's name without its place: 坪山街道综合执法队（坪山街道办事处） → 综合执法队. Its own name when nothing is left."""
    short = BRACKETS.sub("", name)
    for stem in sorted(stems, key=len, reverse=True):
        short = short.replace(stem, "")
    return OFFICES.sub("", short).strip() or name
