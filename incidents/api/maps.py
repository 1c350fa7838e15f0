"""Doors of the map: counters when far, compact rows when near. Never a serializer per point."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.codes import Level
from governance.errors import Invalid
from governance.http import actor_from
from incidents.api import answers
from incidents.api.filters import read_filters
from incidents.api.shapes import FilterShape
from incidents.cards import category_name, is_approximate, lamp_now
from incidents.queries import reference
from incidents.queries.onmap import by_area, by_building, counters, points
from incidents.queries.rows import Row
from incidents.workflow import State

NEAR = 14
LAMPS = [None, "green", "yellow", "red"]
LEVELS = {level.name.lower(): level for level in Level}


class MapCases(APIView):
    """Cases in view."""

    @extend_schema(operation_id="map_cases", parameters=[FilterShape], responses=answers.ANYTHING)
    def get(self, request: Request) -> Response:
        """`points` when the zoom is near and they are few enough, else `counters`."""
        filters, others = read_filters(request)
        actor, at = actor_from(request), timezone.now()
        found = points(actor=actor, filters=filters, at=at) if others["zoom"] >= NEAR and filters.bbox else None
        if found is not None:
            return Response(packed(found, at))
        rows = counters(actor=actor, filters=filters, zoom=others["zoom"], at=at)
        return Response(
            {"kind": "counters", "items": [[row.code, row.name, round(row.lon, 5), round(row.lat, 5), row.count] for row in rows]}
        )


def packed(found: list[Row], at: Any) -> dict[str, Any]:
    """Rows as short lists: id, lon, lat, then indexes into `states`, `lamps`, `titles`, then whether the place is only about right."""
    kinds = sorted({incident.category_id for incident in found})
    index = {kind: place for place, kind in enumerate(kinds)}
    states = list(State.values)
    items = [
        [
            str(one.pk),
            round(one.lon, 6),
            round(one.lat, 6),
            states.index(one.state),
            LAMPS.index(lamp_now(one, at)),
            index[one.category_id],
            int(is_approximate(one)),
        ]
        for one in found
        if one.lon is not None and one.lat is not None
    ]
    titles = [category_name(reference.categories().get(kind)) for kind in kinds]
    return {"kind": "points", "items": items, "titles": titles, "states": states, "lamps": LAMPS}


class MapCounts(APIView):
    """Cases per area, for the colours of the map."""

    @extend_schema(operation_id="map_counts", parameters=[FilterShape], responses=answers.ANYTHING)
    def get(self, request: Request) -> Response:
        """`{code: count}` for the level asked with `?level=grid`."""
        filters, _others = read_filters(request)
        level = LEVELS.get(request.query_params.get("level", "grid"), Level.GRID)
        return Response(by_area(actor=actor_from(request), level=level, filters=filters, at=timezone.now()))


class MapBuildings(APIView):
    """Cases per building, for the map in three dimensions."""

    @extend_schema(operation_id="map_building_cases", parameters=[FilterShape], responses=answers.ANYTHING)
    def get(self, request: Request) -> Response:
        """`{building id: count}` of what is in the box; the box is needed."""
        filters, _others = read_filters(request)
        if filters.bbox is None:
            raise Invalid(fields={"bbox": [_("此项必填。")]})
        return Response(by_building(actor=actor_from(request), filters=filters, at=timezone.now()))
