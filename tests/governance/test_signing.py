"""D4: passwords tried over many names are stopped by network and for all, and nobody is locked out of the browser they work with."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections
from django.test import Client
from django.utils import timezone

from governance import signing
from governance.access.models import User
from governance.limits.actions import Limit, take
from tests.town import Town

PASSWORD = "Lanterns-over-the-river-9"
WRONG = "not this one"
HERE, THERE = "203.0.113.5", "203.0.113.77"


@pytest.fixture
def staff(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    User.objects.update(password=make_password(PASSWORD))
    for name, most in (("NETWORK", 6), ("EVERYBODY", 9)):
        monkeypatch.setattr(signing, name, Limit(getattr(signing, name).name, most, signing.LIFE * 200))
    return town


def tried(client: Client, name: str, password: str = WRONG, address: str = HERE) -> int:
    return client.post("/sign-in/", {"username": name, "password": password}, REMOTE_ADDR=address).status_code


def test_d4_one_password_over_many_names_is_stopped_by_network(staff: Town) -> None:
    client = Client()
    assert [tried(client, f"name{n}") for n in range(8)] == [200] * 6 + [429] * 2
    assert tried(client, "alice", PASSWORD) == 429, "nor does a right one open from there now"
    assert tried(Client(), "alice", PASSWORD, THERE) == 302, "elsewhere nobody is locked out"


def test_d4_over_many_networks_it_is_stopped_for_all_but_known_browsers(staff: Town) -> None:
    mine = Client()
    assert tried(mine, "alice", PASSWORD) == 302
    mine.post("/sign-out/")
    assert [tried(Client(), f"name{n}", address=f"198.51.100.{n}") for n in range(12)].count(429) >= 3
    assert tried(Client(), "bob", PASSWORD, THERE) == 429
    assert tried(mine, "alice", PASSWORD) == 302, "the browser that alice works with"
    mine.post("/sign-out/")
    assert tried(mine, "bob", PASSWORD) == 429, "it is known for her alone"


def test_d4_a_lockout_cannot_be_used_against_the_dispatchers_of_an_office(staff: Town) -> None:
    """Somebody behind the same address fails on purpose for their names: they go on in their own browsers."""
    names = ("alice", "carol", "erin")
    browsers = {name: Client() for name in names}
    for name, browser in browsers.items():
        assert tried(browser, name, PASSWORD) == 302
        browser.post("/sign-out/")
    for name in names:
        for _n in range(6):
            tried(Client(), name)
    assert all(tried(Client(), name, PASSWORD) == 429 for name in names), "the red control: a strange browser is locked"
    assert [tried(browsers[name], name, PASSWORD) for name in names] == [302] * 3


def test_d4_a_known_browser_is_no_way_to_try_without_end(staff: Town) -> None:
    browser = Client()
    assert tried(browser, "alice", PASSWORD) == 302
    browser.post("/sign-out/")
    assert 429 in [tried(browser, "alice") for _n in range(16)]
    forged = Client()
    forged.cookies["known"] = browser.cookies["known"].value.replace(":", "x:", 1)
    assert not signing.known_here(request_of(forged), "alice")


def test_who_signs_in_rightly_uses_nothing_up(staff: Town) -> None:
    assert [tried(Client(), "alice", PASSWORD) for _n in range(9)] == [302] * 9


def request_of(client: Client) -> Any:
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.COOKIES = {name: one.value for name, one in client.cookies.items()}
    return request


@pytest.mark.django_db(transaction=True)
def test_d4_d6_fifty_tries_at_once_let_exactly_so_many_through() -> None:
    limit, at, start, passed = Limit("sign_in.race", 7, signing.QUARTER), timezone.now(), Barrier(10), []

    def five() -> None:
        start.wait()
        passed.extend(take(limit, HERE, at=at) for _n in range(5))
        connections.close_all()

    threads = [Thread(target=five) for _n in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(passed), sum(passed)) == (50, 7)
