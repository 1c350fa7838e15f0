"""Doors of visits: the worker's list, a visit made, what was said before, an errand done (走访)."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.access import policy
from governance.http import actor_from
from governance.phones import sender
from governance.shapes import MomentShape, PlainText, StrictSerializer, checked
from residents.actions.visits import Told, finish_errand, record_visit
from residents.disclosure.visits import past_visits, visit_list
from residents.queries.visit_words import ERRANDS, OUTCOMES

NOTE = 500
_error = OpenApiResponse(inline_serializer("VisitError", {"error": serializers.DictField()}))
REFUSALS: dict[int, Any] = {400: _error, 401: _error, 403: _error, 404: _error, 429: _error}
KEPT = inline_serializer("Kept", {"id": serializers.UUIDField()})


class ErrandShape(StrictSerializer):
    """An errand that was asked for on the visit."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(ERRANDS)


class VisitShape(MomentShape):
    """A visit as the phone tells it."""

    plan = serializers.UUIDField()
    outcome = serializers.ChoiceField(OUTCOMES)
    note = PlainText(max_length=NOTE, required=False, allow_blank=True, default="")
    errand = ErrandShape(required=False, allow_null=True)
    case = serializers.UUIDField(required=False, allow_null=True)


VISIT, DONE = VisitShape(), MomentShape()


class Visits(APIView):
    """The worker's own list."""

    @extend_schema(operation_id="visits", responses={200: OpenApiTypes.OBJECT, 401: _error, 403: _error, 429: _error})
    def get(self, request: Request) -> Response:
        """Due visits and open errands of one's own grids, people masked; the look is recorded."""
        actor = actor_from(request)
        policy.require(actor, "visit.list", None)
        return Response(visit_list(actor=actor, at=timezone.now()))


class Past(APIView):
    """One plan."""

    @extend_schema(operation_id="past_visits", responses={200: OpenApiTypes.OBJECT, **REFUSALS})
    def get(self, request: Request, plan_id: UUID) -> Response:
        """Its last visits with what was said; the look is recorded."""
        return Response({"visits": past_visits(actor=actor_from(request), plan_id=plan_id, at=timezone.now())})


class VisitDoor(APIView):
    """One visit under the phone's id."""

    @extend_schema(
        operation_id="record_visit", request=VisitShape, responses={200: KEPT, 201: KEPT, 409: _error, 413: _error, 415: _error, **REFUSALS}
    )
    def put(self, request: Request, visit_id: UUID) -> Response:
        """Keep it; the same again answers 200."""
        data = checked(VISIT, request.data)
        errand = data.get("errand") or {}
        told = Told(
            plan_id=data["plan"], outcome=data["outcome"], captured_at=data["captured_at"], note=data["note"], case_id=data.get("case"),
            errand_id=errand.get("id"), errand_kind=errand.get("kind", ""),
        )  # fmt: skip
        visit, new = record_visit(actor=sender(request), visit_id=visit_id, told=told, at=timezone.now(), sent_at=data.get("sent_at"))
        return Response({"id": str(visit.pk)}, status=201 if new else 200)


class Done(APIView):
    """An errand that is done."""

    @extend_schema(
        operation_id="errand_done", request=MomentShape, responses={200: KEPT, 409: _error, 413: _error, 415: _error, **REFUSALS}
    )
    def post(self, request: Request, errand_id: UUID) -> Response:
        """Say so; again is the same."""
        data = checked(DONE, request.data)
        errand = finish_errand(
            actor=sender(request), errand_id=errand_id, captured_at=data["captured_at"], at=timezone.now(), sent_at=data.get("sent_at")
        )
        return Response({"id": str(errand.pk)})
