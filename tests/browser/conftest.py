"""A real Chromium before the whole system. Nothing here is timed: expectations wait for what must come."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from drills.browser import launched, program
from drills.proxy import Proxy
from grids import queries as grids
from incidents.queries import reference
from tests.browser.people import Door
from tests.browser.serving import served
from tests.town import Town, build_town

HERE = Path(__file__).parent
PATIENCE_MS = 20_000
"""A busy machine is slow, never wrong: an expectation that holds is met at once, one that fails waits this long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _the_orm_may_be_used_beside_playwright() -> None:
    """Playwright leaves an event loop running in this thread, which Django would take for an async view."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not program().exists():
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_asgi(django_db_setup: None) -> Iterator[str]:
    """The address of the system on the test database."""
    with served() as address:
        yield address


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The town as it stands now: the server looks at the real clock."""
    town = build_town(now=True)
    reference.forget_all()  # a page of the test before may have asked the server for them since the town was emptied
    grids.forget()
    return town


@pytest.fixture
def door(chromium: Browser, live_asgi: str, town: Town) -> Iterator[Door]:
    """Windows for the people of a test. At the end no page may have had an error or broken the security policy."""
    door = Door(chromium, live_asgi)
    yield door
    faults = [fault for person in door.people for fault in person.collect()]
    for person in door.people:
        person.context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def network(live_asgi: str) -> Iterator[Proxy]:
    """The way from the phone to the server, which can be cut."""
    with Proxy(urlsplit(live_asgi).port or 0) as proxy:
        yield proxy


@pytest.fixture
def street(chromium: Browser, network: Proxy, town: Town) -> Iterator[Door]:
    """A door beyond that network."""
    door = Door(chromium, f"http://localhost:{network.port}")
    yield door
    for person in door.people:
        person.context.close()
