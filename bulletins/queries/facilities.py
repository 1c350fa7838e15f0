"""Places with what people think of them (场所), and where one is missing."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Prefetch, QuerySet

from bulletins.models import Facility, FacilityKind, Moderated, Rating, Wish
from bulletins.rules import READERS
from governance.access.actor import Actor, code_in
from governance.codes import Level
from governance.errors import NotFound
from grids import queries as grids

FEWEST = 5
"""An average of fewer ratings is not shown: it would say what single people think (k = 5)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many phones miss a kind of place in an area."""

    kind: str
    label: str
    code: str
    name: str
    count: int
    lon: float | None
    lat: float | None


def facilities_in(*, code: str, kind: str = "") -> QuerySet[Facility]:
    """The open places of an area with the number and the average of their ratings, the best known first."""
    found = Facility.objects.filter(code__startswith=code, closed_at__isnull=True)
    if kind:
        found = found.filter(kind=kind)
    return found.annotate(voices=Count("ratings"), stars=Avg("ratings__stars")).order_by("-voices", "name")


def facility_by_id(*, facility_id: int) -> Facility:
    """One place with its ratings' words that may be seen."""
    shown = Prefetch("ratings", Rating.objects.filter(verdict=Moderated.SHOWN).exclude(text="").order_by("-at")[:20], to_attr="shown")
    found = facilities_in(code="").filter(pk=facility_id).prefetch_related(shown).first()
    if found is None:
        raise NotFound
    return found


def wishes_by_area(*, actor: Actor) -> list[Wanted]:
    """What is missing where, by community and kind, for the office; the most wanted first."""
    seen = Wish.objects.filter(code_in("code", actor.scopes(READERS)))
    rows: dict[tuple[str, str], int] = {}
    for code, kind, count in seen.values_list("code", "kind").annotate(count=Count("pk")):
        key = (code[: Level.COMMUNITY], kind)
        rows[key] = rows.get(key, 0) + count
    found = []
    for (code, kind), count in sorted(rows.items(), key=lambda row: (-row[1], row[0])):
        centre = grids.centre_of(code)
        lonlat = (None, None) if centre is None else (round(centre.lon, 5), round(centre.lat, 5))
        found.append(Wanted(kind, str(FacilityKind(kind).label), code, grids.full_name(code), count, *lonlat))
    return found
