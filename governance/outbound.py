"""Calls to servers outside (出站请求): named hosts only, no private address, resolved once and pinned, no redirects (E3)."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

TIMEOUT = 10.0
MOST = 4 << 20
PORTS = {"https": 443, "http": 80}
NAT64 = ipaddress.ip_network("64:ff9b::/96")

Resolve = Callable[[str, int], list[str]]


class Unreachable(Exception):
    """The server did not answer; it may later."""


class Forbidden(Exception):
    """The address is one that is never called."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. A redirect is an answer like any other: it is not followed."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host; Unreachable when it has none now."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise Unreachable(_("无法解析主机名。")) from error


def is_public(address: str) -> bool:
    """Whether an address lies in the open internet: not loopback, private, link-local, shared, mapped or reserved."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found in NAT64 or found.ipv4_mapped or found.sixtofour or found.teredo:
            return False
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast


def named(host: str, hosts: Collection[str]) -> bool:
    """Whether the host is in the list; `.example.org` in the list stands for every host below it."""
    host = host.rstrip(".").lower()
    return any(host == one or (one.startswith(".") and host.endswith(one)) for one in hosts)


def checked_address(url: str, *, hosts: Collection[str] | None, inside: bool = False) -> SplitResult:
    """The parts of a URL that may be called by its form and host; Forbidden tells why not. No look-up is made."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden(_("地址格式有误。")) from error
    if parts.scheme != "https" and not (inside and parts.scheme == "http"):
        raise Forbidden(_("只接受 https 地址。"))
    if not parts.hostname or parts.username or parts.password or any(ord(sign) <= ord(" ") or ord(sign) == 0x7F for sign in url):  # noqa: PLR2004 - DEL
        raise Forbidden(_("地址格式有误。"))
    if port not in {None, 443} and not inside:
        raise Forbidden(_("只接受 443 端口。"))
    if hosts is not None and not named(parts.hostname, hosts):
        raise Forbidden(_("主机 %(host)s 不在允许名单中。") % {"host": parts.hostname})
    return parts


def call(
    *,
    method: str,
    url: str,
    hosts: Collection[str] | None,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    inside: bool = False,
    timeout: float = TIMEOUT,
    resolve: Resolve = resolved,
) -> Answer:
    """One request and its answer. Refuses (Forbidden) a host outside `hosts` and one with any address that is not public.

    `inside` is for gateways that the operator names in the environment: they may be plain http and in the own network,
    and `hosts` None is for them alone. The address that was looked at is the address that is connected to.
    """
    parts = checked_address(url, hosts=hosts, inside=inside)
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    addresses = resolve(host, port)
    if not addresses or (not inside and not all(is_public(one) for one in addresses)):
        raise Forbidden(_("主机 %(host)s 指向内部地址。") % {"host": host})
    connection = pinned(parts.scheme, host, port, addresses[0], timeout)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, path, body=body, headers={"User-Agent": "wangge", **(headers or {})})
        response = connection.getresponse()
        content = response.read(MOST + 1)
        if len(content) > MOST:
            raise Unreachable(_("对方的回答过大。"))
        return Answer(response.status, content, {name.lower(): value for name, value in response.getheaders()})
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(_("对方服务器没有应答：%(why)s") % {"why": type(error).__name__}) from error
    finally:
        connection.close()


def pinned(scheme: str, host: str, port: int, address: str, timeout: float) -> http.client.HTTPConnection:
    """A connection to this very address, with the host's name in the request and on its certificate."""
    if scheme == "http":
        return _Plain(host, port, address=address, timeout=timeout)
    return _Secure(host, port, address=address, timeout=timeout)


@cache
def trust() -> ssl.SSLContext:
    """The system's certificates, read once."""
    return ssl.create_default_context()


class _Plain(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, *, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _Secure(_Plain):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        self.sock = trust().wrap_socket(self.sock, server_hostname=self.host)
