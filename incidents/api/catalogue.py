"""Doors of the catalogue: categories with their standards, and units (事项清单)."""

import hashlib
from typing import Any

import orjson
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.codes import within
from incidents.api import answers
from incidents.api.filters import read_filters
from incidents.api.shapes import FilterShape
from incidents.cards import standard_card
from incidents.queries import reference


class Categories(APIView):
    """All active categories."""

    def get_permissions(self) -> list[Any]:
        """Public: the list of what may be reported is posted where residents gather."""
        return [AllowAny()]

    @extend_schema(operation_id="categories", responses=answers.LIST)
    def get(self, request: Request) -> Response:
        """The list, with an ETag, so that phones fetch it once."""
        standards = reference.standards()
        items = [
            {
                "id": one.pk,
                "kind": one.kind,
                "code": one.code,
                "name": one.name,
                "name_en": one.name_en,
                "major_code": one.major_code,
                "major_name": one.major_name,
                "pinyin": one.pinyin,
                "standards": [standard_card(standard) for standard in standards.get(one.pk, [])],
            }
            for one in sorted(reference.categories().values(), key=lambda one: (one.kind, one.code))
            if one.active
        ]
        etag = f'"{hashlib.sha256(orjson.dumps(items)).hexdigest()[:16]}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == etag:
            return Response(status=304, headers=headers)
        return Response(items, headers=headers)


class Units(APIView):
    """Units that serve an area."""

    @extend_schema(operation_id="units", parameters=[FilterShape], responses=answers.LIST)
    def get(self, request: Request) -> Response:
        """Units for `?code=`, the narrowest first."""
        filters, _others = read_filters(request)
        serving = [
            unit
            for unit in reference.units().values()
            if any(within(filters.code, code) or within(code, filters.code) for code in unit.codes)
        ]
        serving.sort(key=lambda unit: (-max(map(len, unit.codes), default=0), unit.name))
        return Response([{"id": unit.pk, "name": unit.name, "kind": unit.kind, "kind_label": unit.get_kind_display()} for unit in serving])
