"""Divisions by code and level (行政区划)."""

from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from governance.codes import Level, level_of
from governance.errors import Away
from grids.models import SRID, Division, Publication
from grids.queries.versions import current_grids

DRAWN = ExpressionWrapper(Q(area__isnull=False), output_field=BooleanField())


def at_level(level: Level) -> QuerySet[Division]:
    """The divisions of one level, by code."""
    return Division.objects.alias(digits=Length("code")).filter(digits=level).order_by("code")


def community_by_code(code: str) -> Division | None:
    """The community of this 12-digit code, without its area; None for any other code."""
    if len(code) != Level.COMMUNITY:
        return None
    return Division.objects.defer("area").filter(pk=code).first()


def divisions_in(*, code: str, level: Level | None = None) -> QuerySet[Division]:
    """The divisions inside `code` (itself included), of one level or all, without areas, by code."""
    found = Division.objects.all() if level is None else at_level(level)
    return found.filter(code__startswith=code).defer("area").order_by("code")


def division_rows(*, code: str, level: Level | None, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of the same as rows: code, name, level, parent, whether its outline is drawn, whether that is approximate."""
    found = divisions_in(code=code, level=level).filter(code__gt=after).annotate(drawn=DRAWN)
    return [
        {"code": own, "name": name, "level": level_of(own).name.lower(), "parent": parent, "drawn": drawn, "approximate": approximate}
        for own, name, parent, drawn, approximate in found.values_list("code", "name", "parent_id", "drawn", "approximate")[:limit]
    ]


def home_code() -> str:
    """Where a report goes that says nothing about its place: the district whose grids were published first.

    Before any publication the first known district. Refuses (Away, 503) when no divisions are loaded at all.
    """
    first = Publication.objects.order_by("id").values_list("district", flat=True).first()
    found = first or at_level(Level.DISTRICT).values_list("code", flat=True).first()
    if found is None:
        raise Away(_("区划数据尚未导入。"))
    return found


def nearest_district(*, lon: float, lat: float) -> str:
    """The district whose areas or grids are nearest to a point outside all of them: its queue places the case (B1).

    Nearest in degrees, which suffices to choose an office. The home district when no area at all is known.
    """
    point = Point(lon, lat, srid=SRID)
    divisions = Division.objects.filter(area__isnull=False).alias(digits=Length("code")).filter(digits__gte=Level.DISTRICT)
    nearest = divisions.order_by(Distance("area", point)).values_list("code", flat=True).first()
    nearest = nearest or current_grids().order_by(Distance("area", point)).values_list("code", flat=True).first()
    return nearest[: Level.DISTRICT] if nearest else home_code()
