"""What the daily open data is made of (开放数据): closed public cases, divisions, grids. No person, no words, no inner remark."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from grids import queries as grids
from grids.models import Division
from incidents.clock import SHANGHAI
from incidents.georeport.codes import service_code
from incidents.models import Incident, Source
from incidents.publicity import Publicity, public_count, public_point
from incidents.queries.public import public_cases, publicity_of
from incidents.workflow import State
from residents.queries.counting import residents_by_community

CHUNK = 2000
RESIDENT = frozenset({Source.RESIDENT, Source.WECHAT, Source.APP, Source.MAILBOX, Source.PHONE, Source.HOTLINE, Source.OPEN311})


class ClosedCase(NamedTuple):
    """A row of `closed-cases`; the names are the columns of all three forms."""

    number: str
    service_code: str
    category: str
    category_en: str
    category_group: str
    community_code: str
    area: str
    reported_by: str
    reported_on: date
    closed_on: date
    hours: float
    late: bool | None
    reworks: int
    unit: str
    position: str
    lon: float | None
    lat: float | None


class DivisionRow(NamedTuple):
    """A row of `divisions`; `residents` is empty below five and where nobody is registered it is 0."""

    code: str
    name: str
    level: str
    parent: str
    approximate: bool
    residents: int | None
    wkb: bytes | None


class GridRow(NamedTuple):
    """A row of `grids`."""

    code: str
    name: str
    kind: str
    community_code: str
    valid_from: date | None
    wkb: bytes | None


LEVELS = {4: "city", 6: "district", 9: "street", 12: "community"}


def closed_cases(*, at: datetime) -> Iterator[ClosedCase]:
    """Closed public cases in order of their numbers, read in pieces."""
    found = public_cases(at=at).filter(state=State.CLOSED, closed_at__isnull=False).select_related("unit").order_by("number")
    for case in found.iterator(chunk_size=CHUNK):
        yield _closed(case)


def _closed(case: Incident) -> ClosedCase:
    category, publicity = case.category, publicity_of(case)
    lon, lat = (None, None)
    if case.point is not None:
        lon, lat = public_point(lon=case.point.x, lat=case.point.y, publicity=publicity)
    closed_at = case.closed_at or case.received_at
    return ClosedCase(
        number=case.number,
        service_code=service_code(scheme=category.scheme, kind=category.kind, code=category.code),
        category=category.name,
        category_en=category.name_en,
        category_group=category.major_name,
        community_code=case.code[:12],
        area=grids.full_name(case.code[:12]),
        reported_by="public" if case.source in RESIDENT else "staff",
        reported_on=case.received_at.astimezone(SHANGHAI).date(),
        closed_on=closed_at.astimezone(SHANGHAI).date(),
        hours=round((closed_at - case.received_at).total_seconds() / 3600, 1),
        late=case.late,
        reworks=case.reworks,
        unit=case.unit.name if case.unit else "",
        position="none" if lon is None else "point" if publicity == Publicity.OPEN else "cell",
        lon=lon,
        lat=lat,
    )


def division_rows() -> Iterator[DivisionRow]:
    """All divisions by code; numbers of people for communities only, and none that is small (k = 5)."""
    people = residents_by_community()
    for one in Division.objects.order_by("code").iterator(chunk_size=CHUNK):
        level = LEVELS.get(len(one.code), "")
        count = public_count(people.get(one.code, 0)) if level == "community" else None
        wkb = bytes(one.area.wkb) if one.area is not None else None
        yield DivisionRow(one.code, one.name, level, one.parent_id or "", approximate=bool(one.approximate), residents=count, wkb=wkb)


def grid_rows() -> Iterator[GridRow]:
    """The grids in force by code."""
    for one in grids.current_grids().order_by("code").iterator(chunk_size=CHUNK):
        wkb = bytes(one.area.wkb) if one.area is not None else None
        since = one.valid_from.astimezone(SHANGHAI).date() if one.valid_from else None
        yield GridRow(one.code, one.name, one.kind, one.community_id, since, wkb)
