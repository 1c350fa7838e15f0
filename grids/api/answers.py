"""What the doors of where answer, for the OpenAPI schema."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, inline_serializer
from rest_framework import serializers

JSON, GEOJSON, MVT = "application/json", "application/geo+json", "application/vnd.mapbox-vector-tile"

_ERROR = inline_serializer("MapError", {"error": serializers.DictField()})
REFUSED: Mapping[Any, Any] = {(400, JSON): _ERROR, (401, JSON): _ERROR, (403, JSON): _ERROR}
GONE: Mapping[Any, Any] = {(404, JSON): _ERROR}
UNCHANGED: Mapping[Any, Any] = {304: OpenApiResponse(description="the ETag is still right")}
_point = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2, allow_null=True)


def _page(name: str, fields: dict[str, Any]) -> Any:
    row = inline_serializer(f"{name}Row", fields, many=True)
    return inline_serializer(f"{name}Page", {"items": row, "next": serializers.CharField(allow_null=True)})


AREAS = {(200, GEOJSON): OpenApiTypes.OBJECT, **UNCHANGED, **REFUSED}
TILE = {(200, MVT): OpenApiTypes.BINARY, **UNCHANGED, **REFUSED, **GONE}
LOCATED = {
    (200, JSON): inline_serializer(
        "Located",
        {
            "placing": serializers.ChoiceField(["inside", "border", "area", "outside", "nowhere"]),
            "code": serializers.CharField(allow_blank=True),
            "name": serializers.CharField(allow_blank=True),
            "community": serializers.CharField(allow_blank=True),
            "others": serializers.ListField(child=serializers.CharField()),
            "uncertain": serializers.BooleanField(),
            "swapped": _point,
        },
    ),
    **REFUSED,
}
DIVISIONS = {
    (200, JSON): _page(
        "Division",
        {
            "code": serializers.CharField(),
            "name": serializers.CharField(),
            "level": serializers.CharField(),
            "parent": serializers.CharField(allow_null=True),
            "drawn": serializers.BooleanField(),
            "approximate": serializers.BooleanField(),
        },
    ),
    **REFUSED,
}
GRID = {
    (200, JSON): inline_serializer(
        "Grid",
        {
            "code": serializers.CharField(),
            "name": serializers.CharField(),
            "kind": serializers.CharField(),
            "kind_label": serializers.CharField(),
            "community": serializers.CharField(),
            "community_name": serializers.CharField(),
            "street_name": serializers.CharField(),
            "valid_from": serializers.DateTimeField(),
            "neighbours": serializers.ListField(child=serializers.DictField()),
            "areas": serializers.DictField(),
        },
    ),
    **UNCHANGED,
    **REFUSED,
    **GONE,
}
BUILDINGS = {
    (200, JSON): _page(
        "Building",
        {
            "code": serializers.CharField(),
            "name": serializers.CharField(allow_blank=True),
            "address": serializers.CharField(allow_blank=True),
            "grid": serializers.CharField(allow_blank=True),
            "use": serializers.CharField(),
            "use_label": serializers.CharField(),
            "floors": serializers.IntegerField(),
            "height_m": serializers.FloatField(allow_null=True),
            "dwellings": serializers.IntegerField(),
            "point": _point,
        },
    ),
    **REFUSED,
}
PLACES = {
    (200, JSON): inline_serializer(
        "Places",
        {
            "items": inline_serializer(
                "PlaceRow",
                {
                    "kind": serializers.ChoiceField(["building", "community"]),
                    "code": serializers.CharField(),
                    "name": serializers.CharField(allow_blank=True),
                    "address": serializers.CharField(allow_blank=True),
                    "area": serializers.CharField(allow_blank=True),
                    "area_name": serializers.CharField(allow_blank=True),
                    "point": _point,
                },
                many=True,
            )
        },
    ),
    **REFUSED,
}
