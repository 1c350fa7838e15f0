"""What the doors of where have in common: the policy first, then the parameters, then an ETag."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from governance.access import policy
from governance.access.actor import PUBLIC, Actor
from governance.http import actor_from

Shape = TypeVar("Shape", bound=Serializer[Any])


class MapDoor(APIView):
    """A read of the map. `verb` names its rule; `public` doors answer people without a sign-in too."""

    verb: ClassVar[str] = "map.read"
    public: ClassVar[bool] = False
    actor: Actor = PUBLIC

    def get_permissions(self) -> list[BasePermission]:
        """A sign-in, unless the door is public; the policy decides after that."""
        return [AllowAny()] if self.public else [permission() for permission in self.permission_classes]  # type: ignore[misc]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the actor and ask the policy."""
        super().initial(request, *args, **kwargs)
        self.actor = actor_from(request)
        policy.require(self.actor, self.verb, None)


class AnyAccept(BaseContentNegotiation):
    """GeoJSON and tiles have one form each, whatever the client says it accepts."""

    def select_parser(self, _request: Request, parsers: Any) -> Any:
        """The first one."""
        return parsers[0]

    def select_renderer(self, _request: Request, renderers: Any, _format_suffix: str | None = None) -> tuple[BaseRenderer, str]:
        """JSON, which refusals are told in."""
        return renderers[0], renderers[0].media_type


def asked(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The parameters; ValidationError names each wrong one."""
    read = shape(data=request.query_params.dict())  # plain, so that an empty text is no missing one
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)


def kept(request: Request, *, key: str, made: Callable[[], bytes | str], media_type: str, public: bool = False) -> HttpResponseBase:
    """The body that `made` gives, under an ETag of `key`; 304 and nothing made when the client has it.

    `key` changes whenever the body can. Browsers keep the body and ask each time; proxies keep only what is public.
    """
    etag = f'"{key}"'
    headers = {
        "ETag": etag,
        "Cache-Control": f"{'public' if public else 'private'}, no-cache",
        "Vary": "Accept-Language, Cookie, Authorization",
    }
    known = request.headers.get("If-None-Match", "")
    if etag in {mark.strip().removeprefix("W/") for mark in known.split(",")}:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(made(), content_type=media_type, headers=headers)
