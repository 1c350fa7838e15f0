"""The port: free, or whose it is."""

import os
import socket
from collections.abc import Iterator

import pytest

from devtools import ports
from devtools.say import Stop


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_asked_for_and_taken_stops_with_the_name_of_its_holder(taken: int) -> None:
    with pytest.raises(Stop, match=rf"port {taken} is in use by process {os.getpid()} \("):
        ports.choose("127.0.0.1", taken)


def test_a_taken_port_that_nobody_asked_for_is_passed_over(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "DEFAULT", taken)
    assert ports.choose("127.0.0.1", None) > taken


def test_when_all_are_taken_it_stops(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "DEFAULT", taken)
    monkeypatch.setattr(ports, "TRIES", 1)
    with pytest.raises(Stop, match="all in use"):
        ports.choose("127.0.0.1", None)


def test_a_port_that_another_program_has_on_the_other_localhost_is_not_free() -> None:
    try:
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with server:
        assert not ports.free("127.0.0.1", server.getsockname()[1])


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(Stop, match=r"203\.0\.113\.9"):
        ports.free("203.0.113.9", 8000)
