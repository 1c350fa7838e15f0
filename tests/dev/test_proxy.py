"""The bad network of the drills: what it does, it does on purpose."""

import gc
import socket
import time

import pytest

from drills.proxy import Proxy

ASK = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_a_connection_lives_until_it_ends_whatever_the_garbage_collector_does(caplog: pytest.LogCaptureFixture) -> None:
    """Phones hang up while the server is silent: nothing but the proxy itself then holds what waits for its answer."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with Proxy(silent.getsockname()[1]) as proxy:
            phones = [socket.create_connection(("127.0.0.1", proxy.port)) for _n in range(20)]
            for phone in phones:
                phone.sendall(ASK)
            while len(proxy.serving) < len(phones):
                time.sleep(0.01)
            for phone in phones:
                phone.close()
            time.sleep(0.3)
            gc.collect()
            assert len(proxy.serving) == len(phones), "they wait for the server's word"
    gc.collect()
    assert [one.getMessage() for one in caplog.records if "destroyed" in one.getMessage()] == []
