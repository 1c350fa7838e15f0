"""Doors of patrols: start, positions, stop, check-ins, points, the worker's own plan, and who is on duty where (巡查)."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.access.roles import FIELD
from governance.http import actor_from
from governance.phones import sender
from governance.shapes import MomentShape, PayloadShape, PlainText, PointShape, StrictSerializer, checked
from grids import queries
from grids.actions.patrols import Fix, Shown, check_in, keep_track, plan_point, start_patrol, stop_patrol
from grids.api.answers import GONE, JSON, REFUSED
from grids.api.doors import MapDoor

MOST_FIXES = 300
_error = GONE[404, JSON]
KEPT = inline_serializer("PatrolKept", {"id": serializers.UUIDField()})
WRITTEN: dict[Any, Any] = {
    (200, JSON): KEPT,
    (201, JSON): KEPT,
    **REFUSED,
    **GONE,
    **{(code, JSON): _error for code in (409, 413, 415, 425)},
}


class FixShape(StrictSerializer):
    """One position."""

    n = serializers.IntegerField(min_value=0, max_value=10_000_000)
    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    accuracy_m = serializers.FloatField(min_value=0, max_value=100_000)
    at = serializers.DateTimeField()


class TrackShape(PayloadShape):
    """A batch of positions."""

    captured_at = serializers.DateTimeField(required=False)
    points = serializers.ListField(child=FixShape(), max_length=MOST_FIXES)
    datum = serializers.ChoiceField(["wgs84", "cgcs2000", "gcj02", "bd09"], default="wgs84")


class CheckInShape(MomentShape):
    """What shows that somebody was at a point."""

    patrol = serializers.UUIDField()
    point = serializers.UUIDField()
    position = PointShape(required=False, allow_null=True)
    mark = serializers.UUIDField(required=False, allow_null=True)


class PatrolPointShape(PayloadShape):
    """A point to be looked at."""

    name = PlainText(max_length=64)
    position = PointShape()
    radius_m = serializers.IntegerField(min_value=10, max_value=500, default=50)
    every_days = serializers.IntegerField(min_value=1, max_value=365, default=1)


MOMENT, TRACK, CHECK_IN, POINT = MomentShape(), TrackShape(), CheckInShape(), PatrolPointShape()


class PatrolDoor(APIView):
    """One walk under the phone's id."""

    @extend_schema(operation_id="start_patrol", request=MomentShape, responses=WRITTEN)
    def put(self, request: Request, patrol_id: UUID) -> Response:
        """Go on duty; the same again answers 200."""
        data = checked(MOMENT, request.data)
        patrol, new = start_patrol(
            actor=sender(request), patrol_id=patrol_id, captured_at=data["captured_at"], at=timezone.now(), sent_at=data.get("sent_at")
        )
        return Response({"id": str(patrol.pk)}, status=201 if new else 200)


class Track(APIView):
    """Positions of a walk."""

    @extend_schema(operation_id="keep_track", request=TrackShape, responses=WRITTEN)
    def post(self, request: Request, patrol_id: UUID) -> Response:
        """Keep a batch; the same again changes nothing."""
        data = checked(TRACK, request.data)
        fixes = [Fix(one["n"], one["lon"], one["lat"], one["accuracy_m"], one["at"]) for one in data["points"]]
        keep_track(
            actor=sender(request), patrol_id=patrol_id, fixes=fixes, at=timezone.now(), sent_at=data.get("sent_at"), datum=data["datum"]
        )
        return Response({"id": str(patrol_id)})


class Stop(APIView):
    """The end of a walk."""

    @extend_schema(operation_id="stop_patrol", request=MomentShape, responses=WRITTEN)
    def post(self, request: Request, patrol_id: UUID) -> Response:
        """Go off duty; again is the same."""
        data = checked(MOMENT, request.data)
        stop_patrol(
            actor=sender(request), patrol_id=patrol_id, captured_at=data["captured_at"], at=timezone.now(), sent_at=data.get("sent_at")
        )
        return Response({"id": str(patrol_id)})


class CheckInDoor(APIView):
    """One check-in under the phone's id."""

    @extend_schema(operation_id="check_in", request=CheckInShape, responses=WRITTEN)
    def put(self, request: Request, check_in_id: UUID) -> Response:
        """Keep it; the same again answers 200."""
        data = checked(CHECK_IN, request.data)
        given = data.get("position") or {}
        shown = Shown(given.get("lon"), given.get("lat"), given.get("accuracy_m") or 0.0, given.get("datum", "wgs84"), data.get("mark"))
        made, new = check_in(
            actor=sender(request), check_in_id=check_in_id, patrol_id=data["patrol"], point_id=data["point"], shown=shown,
            captured_at=data["captured_at"], at=timezone.now(), sent_at=data.get("sent_at"),
        )  # fmt: skip
        return Response({"id": str(made.pk)}, status=201 if new else 200)


class PatrolPointDoor(APIView):
    """One point of the plan."""

    @extend_schema(operation_id="plan_point", request=PatrolPointShape, responses=WRITTEN)
    def put(self, request: Request, point_id: UUID) -> Response:
        """Set it; the same again is the same."""
        data = checked(POINT, request.data)
        spot = data["position"]
        point = plan_point(
            actor=sender(request), point_id=point_id, name=data["name"], lon=spot["lon"], lat=spot["lat"], datum=spot["datum"],
            radius_m=data["radius_m"], every_days=data["every_days"], at=timezone.now(),
        )  # fmt: skip
        return Response({"id": str(point.pk)}, status=201)


class Plan(MapDoor):
    """The worker's own day."""

    verb: ClassVar[str] = "patrol.open"

    @extend_schema(operation_id="patrol_plan", responses={(200, JSON): OpenApiTypes.OBJECT, **REFUSED})
    def get(self, _request: Request) -> Response:
        """Points with what is due, how much of the grid was seen today, and one's own way today with its gaps."""
        at = timezone.now()
        walk = queries.walk_of(user_id=self.actor.user_id or 0, at=at)
        under_way = queries.open_patrol(actor=self.actor, at=at)
        points = [
            {
                "id": str(one.point.pk), "name": one.point.name, "code": one.point.code, "radius_m": one.point.radius_m, "due": one.due,
                "last_at": one.last_at, "point": [round(one.point.point.x, 6), round(one.point.point.y, 6)],
            }
            for one in queries.patrol_plan(actor=self.actor, at=at)
        ]  # fmt: skip
        return Response({
            "now": at, "points": points, "km": walk.km, "track": [stretch._asdict() for stretch in walk.stretches],
            "coverage": queries.coverage_of(codes=queries.grids_of(self.actor.scopes(FIELD)), at=at),
            "patrol": under_way and {"id": str(under_way.pk), "started_at": under_way.started_at},
        })  # fmt: skip


class Positions(MapDoor):
    """Workers on duty."""

    verb: ClassVar[str] = "position.read"

    @extend_schema(operation_id="positions", responses={(200, JSON): OpenApiTypes.OBJECT, **REFUSED})
    def get(self, request: Request) -> Response:
        """The last position of each worker on duty in one's area, with its age in seconds."""
        at = timezone.now()
        return Response({"now": at, "items": [one._asdict() for one in queries.last_positions(actor=actor_from(request), at=at)]})
