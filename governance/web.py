"""Doors of the ground floor: sign-in, sign-out, language, health."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.i18n import set_language

from governance.errors import Invalid, NotAllowed, NotFound, Refused
from governance.http import refusal_response


class SignIn(LoginView):
    """The sign-in page (登录)."""

    template_name = "sign_in.html"
    redirect_authenticated_user = True


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
    """The database takes writes and all migrations are applied."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        """200 when ready, else 503 with what is not."""
        state: dict[str, Any] = {"database": database_state()}
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
