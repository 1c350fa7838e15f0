"""The queue (案件列表): filters, one page at a time, by the key of the last row and never by an offset."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from django.contrib.gis.geos import Polygon
from django.db.models import Q, QuerySet

from governance.access.actor import Actor
from governance.codes import Level
from governance.errors import Invalid
from incidents.models import Incident
from incidents.queries.rows import Row, Statement, as_rows, look_up, read_rows
from incidents.rules import visible_to
from incidents.workflow import OPEN, State

PAGE = 100
STATES = frozenset(State.values)
SCOPE = re.compile(r"\d{4,15}%?")
EVER = datetime.min.replace(tzinfo=UTC)
"""For statements that do not look at the time."""
Bounds = tuple[float, float, float, float]
Ring = tuple[tuple[float, float], ...]
"""Corners of an area that somebody drew: lon, lat in WGS-84 degrees, at least three, not closed."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show. `states` empty means all; `bbox` is west, south, east, north in WGS-84 degrees."""

    states: Sequence[str] = ()
    category_id: int | None = None
    unit_id: int | None = None
    code: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    overdue: bool = False
    bbox: Bounds | None = None
    ring: Ring = ()
    by_deadline: bool = False
    mine: bool = False
    ids: Sequence[UUID] = ()

    def __post_init__(self) -> None:
        """Lists become tuples, so that filters can be a key."""
        object.__setattr__(self, "states", tuple(self.states))
        object.__setattr__(self, "ids", tuple(self.ids))


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the cursor of the next page or None."""

    items: list[Row]
    next: str | None


def queue(*, actor: Actor, filters: Filters, at: datetime, after: str = "", limit: int = PAGE) -> Page:
    """A page of what the actor may see, newest first; with `overdue` or `by_deadline` the earliest deadline first.

    By deadline, cases of which nobody awaits anything by a time come last.
    """
    if filters.by_deadline and not filters.overdue:
        return _by_deadline(actor, filters, at, after, limit)
    timeless = not (after or filters.overdue)
    found = read_rows(_first_page(actor, filters, limit) if timeless else _page(actor, filters, at, after, limit))
    return _cut(found, limit, "due_at" if filters.overdue else "received_at")


def _by_deadline(actor: Actor, filters: Filters, at: datetime, after: str, limit: int) -> Page:
    """Two runs in one: first those with a deadline, then the others, newest first; the cursor of the second run begins with -."""
    rows = matching(actor=actor, filters=filters, at=at)
    found: list[Row] = []
    if not after.startswith("-"):
        timed = rows.filter(due_at__isnull=False).order_by("due_at", "id")
        if after:
            moment, last = read_cursor(after)
            timed = timed.filter(Q(due_at__gt=moment) | Q(due_at=moment, id__gt=last), due_at__gte=moment)
        found = look_up(as_rows(timed[: limit + 1]))
        if len(found) > limit:
            return _cut(found, limit, "due_at")
    rest = rows.filter(due_at__isnull=True).order_by("-received_at", "-id")
    if after.startswith("-"):
        moment, last = read_cursor(after[1:])
        rest = rest.filter(Q(received_at__lt=moment) | Q(received_at=moment, id__lt=last), received_at__lte=moment)
    page = _cut(found + look_up(as_rows(rest[: limit + 1 - len(found)])), limit, "received_at")
    return Page(page.items, page.next and f"{'' if page.items[-1].due_at else '-'}{_cursor(page.items[-1])}")


def _cursor(row: Row) -> str:
    return f"{(row.due_at or row.received_at).isoformat()}_{row.pk}"


def _cut(found: list[Row], limit: int, key: str) -> Page:
    more, found = len(found) > limit, found[:limit]
    return Page(found, f"{getattr(found[-1], key).isoformat()}_{found[-1].pk}" if more else None)


@lru_cache(maxsize=2000)
def _first_page(actor: Actor, filters: Filters, limit: int) -> Statement:
    """The statement of a first page: boards ask it again and again, and composing it takes longer than answering it.

    It depends on nothing but what is named here: who asks with which posts, and for what.
    """
    statement = _page(actor, filters, EVER, "", limit)
    return statement if filters.text else settled(statement)


def settled(statement: Statement) -> Statement:
    """The statement with its area codes and states written out: planned once, it then starts from the index that fits them.

    Given apart, PostgreSQL would plan anew each time, since a plan for any code or state at all is a bad one; that takes
    longer than finding the page. What is written out are digits and the names of states, nothing that anybody typed.
    """
    text, values = statement
    pieces, left = text.split("%s"), []
    for place, value in enumerate(values):
        if isinstance(value, str) and (value in STATES or SCOPE.fullmatch(value)):
            pieces[place] += "'" + value.replace("%", "%%") + "'"
        else:
            pieces[place] += "%s"
            left.append(value)
    return "".join(pieces), tuple(left)


def _page(actor: Actor, filters: Filters, at: datetime, after: str, limit: int) -> Statement:
    rows = matching(actor=actor, filters=filters, at=at)
    key = "due_at" if filters.overdue else "received_at"
    rows = rows.order_by("due_at", "id") if filters.overdue else rows.order_by("-received_at", "-id")
    if after:
        moment, last = read_cursor(after)
        sign = "gt" if filters.overdue else "lt"
        rows = rows.filter(Q(**{f"{key}__{sign}": moment}) | Q(**{key: moment, f"id__{sign}": last}))
        rows = rows.filter(**{f"{key}__{sign}e": moment})  # the range the index can start from
    return as_rows(rows[: limit + 1]).query.sql_with_params()


def matching(*, actor: Actor, filters: Filters, at: datetime) -> QuerySet[Incident]:
    """The cases that the actor may see and the filters let through; lists, exports and maps begin here."""
    rows = visible_to(actor).filter(*_plain(filters))
    if filters.code:
        rows = rows.filter(area(filters.code))
    if filters.text:
        rows = rows.filter(Q(number=filters.text) | Q(place__contains=filters.text) | Q(text__contains=filters.text))
    if filters.overdue:
        rows = rows.filter(state__in=sorted(OPEN), due_at__lt=at)
    if filters.mine and actor.user_id is not None:
        rows = rows.filter(Q(reporter=actor.user_id) | Q(handler=actor.user_id))
    if filters.bbox:
        rows = rows.filter(point__bboverlaps=Polygon.from_bbox(filters.bbox))
    if filters.ring:
        rows = rows.filter(point__within=Polygon((*filters.ring, filters.ring[0]), srid=4326))
    return rows


def _plain(filters: Filters) -> list[Q]:
    """The filters that compare one column with one value."""
    given = {
        "pk__in": filters.ids,
        "state__in": filters.states,
        "category": filters.category_id,
        "unit": filters.unit_id,
        "received_at__gte": filters.since,
        "received_at__lt": filters.until,
    }
    return [Q(**{lookup: value}) for lookup, value in given.items() if value]


def area(code: str) -> Q:
    """Cases inside an area, by the column whose index fits its level."""
    if len(code) == Level.STREET:
        return Q(street=code)
    if len(code) == Level.COMMUNITY:
        return Q(community=code)
    return Q(code=code) if len(code) == Level.GRID else Q(code__startswith=code)


def read_cursor(text: str) -> tuple[datetime, UUID]:
    """The time and id of the last row; Invalid for anything that is no cursor of ours."""
    moment, _sep, last = text.rpartition("_")
    try:
        return datetime.fromisoformat(moment), UUID(last)
    except ValueError as error:
        raise Invalid(fields={"after": ["not a cursor"]}) from error
