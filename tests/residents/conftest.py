"""People of the stories: Alice is registrar of a street, Bob works one grid of it, Carol is registrar elsewhere."""

from datetime import UTC, datetime

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from grids.models import Building
from residents.actions.declaring import load_fields
from residents.vault.keyring import keyring

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
def as_(client):
    """The browser, signed in as this actor, who gets a sign-in where there was none."""
    from governance.access.models import User
    from tests.residents.people import with_user

    def sign_in(actor):
        with_user(actor)
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return sign_in


@pytest.fixture
def fields(db):
    load_fields(actor=SYSTEM_ACTOR, at=AT)


@pytest.fixture
def building(db):
    square = MultiPolygon(Polygon.from_bbox((114.34, 22.69, 114.341, 22.691)), srid=4326)
    return Building.objects.create(
        code="4403100010010010001", name="3栋", address="锦绣路12号", grid_code=GRID, floors=18, footprint=square
    )


@pytest.fixture
def keys(monkeypatch):
    """Puts another keyring in place, as an office does with VAULT_KEYS and a restart; returns it."""

    def use(text):
        monkeypatch.delenv("WANGGE_VAULT_KEYS", raising=False)
        monkeypatch.setenv("VAULT_KEYS", text)
        keyring.cache_clear()
        return keyring()

    yield use
    monkeypatch.undo()
    keyring.cache_clear()
