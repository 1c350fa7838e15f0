"""What stands between the web and the doors: the actor, strict JSON, and one handler for refusals."""

import math
from collections.abc import Callable, Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout
from rest_framework import exceptions
from rest_framework.authentication import SessionAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from governance.access.actor import PUBLIC, Actor, actor_of
from governance.access.models import User
from governance.access.tokens import Bearer
from governance.devices import remember
from governance.errors import Away, Invalid, NotAllowed, NotFound, NotSignedIn, Refused, TooLarge
from governance.programs import PROGRAM_POLICY, by_program

STANDS_FOR: tuple[tuple[tuple[type[Exception], ...], type[Refused]], ...] = (
    ((OperationalError, InterfaceError, PoolTimeout), Away),
    ((exceptions.NotAuthenticated, exceptions.AuthenticationFailed), NotSignedIn),
    ((Http404, exceptions.NotFound), NotFound),
    ((PermissionDenied, exceptions.PermissionDenied), NotAllowed),
    ((RequestDataTooBig,), TooLarge),
    ((SuspiciousOperation, exceptions.ParseError), Invalid),
)
GetResponse = Callable[[HttpRequest], HttpResponseBase]
MAX_DEPTH = 40
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)


def client_address(request: HttpRequest) -> str:
    """The client's address. Only as many proxies as are configured are believed (D5)."""
    hops: list[str] = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted = int(settings.TRUSTED_PROXIES)
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """By what a network is counted in limits: the client's address, of IPv6 the first half."""
    address = client_address(request)
    return ":".join(address.split(":")[:4]) if ":" in address else address


def actor_from(request: Any) -> Actor:
    """The actor of a request: posts are read anew each time, so a post that ended is gone at once (C6)."""
    user = getattr(request, "user", None)
    if isinstance(opened := getattr(request, "auth", None), Bearer):
        return opened.actor
    if isinstance(user, User) or (user is not None and getattr(user, "is_authenticated", False)):
        return actor_of(user=user, at=timezone.now())
    return PUBLIC


class ActorMiddleware:
    """Puts a lazy `actor` on each request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Attach the actor; answers about people are never cached (C14)."""
        request.actor = SimpleLazyObject(lambda: actor_from(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        remember(request, response)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        if by_program(request):
            response["Content-Security-Policy"] = PROGRAM_POLICY
        return response


class DatabaseAwayMiddleware:
    """The database is away: 503 and Retry-After, so that phones try again (A10)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 503 also when the fault comes from a middleware further in."""
        try:
            return self.get_response(request)
        except DATABASE_AWAY:
            return refusal_response(request, Away())

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer 503 for a view's fault."""
        return refusal_response(request, Away()) if isinstance(exception, DATABASE_AWAY) else None


class RefusalMiddleware:
    """Turns a Refused that left a page's view into the page or JSON that says why."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A refusal as the reader's page; anything else is left alone."""
        if isinstance(exception, RequestDataTooBig):
            exception = TooLarge()
        return refusal_response(request, exception) if isinstance(exception, Refused) else None


def wants_json(request: HttpRequest) -> bool:
    """Whether the client is a program."""
    return request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", "")


def refusal_response(request: HttpRequest, refused: Refused) -> HttpResponseBase:
    """The refusal, as JSON for programs and as a page for people."""
    response: HttpResponseBase
    if wants_json(request):
        response = JsonResponse({"error": refused.payload()}, status=refused.status)
    else:
        response = render(request, "refused.html", {"refused": refused}, status=refused.status)
    if refused.status == Away.status:
        response["Retry-After"] = "5"
    return response


def api_refusal(exc: Exception, _context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: every error of the API has one form, `{"error": {code, message, fields}}`."""
    refused = as_refused(exc)
    if refused is None:
        return None
    response = Response({"error": refused.payload()}, status=refused.status)
    if refused.status == Away.status:
        response["Retry-After"] = "5"
    if refused.status == NotSignedIn.status:
        response["WWW-Authenticate"] = "Bearer"
    return response


def as_refused(exc: Exception) -> Refused | None:
    """The refusal that stands for an exception, or None for a true fault."""
    if isinstance(exc, Refused):
        return exc
    if isinstance(exc, exceptions.ValidationError):
        detail = exc.detail if isinstance(exc.detail, dict) else {"body": exc.detail}
        return Invalid(fields={name: flat(reasons) for name, reasons in detail.items()})
    for kinds, refusal in STANDS_FOR:
        if isinstance(exc, kinds):
            return refusal(str(getattr(exc, "detail", "")) or None)
    if isinstance(exc, exceptions.APIException):
        other = Refused(str(exc.detail))
        other.status, other.code = exc.status_code, str(exc.default_code)
        return other
    return None


def flat(reasons: Any) -> list[str]:
    """All reasons under one field as a list of texts, however deep DRF nested them."""
    if isinstance(reasons, dict):
        return [text for inner in reasons.values() for text in flat(inner)]
    if isinstance(reasons, list | tuple):
        return [text for inner in reasons for text in flat(inner)]
    return [str(reasons)]


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Too many failed sign-ins for this name from this address."""
    return render(request, "locked_out.html", status=429)


class SessionActor(SessionAuthentication):
    """The session of the pages also serves their API calls; CSRF is enforced (D8)."""

    def authenticate_header(self, request: Any) -> str:
        """A challenge, so that a missing sign-in is 401 and not 403."""
        return "Session"


class StrictJSONParser(BaseParser):
    """JSON within limits: size, depth, no NaN, no numbers beyond a float (A23)."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        """The value; ParseError names what is wrong."""
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError(_("不是合法的 JSON：%(why)s") % {"why": error}) from error
        if not bounded(value, MAX_DEPTH):
            raise exceptions.ParseError(_("JSON 层次过深或数值超限。"))
        return value


def bounded(value: Any, depth: int) -> bool:
    """Whether a JSON value nests at most `depth` deep and holds finite numbers only."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, list | dict):
        inner = value if isinstance(value, list) else value.values()
        return depth > 0 and all(bounded(item, depth - 1) for item in inner)
    return True


class OneForm(DefaultContentNegotiation):
    """Where a door has one form of answer there is nothing to negotiate: whatever is asked for, that one comes."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        """The renderer and its media type."""
        if len(renderers) == 1:
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)


def as_json(data: Any) -> bytes:
    """JSON by orjson: times in RFC 3339 in UTC with Z, lazy translations as text."""
    return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z)


def json_answer(data: Any) -> HttpResponse:
    """The answer of a door that is asked all day long, without the stages of a rendered response."""
    return HttpResponse(as_json(data), content_type="application/json")


class FastJSONRenderer(BaseRenderer):
    """JSON, the one form of the API."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The body; nothing for no content."""
        return b"" if data is None else as_json(data)
