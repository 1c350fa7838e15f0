"""Doors of the ground floor: sign-in, sign-out, language, health."""

import shutil
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.i18n import set_language

from governance import signing
from governance.access.sessions.opening import describe
from governance.errors import Invalid, NotAllowed, NotFound, Refused
from governance.http import locked_out, refusal_response
from governance.limits.actions import TooOften

LEAST_FREE = 0.05


class SignIn(LoginView):
    """The sign-in page (登录)."""

    template_name = "sign_in.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the password, unless too many were wrong from here or altogether (D4)."""
        at, name = timezone.now(), request.POST.get("username", "")[:150]
        try:
            counted = signing.open_tries(request, name, at=at)
        except TooOften:
            return locked_out(request)
        response = super().post(request, *args, **kwargs)
        if request.user.is_authenticated:
            describe(request, request.user, at=at)
            signing.remember(request, response, name)
            if counted:
                signing.forgive(request, at=at)
        return response


class SignOut(LogoutView):
    """Sign out (退出), by POST only."""

    next_page = "sign_in"


class SetLanguage(View):
    """Chinese or English for this browser."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the choice in a cookie and go back."""
        response: HttpResponse = set_language(request)
        return response


class Livez(View):
    """The process answers."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Always ok."""
        return JsonResponse({"status": "ok"})


class Readyz(View):
    """The database takes writes, all migrations are applied, and the disk of the photos has room."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        """200 when ready, else 503 with what is not."""
        state: dict[str, Any] = {"database": database_state(), "disk": disk_state()}
        if state["database"] == "ok":
            state["migrations"] = migrations_state()
        ready = all(value == "ok" for value in state.values())
        return JsonResponse(
            state | {"status": "ok" if ready else "away"}, status=HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        )


def database_state() -> str:
    """`ok`, `read only` or `away`."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery()")
            return "read only" if cursor.fetchone()[0] else "ok"
    except DatabaseError:
        return "away"


def disk_state() -> str:
    """`ok`, or `full` when less than a twentieth of the disk of the photos is free (A14)."""
    place = Path(settings.MEDIA_ROOT)
    usage = shutil.disk_usage(next(folder for folder in (place, *place.parents) if folder.exists()))
    return "ok" if usage.free >= usage.total * LEAST_FREE else "full"


@cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """What this program was made for: read from its files once."""
    return frozenset(MigrationLoader(None).disk_migrations)


def migrations_state() -> str:
    """`ok`, or `behind` while the database lacks a migration of this program."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return "ok" if newest_migrations() <= applied else "behind"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001  (Django names it)
    """A request that Django itself refused."""
    return refusal_response(request, Invalid())


def forbidden(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
    """A page that the post does not open, or a form without its CSRF token (D8)."""
    return refusal_response(request, NotAllowed(_("页面已过期或无权访问，请刷新后重试。")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001  (Django names it)
    """An address that is none: as JSON for programs, as a page for people."""
    return refusal_response(request, NotFound())


def broken(request: HttpRequest) -> HttpResponseBase:
    """A fault of ours: nothing of it is shown, all of it is in the log."""
    refused = Refused(_("系统出错，已记录。请稍后再试。"))
    refused.code, refused.status = "broken", HTTPStatus.INTERNAL_SERVER_ERROR
    return refusal_response(request, refused)
