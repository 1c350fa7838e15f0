"""Doors of photos: bytes in, cleaned bytes out (照片)."""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.views.generic import View
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.errors import Invalid, TooLarge
from governance.http import actor_from
from governance.phones import sender
from governance.sending import SentFile, send_picture
from incidents.actions.photos import keep_photo
from incidents.api import answers
from incidents.api.shapes import PhotoShape
from incidents.cards import photo_card
from incidents.queries.photos import visible_photo


class BytesParser(BaseParser):
    """The body as it is, up to the limit; what it truly holds is decided by its content, not by its type."""

    media_type = "image/*"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The bytes; TooLarge above PHOTO_MAX_BYTES."""
        body = stream.read(settings.PHOTO_MAX_BYTES + 1)
        if len(body) > settings.PHOTO_MAX_BYTES:
            raise TooLarge
        return body


class PhotoDoor(APIView):
    """One photo under the client's UUID."""

    parser_classes = (BytesParser,)

    def get_permissions(self) -> list[Any]:
        """Anyone may send one; seeing needs a case that one may see."""
        return [AllowAny()]

    @extend_schema(operation_id="keep_photo", parameters=[PhotoShape], request={"image/jpeg": OpenApiTypes.BINARY}, responses=answers.PHOTO)
    def put(self, request: Request, photo_id: UUID) -> Response:
        """Keep it; the same bytes again answer 200."""
        shape = PhotoShape(data=request.query_params)
        shape.is_valid(raise_exception=True)
        body: Any = request.data
        if not isinstance(body, bytes):
            raise Invalid(fields={"photo": ["empty"]})
        photo, new = keep_photo(actor=sender(request), photo_id=photo_id, body=body, stage=shape.validated_data["stage"], at=timezone.now())
        return Response(photo_card(photo), status=201 if new else 200)

    @extend_schema(operation_id="photo", responses={(200, "image/jpeg"): OpenApiTypes.BINARY, 401: answers.ERROR, 404: answers.ERROR})
    def get(self, request: Request, photo_id: UUID) -> Any:
        """The cleaned JPEG; checked against the case at each request (C13)."""
        return send_photo(request, photo_id, small=False)


class Thumb(View):
    """The small picture of a photo."""

    def get(self, request: HttpRequest, photo_id: UUID) -> SentFile:
        """320 px."""
        return send_photo(request, photo_id, small=True)


def send_photo(request: Any, photo_id: UUID, *, small: bool) -> SentFile:
    """The file of a photo that the actor may see; a foreign one is NotFound."""
    return send_picture(visible_photo(actor=actor_from(request), photo_id=photo_id).file, small=small)
