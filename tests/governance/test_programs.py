"""What programs skip, and what that must not open."""

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from governance.access.actions import issue_token
from governance.access.actor import SYSTEM_ACTOR
from governance.prepared import ask
from tests.town import Town


@pytest.fixture
def bearer(town: Town) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(actor=SYSTEM_ACTOR, user=town.people['alice'], at=timezone.now())}"}


def test_a_program_reads_the_queue_without_a_session(town: Town, bearer: dict[str, str]):
    town.case()
    answer = Client().get("/api/incidents/", headers=bearer)
    assert (answer.status_code, len(answer.json()["items"]), answer.cookies) == (200, 1, {})
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_wrong_token_is_not_made_good_by_a_session(town: Town):
    client = Client()
    client.force_login(town.people["alice"])
    assert client.get("/api/incidents/").status_code == 200
    assert client.get("/api/incidents/", headers={"Authorization": "Bearer nothing"}).status_code == 401


def test_a_session_cannot_write_past_the_csrf_check_by_naming_a_token(town: Town):
    case = town.case()
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.people["alice"])
    for header in ("Bearer nothing", "bearer x", "Bearer "):
        sent = client.post(
            f"/api/incidents/{case.pk}/file/", {"version": 1}, content_type="application/json", headers={"Authorization": header}
        )
        assert sent.status_code in {401, 403}
    case.refresh_from_db()
    assert case.state == "reported"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/desk/",
        "/sign-in/",
        "/api/",
        "/api/nothing/",
        "/api/incidents/00000000-0000-4000-8000-000000000001/",
        "/api/session/",
        "/api/schema/",
    ],
)
def test_no_address_breaks_under_a_token(town: Town, bearer: dict[str, str], path: str):
    for headers in (bearer, {"Authorization": "Bearer nothing"}):
        for method in ("get", "post", "put", "delete"):
            assert getattr(Client(), method)(path, headers=headers, content_type="application/json").status_code < 500


@pytest.mark.django_db
def test_what_is_asked_for_all_day_is_prepared_once_on_its_connection():
    statement = "SELECT %s::int + 20261124"
    for number in range(3):
        assert ask(statement, [number]) == [(number + 20261124,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE '%%+ 20261124'")
        assert cursor.fetchall() == [(3,)]


@pytest.mark.django_db
def test_what_django_asks_is_not_prepared():
    for _time in range(8):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'not prepared 20261124'")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%not prepared%%' AND statement NOT LIKE '%%pg_prepared%%'"
        )
        assert cursor.fetchall() == [(0,)]
