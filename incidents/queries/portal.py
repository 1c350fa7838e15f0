"""Cases as the portal shows them to anybody (身边事): filters, one by its number, near a place, counts without small numbers."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.gis.geos import Polygon
from django.db.models import Count, Prefetch, Q, QuerySet

from governance.codes import Level
from governance.errors import NotFound
from incidents.models import Incident, Photo, Stage
from incidents.publicity import Publicity, public_count
from incidents.queries.nearby import DAYS, DEGREES_PER_METRE, METRES
from incidents.queries.public import public_cases
from incidents.workflow import OPEN, State

Bounds = tuple[float, float, float, float]
RECENT = timedelta(days=90)
PAGE = 20
DEGREE_M = 111_195
POINTS = 300
STAGES = {
    "open": OPEN, "closed": frozenset({State.CLOSED}), "refused": frozenset({State.REFUSED}), "merged": frozenset({State.MERGED}),
}  # fmt: skip
SHOWN_STAGES = (Stage.BEFORE, Stage.AFTER)
NO_DECISION = Q(showing__isnull=True) | Q(showing__held=False, showing__hidden=False)
"""No moderator hid it, and it did not come in a flood that nobody has looked at."""


@dataclass(frozen=True, slots=True)
class Looking:
    """What a visitor asks for."""

    code: str = ""
    category_id: int | None = None
    stage: str = ""
    nature: str = ""
    offered: bool = False
    bbox: Bounds | None = None


def shown_cases(*, at: datetime, looking: Looking | None = None) -> QuerySet[Incident]:
    """What anybody may see now, of the last three months, newest first."""
    found = public_cases(at=at).filter(NO_DECISION, received_at__gte=at - RECENT).select_related("showing", "adoption")
    if looking is None:
        return found.order_by("-received_at", "-id")
    if looking.code:
        found = found.filter(code__startswith=looking.code)
    if looking.category_id is not None:
        found = found.filter(category=looking.category_id)
    if looking.stage in STAGES:
        found = found.filter(state__in=sorted(STAGES[looking.stage]))
    if looking.nature:
        found = found.filter(nature=looking.nature)
    if looking.offered:
        found = found.filter(adoption__isnull=False, adoption__checked_at__isnull=True, state__in=sorted(OPEN))
    if looking.bbox is not None:
        found = found.filter(point__bboverlaps=Polygon.from_bbox(looking.bbox))
    return found.order_by("-received_at", "-id")


def listed_cases(*, at: datetime, looking: Looking, page: int) -> tuple[list[Incident], bool]:
    """A page of the list with released photos and voices, and whether there is a next one."""
    first = max(0, page - 1) * PAGE
    rows = list(with_extras(shown_cases(at=at, looking=looking))[first : first + PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def with_extras(cases: QuerySet[Incident]) -> QuerySet[Incident]:
    """Each with its released photos (`shown_photos`) and the number of phones that met it too (`voices`)."""
    photos = Photo.objects.filter(released=True, stage__in=SHOWN_STAGES).order_by("uploaded_at")
    return cases.prefetch_related(Prefetch("photos", photos, to_attr="shown_photos")).annotate(voices=Count("metoos"))


def shown_case(*, number: str, at: datetime) -> Incident:
    """The case of this number if anybody may see it; NotFound otherwise, the same for a hidden one and for none (C1)."""
    found = with_extras(shown_cases(at=at)).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def shown_photo(*, number: str, photo_id: UUID, at: datetime) -> Photo:
    """A released photo of a case that anybody may see now, and whose reporter did not ask for privacy (C13)."""
    case = shown_case(number=number, at=at)
    if is_private(case) or case.category.publicity != Publicity.OPEN:
        raise NotFound
    photo = Photo.objects.filter(pk=photo_id, incident=case, released=True, stage__in=SHOWN_STAGES).first()
    if photo is None:
        raise NotFound
    return photo


def cases_on_map(*, at: datetime, looking: Looking) -> list[Incident] | None:
    """Those in view with a point; None when they are too many to draw."""
    rows = list(shown_cases(at=at, looking=looking).filter(point__isnull=False)[: POINTS + 1])
    return None if len(rows) > POINTS else rows


def counts_by_community(*, at: datetime, looking: Looking, level: Level) -> dict[str, int]:
    """Cases per area; areas with fewer than five are left out (C3)."""
    found: dict[str, int] = {}
    for code, count in shown_cases(at=at, looking=looking).order_by().values_list("code").annotate(count=Count("pk")):
        found[code[:level]] = found.get(code[:level], 0) + count
    return {code: count for code, count in found.items() if len(code) == level and public_count(count)}


def open_near(*, lon: float, lat: float, at: datetime, limit: int = 3) -> list[Incident]:
    """Open cases within 50 m of the last 30 days whose place is public as it is, nearest first: has it been reported already?"""
    reach = METRES * DEGREES_PER_METRE
    box: Bounds = (lon - reach, lat - reach, lon + reach, lat + reach)
    near = shown_cases(at=at, looking=Looking(stage="open", bbox=box)).filter(
        category__publicity=Publicity.OPEN, received_at__gte=at - DAYS, point__isnull=False
    )  # fmt: skip
    rows = with_extras(near)[:50]
    metres = {row.pk: _metres(row.point.x - lon, row.point.y - lat, lat) for row in rows if row.point}
    close = [row for row in rows if metres[row.pk] <= METRES]
    return sorted(close, key=lambda row: metres[row.pk])[:limit]


def is_shown(case: Incident, at: datetime) -> bool:
    """Whether anybody may see it now."""
    return shown_cases(at=at).filter(pk=case.pk).exists()


def is_hidden(case: Incident) -> bool:
    """Whether a moderator hid it."""
    showing = getattr(case, "showing", None)
    return showing is not None and showing.hidden


def _metres(east: float, north: float, lat: float) -> float:
    """How far, from differences in degrees; good to a metre over the hundred that matter here."""
    return math.hypot(east * math.cos(math.radians(lat)), north) * DEGREE_M


def cases_within(*, lon: float, lat: float, metres: int, at: datetime) -> list[Incident]:
    """The newest public cases around a place whose own place is public as it is."""
    reach = metres * DEGREES_PER_METRE
    box: Bounds = (lon - reach, lat - reach, lon + reach, lat + reach)
    found = shown_cases(at=at, looking=Looking(bbox=box)).filter(category__publicity=Publicity.OPEN, point__isnull=False)
    close = [row for row in with_extras(found)[:200] if row.point and _metres(row.point.x - lon, row.point.y - lat, lat) <= metres]
    return close[:PAGE]


def is_private(case: Incident) -> bool:
    """Whether the reporter asked that words, place and photos are not shown."""
    showing = getattr(case, "showing", None)
    return showing is not None and showing.private
