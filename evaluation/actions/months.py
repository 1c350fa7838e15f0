"""Closing a month (月度关账): the figures of every subject of an area are frozen as they stand."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.actions.keeping import keep_figures
from evaluation.indicators.measures import Group
from evaluation.models import Closing, Frozen
from evaluation.periods import Period
from evaluation.queries.catalogue import Catalogue, Value, catalogue, suspended_aside
from evaluation.queries.figures import Subject, groups_by_area, groups_by_person, groups_by_unit, groups_of
from evaluation.queries.months import may_be_closed
from evaluation.queries.people import holders, of_the_grid
from evaluation.queries.stocks import stocks_of
from governance.access import policy
from governance.access.actor import SYSTEM_ACTOR, Actor
from governance.codes import LENGTHS, Level
from governance.errors import Conflict, Invalid
from governance.ledger.record import record

AREA_SCOPES = ("area", "process", "inspector", "acceptor", "duty_chief", "dispatcher", "grid_worker")
UNIT_SCOPES = ("department",)
Found = Iterator[tuple[str, str, Sequence[Group], Sequence[str]]]


def close_month(*, actor: Actor, code: str, period: Period, at: datetime) -> Closing:
    """Freeze the month's figures of an area, the areas inside it, its units and its people. Records month.closed.

    The ledger is read to its end first. Refuses a month that is not over (Invalid) and one that is closed (Conflict).
    """
    policy.require(actor, "month.close", code)
    if not may_be_closed(period, at):
        raise Invalid(fields={"month": [_("只能关账已经结束的月份。")]})
    keep_figures(actor=SYSTEM_ACTOR, at=at)
    return _freeze(actor, code, period, at)


@transaction.atomic
def _freeze(actor: Actor, code: str, period: Period, at: datetime) -> Closing:
    known: dict[tuple[str, ...], Catalogue] = {}
    aside = suspended_aside()
    closing, new = Closing.objects.get_or_create(
        month=period.key, code=code, defaults={"at": at, "by_id": actor.user_id, "aside": aside}
    )  # fmt: skip
    if not new:
        raise Conflict(_("%(month)s 已经关账。") % {"month": period.label})
    rows = []
    for kind, key, groups, scopes in subjects(code, period, at):
        own = known.setdefault(tuple(scopes), catalogue(scopes, month=period.key))
        rows.append(Frozen(closing=closing, kind=kind, key=key, groups=[list(one) for one in groups], values=kept(own.values(groups))))
    Frozen.objects.bulk_create(rows, batch_size=500)
    detail = {"month": period.key, "subjects": len(rows), "aside": aside}
    record(actor=actor, verb="month.closed", kind="month", object_id=f"{code}:{period.key}", code=code, at=at, detail=detail)
    return closing


def subjects(code: str, period: Period, at: datetime) -> Found:
    """Everybody whose figures are frozen: kind, key, passages, scopes of indicators."""
    area = Subject((code,))
    yield "area", code, groups_of(subject=area, period=period, at=at), AREA_SCOPES
    for digits in (length for length in LENGTHS if length > len(code)):
        for place, groups in groups_by_area(subject=area, period=period, at=at, digits=digits).items():
            if len(place) == digits:
                yield "area", place, groups, AREA_SCOPES
    for unit, groups in groups_by_unit(subject=area, period=period, at=at).items():
        yield "unit", str(unit), groups, UNIT_SCOPES
    done = groups_by_person(subject=area, period=period, at=at)
    of_grid = groups_by_area(subject=area, period=period, at=at, digits=Level.GRID)
    for one in holders(code=code, period=period):
        own = [*done.get(one.user_id, []), *(group for grid in one.grids for group in of_the_grid(of_grid.get(grid, [])))]
        if "grid_worker" in one.scopes:
            own += stocks_of(areas=(code,), period=period, at=at, grids=one.grids, person=one.user_id)
        if own:
            yield "person", str(one.user_id), own, one.scopes


def kept(values: dict[str, Value]) -> dict[str, Any]:
    """What is frozen of each indicator."""
    return {code: {"value": one.value, "top": one.top, "bottom": one.bottom, "grade": one.grade} for code, one in values.items()}
