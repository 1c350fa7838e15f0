"""Which visits a need calls for (需求标签与走访周期). Pure; the table is residents/data/need_visits.csv."""

from functools import cache, lru_cache

from residents.declaration.files import rows

NEED = "need"
"""The source that plans have which follow from needs; it names no need."""


@cache
def visits_of_tags() -> dict[str, tuple[str, int]]:
    """For each need tag the kind of visit and its cycle in days."""
    return {row["tag"]: (row["kind"], int(row["cycle_days"])) for row in rows("need_visits.csv")}


@lru_cache(4096)
def wanted_visits(tags: str) -> tuple[tuple[str, int], ...]:
    """The kinds of visits that these tags call for, each with the shortest cycle; tags that call for none are just kept."""
    found: dict[str, int] = {}
    for tag in filter(None, tags.split(";")):
        if tag in visits_of_tags():
            kind, days = visits_of_tags()[tag]
            found[kind] = min(days, found.get(kind, days))
    return tuple(sorted(found.items()))


def told(wanted: tuple[tuple[str, int], ...]) -> str:
    """The same as one text: kind:days, with commas between."""
    return ",".join(f"{kind}:{days}" for kind, days in wanted)
