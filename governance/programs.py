"""What the chain of middleware does for browsers only (浏览器与程序).

A program signs each request by `Authorization: Bearer`: it has no session, no cookie, no form, no message to show. Session,
messages and the rest would cost it a third of its time for nothing, so they pass it on. A browser can not be made to
send this header by another site, and what a program sends is looked at by the token alone: nothing is let through that way.
"""

from functools import partial
from typing import Any

from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django_htmx.middleware import HtmxMiddleware

from governance.devices import known_device

PROGRAM_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""The content security policy of an answer that no browser shows as a page."""


def by_program(request: HttpRequest) -> bool:
    """Whether a program asks, with a token: only the API's doors look at one."""
    return request.path_info.startswith("/api/") and request.META.get("HTTP_AUTHORIZATION", "")[:7].lower() == "bearer "


def for_browsers(inner: Any) -> Any:
    """The middleware, passing on what programs ask."""

    class ForBrowsers(inner):  # type: ignore[misc]
        """See the module."""

        def __call__(self, request: HttpRequest) -> Any:
            """Under ASGI this is the coroutine of the next one."""
            return self.get_response(request) if by_program(request) else super().__call__(request)

    ForBrowsers.__name__ = inner.__name__
    return ForBrowsers


Policy = for_browsers(CSPMiddleware)


def device_mark(request: HttpRequest) -> str:
    """The mark of the device that a request comes from; empty where it has none."""
    return (known_device(request) or b"").hex()


class DeviceSessions(SessionMiddleware):
    """Tells the session from which device a request comes, and whether the page asked by itself, with nobody's hand on it."""

    def process_request(self, request: HttpRequest) -> None:
        """Attach both."""
        super().process_request(request)
        request.session.device = partial(device_mark, request)  # type: ignore[attr-defined]
        request.session.by_itself = "X-By-Itself" in request.headers  # type: ignore[attr-defined]


class DeviceSockets:
    """Tells the session of a websocket from which device it comes: a stolen key opens no board either."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        """Stands between channels' sessions and its look at who signed in."""
        request = HttpRequest()
        request.COOKIES = scope["cookies"]
        scope["session"].device = partial(device_mark, request)
        return await self.inner(scope, receive, send)


Sessions = for_browsers(DeviceSessions)
SignedIn = for_browsers(AuthenticationMiddleware)
Messages = for_browsers(MessageMiddleware)
Fragments = for_browsers(HtmxMiddleware)
