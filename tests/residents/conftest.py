"""People of the stories: Alice is registrar of a street, Bob works one grid of it, Carol is registrar elsewhere."""

from datetime import UTC, datetime

import pytest

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from residents.actions.declaring import load_fields

STREET, GRID, OTHER_GRID, ELSEWHERE = "440310001", "440310001001001", "440310001001002", "440310002"
AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def at():
    return AT


@pytest.fixture
def alice():
    return Actor(1, "Alice", (Held("registrar", STREET),))


@pytest.fixture
def bob():
    return Actor(2, "Bob", (Held("grid_worker", GRID),))


@pytest.fixture
def carol():
    return Actor(3, "Carol", (Held("registrar", ELSEWHERE),))


@pytest.fixture
def fields(db):
    load_fields(actor=SYSTEM_ACTOR, at=AT)
