"""E3: servers outside are called by name only, at an address that was looked at, once."""

import http.server
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest

from governance.outbound import Forbidden, Unreachable, call, is_public, pinned

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1", "no address",
    ],
)  # fmt: skip
def test_e3_inner_addresses_are_never_public(address: str):
    assert not is_public(address)


def test_public_ones_are():
    assert is_public(PUBLIC)
    assert is_public("2400:3200::1")


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        ("http://hook.example.cn/", [PUBLIC]), ("https://other.example.cn/", [PUBLIC]), ("https://hook.example.cn:8443/", [PUBLIC]), ("ftp://hook.example.cn/", [PUBLIC]),
        ("https://u:p@hook.example.cn/", [PUBLIC]), ("https://hook.example.cn@evil.cn/", [PUBLIC]), ("https://evil.cn/hook.example.cn", [PUBLIC]), ("https://xhook.example.cn/", [PUBLIC]),
        ("https://hook.example.cn/\r\nX: y", [PUBLIC]), ("https://hook.example.cn:99999/", [PUBLIC]), ("https://[::1]/", ["::1"]), ("file:///etc/passwd", [PUBLIC]),
        ("https://hook.example.cn/", ["10.0.0.1"]), ("https://hook.example.cn/", [PUBLIC, "127.0.0.1"]), ("https://hook.example.cn/", []),
    ],
)  # fmt: skip
def test_e3_what_is_not_named_or_points_inside_is_not_called(url: str, addresses: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("governance.outbound.pinned", lambda *_given: pytest.fail("a connection was made"))
    with pytest.raises(Forbidden):
        call(method="GET", url=url, hosts=["hook.example.cn"], resolve=lambda _host, _port: addresses)


def test_e3_the_name_is_looked_up_once_and_that_address_is_connected_to(monkeypatch: pytest.MonkeyPatch):
    looked, connected = [], []

    def rebinding(host: str, _port: int) -> list[str]:
        looked.append(host)
        return [PUBLIC] if len(looked) == 1 else ["127.0.0.1"]

    def connect(address: tuple[str, int], _timeout: float) -> None:
        connected.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(Unreachable):
        call(method="GET", url="https://hook.example.cn/a", hosts=["hook.example.cn"], resolve=rebinding)
    assert (looked, connected) == (["hook.example.cn"], [(PUBLIC, 443)])


class Redirecting(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", "/inner")
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        pass


@pytest.fixture
def redirecting() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Redirecting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_e3_redirects_are_answers_and_not_followed(redirecting: int):
    answer = call(method="GET", url=f"http://gateway.local:{redirecting}/a", hosts=None, inside=True, resolve=lambda _h, _p: ["127.0.0.1"])
    assert (answer.status, Redirecting.asked) == (302, ["/a"])


def test_the_certificate_is_checked_against_the_name_and_not_the_address(monkeypatch: pytest.MonkeyPatch):
    seen = {}

    class Context:
        def wrap_socket(self, sock: object, *, server_hostname: str) -> object:
            seen["name"] = server_hostname
            return sock

    monkeypatch.setattr("socket.create_connection", lambda *_given: object())
    monkeypatch.setattr("governance.outbound.trust", Context)
    pinned("https", "hook.example.cn", 443, PUBLIC, 1).connect()
    assert seen == {"name": "hook.example.cn"}
