"""Signing in (登录) against passwords tried over many names (D4): failures count by network and for all, not only by name.

A browser in which this very name signed in before is known by a signed cookie and has a count of its own: whoever fills up the
others from elsewhere, or from the same office, locks nobody out of the browser they work with.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from governance.http import network_of
from governance.limits.actions import Limit, TooOften, give_back, take

QUARTER = timedelta(minutes=15)
NETWORK = Limit("sign_in.network", 40, QUARTER)
"""Failures of one network, whatever names were tried."""
EVERYBODY = Limit("sign_in.all", 2000, QUARTER)
"""Failures of all networks together."""
COOKIE, SALT = "known", "governance.signing"
LIFE = timedelta(days=180)
KNOWN = Limit("sign_in.known", 10, QUARTER)
"""Tries for a name in a browser that is known for it; after them it is one like any other."""


def open_tries(request: HttpRequest, name: str, *, at: datetime) -> bool:
    """Count a try before the password is looked at (D6); False for a known browser, which has a count of its own. Refuses with TooOften."""
    if known_here(request, name) and take(KNOWN, f"{_mark(name)}:{request.COOKIES[COOKIE]}", at=at):
        request.known_browser = True  # type: ignore[attr-defined]
        return False
    if not take(NETWORK, network_of(request), at=at):
        raise TooOften
    if not take(EVERYBODY, "", at=at):
        raise TooOften
    return True


def forgive(request: HttpRequest, *, at: datetime) -> None:
    """The password was right: the try does not count."""
    give_back(NETWORK, network_of(request), at=at)
    give_back(EVERYBODY, "", at=at)


def known_browser(request: Any, _credentials: Any = None) -> bool:
    """For django-axes: a known browser is not locked with others of its address."""
    return bool(getattr(request, "known_browser", False))


def known_here(request: HttpRequest, name: str) -> bool:
    """Whether this name signed in with this browser lately."""
    return _mark(name) in _marks(request)


def remember(request: HttpRequest, response: HttpResponseBase, name: str) -> None:
    """Know the browser from now on; of a shared one the last five names."""
    kept = [_mark(name), *(mark for mark in _marks(request) if mark and mark != _mark(name))][:5]
    response.set_signed_cookie(
        COOKIE, ".".join(kept), salt=SALT, max_age=int(LIFE.total_seconds()), httponly=True, samesite="Lax", secure=settings.HTTPS
    )


def _marks(request: HttpRequest) -> list[str]:
    return (request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=int(LIFE.total_seconds())) or "").split(".")


def _mark(name: str) -> str:
    return hashlib.sha256(f"known:{name.strip().casefold()}:{settings.SECRET_KEY}".encode()).hexdigest()[:20]
