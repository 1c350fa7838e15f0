"""A phone without an account (匿名设备): a random mark in a signed cookie, known to the database by its digest only."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE = "device"
SALT = "governance.device"
YEAR = 365 * 24 * 60 * 60


def device_of(request: HttpRequest) -> bytes:
    """The digest of this phone's mark; a phone without one gets one with the answer (`remember`)."""
    mark = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=YEAR)
    if not mark:
        mark = getattr(request, "new_device", "") or secrets.token_urlsafe(18)
        request.new_device = mark  # type: ignore[attr-defined]
    return hashlib.sha256(f"device:{mark}".encode()).digest()


def known_device(request: HttpRequest) -> bytes | None:
    """The digest if the phone has a mark already; looking leaves none."""
    mark = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=YEAR)
    return hashlib.sha256(f"device:{mark}".encode()).digest() if mark else None


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Send the mark along that `device_of` made for this request."""
    mark: Any = getattr(request, "new_device", "")
    if mark:
        response.set_signed_cookie(COOKIE, mark, salt=SALT, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.HTTPS)
