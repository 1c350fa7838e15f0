"""A closed month stays as it was, and what is corrected later stands beside it."""

import pytest
from django.db import DatabaseError, transaction

from evaluation.actions.months import close_month
from evaluation.cards.overview import whole
from evaluation.models import Closing, Frozen
from evaluation.periods import Span, period_of, today
from evaluation.queries.catalogue import catalogue as indicators
from evaluation.queries.figures import Subject
from evaluation.queries.months import frozen_values
from governance.access.models import Post
from governance.access.roles import Role
from governance.errors import Conflict, Invalid, NotAllowed
from governance.ledger.models import Entry
from tests.town import DISTRICT, STREET


@pytest.fixture
def closed(days):
    """October closed at the beginning of November, with one case in it."""
    d = days()
    case = d.whole()
    Post.objects.create(user=d.town.people["leo"], role=Role.EVALUATOR, unit=d.town.units["第一街道办事处"], code=DISTRICT, starts_at=d.at)
    october = period_of(Span.MONTH, today(d.at))
    d.wait(60 * 24 * 5)
    return d, case, october, close_month(actor=d.actor("leo"), code=DISTRICT, period=october, at=d.at)


def details(d, closing, october):
    frozen = frozen_values(closing=closing, kind="area", key=STREET)
    known = indicators(("area", "process"), month=october.key)
    found = whole(known=known, subject=Subject((STREET,)), period=october, at=d.at, frozen=frozen)
    return {one.indicator.code: one for one in found.details}


def test_what_is_frozen_is_what_the_page_showed(closed) -> None:
    d, _case, october, closing = closed
    assert {one.frozen for one in details(d, closing, october).values()} == {None}
    assert Frozen.objects.get(closing=closing, kind="area", key=STREET).values["close_rate"]["value"] == 100
    assert Frozen.objects.filter(closing=closing, kind="person").exists()
    assert Frozen.objects.filter(closing=closing, kind="unit").exists()
    assert Entry.objects.get(verb="month.closed").detail["month"] == "2026-10"


def test_a_later_correction_stands_beside_the_frozen_figure(closed) -> None:
    d, case, october, closing = closed
    d.do(case, "reopen_incident", "erin", reason="又坏了").kept()
    rate = details(d, closing, october)["close_rate"]
    assert rate.frozen is not None
    assert (rate.now.number, rate.frozen.number) == (None, 100)


def test_it_is_closed_once_by_an_evaluator_and_only_when_it_is_over(closed) -> None:
    d, _case, october, _closing = closed
    with pytest.raises(Conflict):
        close_month(actor=d.actor("leo"), code=DISTRICT, period=october, at=d.at)
    with pytest.raises(Invalid):
        close_month(actor=d.actor("leo"), code=DISTRICT, period=october.after(), at=d.at)
    with pytest.raises(NotAllowed):
        close_month(actor=d.actor("erin"), code=STREET, period=october, at=d.at)


@pytest.mark.parametrize("change", ["UPDATE evaluation_frozen SET values = '{}'", "DELETE FROM evaluation_frozen"])
def test_the_database_refuses_to_change_it(closed, change: str) -> None:
    from django.db import connection

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert Closing.objects.count() == 1
