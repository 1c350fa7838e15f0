"""What those who keep the map see (网格管理): districts, communities and their grids, in counts and lists."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from governance.codes import Level, ancestors
from grids.models import Grid
from grids.queries.divisions import DRAWN, at_level, divisions_in
from grids.queries.versions import current_grids, draft_grids


@dataclass(frozen=True, slots=True)
class KeptDistrict:
    """A district with its grids in force and its drafts."""

    code: str
    name: str
    grids: int
    drafts: int


@dataclass(frozen=True, slots=True)
class KeptCommunity:
    """A community with its grids in force and its drafts, by code."""

    code: str
    name: str
    street: str | None
    drawn: bool
    approximate: bool
    grids: list[Grid] = field(default_factory=list)
    drafts: list[Grid] = field(default_factory=list)


def kept_districts(*, scopes: Collection[str]) -> list[KeptDistrict]:
    """The districts that hold, or lie in, one of the scopes, by code."""
    inside = Q(pk__in=[code for scope in scopes for code in ancestors(scope)])
    for scope in scopes:
        inside |= Q(code__startswith=scope)
    in_force, drafts = _by_district(current_grids()), _by_district(draft_grids())
    found = at_level(Level.DISTRICT).filter(inside).defer("area")
    return [KeptDistrict(one.code, one.name, in_force.get(one.code, 0), drafts.get(one.code, 0)) for one in found]


def kept_communities(*, code: str) -> list[KeptCommunity]:
    """The communities inside a code with their grids; three queries, however many there are."""
    communities = divisions_in(code=code, level=Level.COMMUNITY).annotate(drawn=DRAWN)
    in_force, drafts = _by_community(current_grids(), code), _by_community(draft_grids(), code)
    rows = communities.values_list("code", "name", "parent__name", "drawn", "approximate")
    return [KeptCommunity(*row, grids=in_force.get(row[0], []), drafts=drafts.get(row[0], [])) for row in rows]


def _by_district(grids: QuerySet[Grid]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for community, count in grids.values_list("community_id").annotate(count=Count("id")).order_by():
        counts[community[: Level.DISTRICT]] += count
    return counts


def _by_community(grids: QuerySet[Grid], code: str) -> dict[str, list[Grid]]:
    found: dict[str, list[Grid]] = defaultdict(list)
    for grid in grids.filter(code__startswith=code).defer("area").order_by("code"):
        found[grid.community_id].append(grid)
    return found
