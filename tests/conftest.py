"""Ground for all tests: the ledger may be emptied between tests, and nothing else changes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.gis.db.backends.postgis.operations import PostGISOperations

from tests.town import Town, build_town

MADE_UP = frozenset({"case"})
"""Kinds of entries that tests of the record itself write."""


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
def _ledger_can_be_emptied_between_tests() -> Iterator[None]:
    """TRUNCATE is refused by the ledger's trigger, which is right; a test database is emptied as its superuser."""
    original = PostGISOperations.sql_flush

    def flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        statements = original(self, *args, **kwargs)
        return ["SET session_replication_role = replica", *statements, "SET session_replication_role = DEFAULT"] if statements else []

    PostGISOperations.sql_flush = flush
    yield
    PostGISOperations.sql_flush = original


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
    """Processes keep the catalogue and the grids for seconds; a test's database is another one each time."""
    from grids import queries as grids
    from incidents.queries import reference

    reference.forget_all()
    grids.forget()


@pytest.fixture
def town(db: None) -> Town:
    """Two streets of square grids with their people; see tests/town.py."""
    return build_town()
