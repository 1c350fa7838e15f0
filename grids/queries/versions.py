"""Versions of grids (网格版本): which are in force, and which were."""

from collections.abc import Collection

from django.db.models import OuterRef, Q, QuerySet, Subquery

from governance.codes import Level
from grids.models import Grid, Publication


def current_grids() -> QuerySet[Grid]:
    """The grids in force: published and not ended."""
    return Grid.objects.filter(valid_from__isnull=False, valid_to__isnull=True)


def grids_of(scopes: Collection[str]) -> list[str]:
    """The codes of the grids in force that these are or, of communities, that lie in them."""
    found = current_grids().filter(Q(code__in=scopes) | Q(community__in=scopes))
    return list(found.order_by("code").values_list("code", flat=True))


def draft_grids() -> QuerySet[Grid]:
    """Drawn and not yet published."""
    return Grid.objects.filter(valid_from__isnull=True)


def grid_at(*, code: str) -> Grid | None:
    """The grid of this code that is in force; None when there is none or it has ended."""
    return current_grids().filter(code=code).select_related("community").defer("community__area").first()


def versions_of(*, code: str) -> QuerySet[Grid]:
    """Every published version of a code, newest first: the ended ones are history."""
    return Grid.objects.filter(code=code, valid_from__isnull=False).order_by("-valid_from")


def covering(point: str) -> Subquery:
    """An expression for other tables: the code of the grid in force that covers their column `point`, null where none does.

    The tie rule of `grids.geo.locating` in SQL: a border belongs to the lowest code.
    """
    return Subquery(current_grids().filter(area__covers=OuterRef(point)).order_by("code").values("code")[:1])


def used_codes(*, community: str) -> frozenset[str]:
    """Every grid code that a community ever used or has drafted; a code that ended is never given again."""
    return frozenset(Grid.objects.filter(community_id=community).values_list("code", flat=True))


def free_codes(*, community: str, count: int, besides: Collection[str] = ()) -> list[str]:
    """The next free grid codes of a community: 3 digits after the highest ever used, then the gaps. Short when used up."""
    used = used_codes(community=community) | set(besides)
    highest = max((int(code[Level.COMMUNITY :]) for code in used), default=0)
    numbers = [*range(highest + 1, 1000), *range(1, highest)]
    return [code for number in numbers if (code := f"{community}{number:03d}") not in used][:count]


def publications(*, district: str) -> QuerySet[Publication]:
    """The publications of a district, newest first."""
    return Publication.objects.filter(district=district).order_by("-version")
