"""What the doors answer, for the OpenAPI schema. Cards are described, never serialized by these classes."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, inline_serializer
from rest_framework import serializers

_error = inline_serializer("Error", {"error": serializers.DictField()})
ERROR = OpenApiResponse(_error)
_refusals: Mapping[int, Any] = {400: ERROR, 401: ERROR, 403: ERROR, 404: ERROR}
_card = inline_serializer(
    "Card",
    {
        "id": serializers.UUIDField(),
        "number": serializers.CharField(),
        "state": serializers.CharField(),
        "state_label": serializers.CharField(),
        "version": serializers.IntegerField(),
    },
)
_objects = inline_serializer("Objects", {}, many=True)


def _row() -> serializers.Serializer[object]:
    """A row of the queue; each list has one of its own, since a field stands in one place only."""
    return inline_serializer(
        "Row",
        {
            "id": serializers.UUIDField(),
            "number": serializers.CharField(),
            "state": serializers.CharField(),
            "version": serializers.IntegerField(),
        },
    )


_refusal = inline_serializer(
    "BulkRefusal", {"incident": serializers.UUIDField(), "code": serializers.CharField(), "message": serializers.CharField()}
)
_hint = inline_serializer(
    "Hint",
    {
        "seq": serializers.CharField(),
        "verb": serializers.CharField(),
        "incident": serializers.UUIDField(),
        "version": serializers.IntegerField(),
        "state": serializers.CharField(allow_blank=True),
        "code": serializers.CharField(),
    },
)

SESSION: Mapping[int, Any] = {
    200: inline_serializer(
        "Session",
        {
            "user": serializers.IntegerField(allow_null=True),
            "csrf": serializers.CharField(),
            "key": serializers.CharField(allow_null=True),
            "now": serializers.DateTimeField(),
        },
    ),
    401: ERROR,
}
CARD: Mapping[int, Any] = {200: _card, **_refusals}
REPORTED: Mapping[int, Any] = {200: _card, 201: _card, 409: ERROR, 410: ERROR, 413: ERROR, 415: ERROR, **_refusals}
STEPPED: Mapping[int, Any] = {200: _card, 409: ERROR, 413: ERROR, 415: ERROR, **_refusals}
KEPT: Mapping[int, Any] = {200: OpenApiTypes.OBJECT, 409: ERROR, 413: ERROR, 415: ERROR, **_refusals}
PAGE: Mapping[int, Any] = {
    200: inline_serializer("Page", {"items": serializers.ListField(child=_row()), "next": serializers.CharField(allow_null=True)}),
    400: ERROR,
    401: ERROR,
}
BULK: Mapping[int, Any] = {
    **STEPPED,
    200: inline_serializer(
        "BulkOutcome",
        {
            "items": serializers.ListField(child=_row()),
            "next": serializers.CharField(allow_null=True),
            "refused": serializers.ListField(child=_refusal),
        },
    ),
}
COUNTS: Mapping[int, Any] = {
    200: inline_serializer("Counts", {"open": serializers.IntegerField(), "overdue": serializers.IntegerField()}),
    400: ERROR,
    401: ERROR,
}
FEED: Mapping[int, Any] = {
    200: inline_serializer(
        "FeedPage",
        {
            "items": serializers.ListField(child=_hint),
            "cursor": serializers.CharField(),
            "more": serializers.BooleanField(),
            "now": serializers.DateTimeField(),
        },
    ),
    400: ERROR,
    401: ERROR,
}
ANYTHING: Mapping[int, Any] = {200: OpenApiTypes.OBJECT, 400: ERROR, 401: ERROR}
LIST: Mapping[int, Any] = {
    200: _objects,
    304: OpenApiResponse(),
    400: ERROR,
    401: ERROR,
}
PHOTO: Mapping[int, Any] = {
    200: OpenApiTypes.OBJECT,
    201: OpenApiTypes.OBJECT,
    409: ERROR,
    413: ERROR,
    415: ERROR,
    507: ERROR,
    **_refusals,
}
_guess = inline_serializer(
    "CategoryGuess", {"id": serializers.IntegerField(), "name": serializers.CharField(), "share": serializers.FloatField()}
)
_repeated = inline_serializer(
    "RepeatedCase",
    {
        "id": serializers.UUIDField(),
        "title": serializers.CharField(),
        "state": serializers.CharField(),
        "state_label": serializers.CharField(),
        "received_at": serializers.DateTimeField(),
        "distance_m": serializers.FloatField(allow_null=True),
        "score": serializers.FloatField(),
    },
)
_shut = inline_serializer("Shut", {"message": serializers.CharField(), "until": serializers.DateTimeField()}, allow_null=True)
ADVICE: Mapping[int, Any] = {
    200: inline_serializer(
        "Advice",
        {
            "categories": serializers.ListField(child=_guess),
            "duplicates": serializers.ListField(child=_repeated),
            "blackout": _shut,
        },
    ),
    400: ERROR,
    413: ERROR,
    415: ERROR,
}
_preset_fields: dict[str, serializers.Field[Any, Any, Any, Any]] = {
    "id": serializers.IntegerField(),
    "kind": serializers.CharField(),
    "topic": serializers.CharField(allow_blank=True),
    "name": serializers.CharField(),
    "body": serializers.CharField(),
}
PRESETS: Mapping[int, Any] = {200: inline_serializer("Preset", _preset_fields, many=True), 401: ERROR}
PRESET: Mapping[int, Any] = {200: inline_serializer("KeptPreset", _preset_fields), 413: ERROR, 415: ERROR, **_refusals}
DROPPED: Mapping[int, Any] = {204: OpenApiResponse(), **_refusals}
