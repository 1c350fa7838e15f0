"""Pages of the queue: what is written into the statement, and that it says the same."""

import pytest
from django.db import connection
from django.utils import timezone

from incidents.queries.queue import Filters, _first_page, queue, settled
from tests.town import Town


def test_codes_and_states_are_written_out_and_nothing_else_is():
    statement = "a LIKE %s AND b = %s AND c IN (%s, %s) AND d = %s AND e = %s"
    assert settled((statement, ("4403%", 7, "filed", "' OR 1=1 --", "44030", "44"))) == (
        "a LIKE '4403%%' AND b = %s AND c IN ('filed', %s) AND d = '44030' AND e = %s",
        (7, "' OR 1=1 --", "44"),
    )


def test_what_somebody_typed_is_never_written_out(town: Town):
    text, values = _first_page(town.actor("alice"), Filters(text="4403101"), 100)
    assert "4403101" not in text
    assert "4403101" in values


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(states=("reported", "filed")), Filters(code="440399001"), Filters(category_id=1), Filters(overdue=True)]
)
def test_the_page_is_the_same_as_one_asked_with_values(town: Town, filters: Filters):
    for _number in range(3):
        town.case()
    at, actor = timezone.now(), town.actor("alice")
    text, values = _first_page(actor, filters, 100) if not filters.overdue else ("", ())
    found = [row.pk for row in queue(actor=actor, filters=filters, at=at).items]
    if text:
        with connection.cursor() as cursor:
            cursor.execute(text, values)
            assert [row[0] for row in cursor.fetchall()] == found
    from incidents.queries.queue import matching

    order = ("due_at", "pk") if filters.overdue else ("-received_at", "-pk")
    assert found == list(matching(actor=actor, filters=filters, at=at).order_by(*order).values_list("pk", flat=True))
    assert found or filters.overdue or filters.code or filters.category_id


def test_a_wrong_filter_is_told_each_time_and_not_remembered(town: Town, client):
    client.force_login(town.people["alice"], backend="django.contrib.auth.backends.ModelBackend")
    for _time in range(2):
        answer = client.get("/api/incidents/?code=44x")
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["code"])
