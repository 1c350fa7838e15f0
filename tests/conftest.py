"""Ground for all tests: each process has files of its own, a database is emptied quickly, and nothing is remembered."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.gis.db.backends.postgis.operations import PostGISOperations
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.utils import translation
from psycopg.errors import DeadlockDetected
from time_machine import TimeMachineFixture

from tests.town import NOON, Town, build_town

PATIENCE = 5
"""How often a database is emptied anew when a page of the test before was still writing."""
MADE_UP = frozenset({"case"})
"""Kinds of entries that tests of the record itself write."""
KEPT = {"django_content_type", "auth_permission"}
"""What Django writes of its own after migrating: no test changes it, so nobody needs to write it anew after each."""


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The table of what was proved about the open interface, whichever process proved it."""
    rows = sorted(
        (against, check, "waived: " + waived if waived else "green")
        for report in terminalreporter.stats.get("passed", [])
        for name, (against, check, waived) in ((name, value) for name, value in getattr(report, "user_properties", []) if name == "open311")
    )
    if rows:
        terminalreporter.section("Open311: each check and its result")
        for against, check, result in rows:
            terminalreporter.write_line(f"{against:<34} {check:<66} {result}")


@pytest.fixture(scope="session", autouse=True)
def _files_of_its_own(worker_id: str) -> Iterator[None]:
    """Two processes that test side by side see nothing of each other's photos, models, editions and heads."""
    mine = Path(settings.VAR_DIR) / worker_id
    names = {"MEDIA_ROOT": "media", "LEDGER_HEAD_FILE": "ledger-heads.jsonl", "OPEN_DATA_ROOT": "open-data", "VAPID_KEY_FILE": "vapid.pem"}
    (mine / "media").mkdir(parents=True, exist_ok=True)
    with override_settings(VAR_DIR=mine, **{setting: mine / name for setting, name in names.items()}):
        yield


@pytest.fixture(autouse=True)
def _the_language_of_the_last_test_is_forgotten() -> Iterator[None]:
    """A page asked for in English leaves its language with the thread; a server's next request sets its own, a test does not."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Where `./dev test` has migrated a database, each process begins with a copy of it."""
    if template := os.environ.get("TEST_DATABASE_TEMPLATE"):
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session", autouse=True)
def _a_database_is_emptied_quickly() -> Iterator[None]:
    """After a test that commits: DELETE, which costs a tenth of TRUNCATE where there is little to delete.

    The ledger refuses both by its triggers, which is right; a test database is emptied as its superuser, past them.
    Like TRUNCATE it waits for whoever still writes.
    """

    def delete(self: Any, style: Any, tables: list[str], **_options: Any) -> list[str]:
        names = [self.quote_name(table) for table in tables if table not in KEPT]
        if not names:
            return []
        deletes = "; ".join(f"DELETE FROM {name}" for name in names)  # noqa: S608  (Django's own table names)
        lock = f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE"
        return [f"SET session_replication_role = replica; {lock}; {deletes}; SET session_replication_role = DEFAULT"]

    emptied = PostGISOperations.execute_sql_flush

    def again(self: Any, statements: list[str]) -> None:
        """A page that still writes may hold what comes later and want what comes first: the database ends one of the two."""
        for _n in range(PATIENCE):
            try:
                return emptied(self, statements)
            except OperationalError as refused:
                if not isinstance(refused.__cause__, DeadlockDetected):
                    raise
        return emptied(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostGISOperations, "sql_flush", delete)
        patch.setattr(PostGISOperations, "execute_sql_flush", again)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_args, **_options: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _every_verb_of_the_record_has_a_word() -> Iterator[None]:
    """Whatever any test has recorded: a verb without a word in its app's words.py is found where it is written first."""
    from governance.ledger import record
    from governance.ledger.words import kind_word, verb_word

    original = record.ask

    def ask(statement: str, values: Any = ()) -> Any:
        verb, kind = values[4], values[5]
        assert verb_word(verb) != verb or kind in MADE_UP, f"{verb} has no word: add one to words.py of the app that records it"
        assert kind_word(kind) != kind or kind in MADE_UP, f"{kind} has no word: add one to words.py of the app that records it"
        return original(statement, values)

    record.ask = ask  # type: ignore[assignment]
    yield
    record.ask = original


@pytest.fixture(autouse=True)
def _nothing_is_remembered_between_tests() -> None:
    """Processes keep the catalogue, the grids and alerts for seconds; a test's database is another one each time."""
    from bulletins.queries import inforce
    from grids import queries as grids
    from incidents.queries import reference

    cache.clear()
    reference.forget_all()
    grids.forget()
    inforce.forget_alerts()


@pytest.fixture
def noon(time_machine: TimeMachineFixture) -> None:
    """The clock that pages look at stands at the town's noon and ticks: nothing hangs on the hour, or the day, at which tests run."""
    time_machine.move_to(NOON)


@pytest.fixture
def town(db: None) -> Town:
    """Two streets of square grids with their people; see tests/town.py."""
    return build_town()


@pytest.fixture
def as_(town: Town) -> Callable[[str], Client]:
    """A plain browser, Django's client without scripts, signed in as somebody of the town; "" is nobody."""

    def client(name: str) -> Client:
        made = Client(headers={"accept-language": "zh-hans"})
        if name:
            made.force_login(town.people[name])
        return made

    return client
