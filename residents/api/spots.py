"""Doors of the one-point check: find a building or a shop, what is known of it, a check made (一点检查)."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.access import policy
from governance.access.actor import Actor
from governance.http import actor_from
from governance.phones import sender
from governance.shapes import MomentShape, PlainText, checked
from residents.actions.checking_spots import Seen, check_spot
from residents.api.visits import KEPT, NOTE, REFUSALS
from residents.disclosure.charge import shop_shown
from residents.queries.spots import ITEMS, building_spot, find_spots

BUILDING = r"^[0-9A-Za-z._-]{1,25}\Z"


class SearchShape(serializers.Serializer[Any]):
    """Words to find a place by."""

    q = PlainText(min_length=2, max_length=60)


class SpotCheckShape(MomentShape):
    """A check as the phone tells it."""

    building = serializers.RegexField(BUILDING, required=False, allow_blank=True, default="")
    enterprise = serializers.UUIDField(required=False, allow_null=True)
    faults = serializers.ListField(child=serializers.ChoiceField(ITEMS), max_length=len(ITEMS), default=list)
    note = PlainText(max_length=NOTE, required=False, allow_blank=True, default="")
    case = serializers.UUIDField(required=False, allow_null=True)


CHECK = SpotCheckShape()
WRITTEN: dict[int, Any] = {200: KEPT, 201: KEPT, **REFUSALS, **dict.fromkeys((409, 413, 415), REFUSALS[400])}


class SpotDoor(APIView):
    """A read of what is known."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Whoever works a grid."""
        super().initial(request, *args, **kwargs)
        policy.require(actor_from(request), "spot.open", None)


class Spots(SpotDoor):
    """Buildings and shops of one's own grids."""

    @extend_schema(operation_id="spots", parameters=[SearchShape], responses={200: OpenApiTypes.OBJECT, **REFUSALS})
    def get(self, request: Request) -> Response:
        """Those whose name or address has the words."""
        given = SearchShape(data=request.query_params.dict())
        given.is_valid(raise_exception=True)
        return Response({"items": find_spots(actor=actor_from(request), text=given.validated_data["q"])})


class BuildingSpot(SpotDoor):
    """One building."""

    @extend_schema(operation_id="building_spot", responses={200: OpenApiTypes.OBJECT, **REFUSALS})
    def get(self, request: Request, code: str) -> Response:
        """What is known of it."""
        return Response(building_spot(actor=actor_from(request), code=code))


class EnterpriseSpot(SpotDoor):
    """One shop."""

    @extend_schema(operation_id="enterprise_spot", responses={200: OpenApiTypes.OBJECT, **REFUSALS})
    def get(self, request: Request, enterprise_id: UUID) -> Response:
        """What is known of it, who is in charge (masked), its cases; the look at people is recorded."""
        actor, at = actor_from(request), timezone.now()
        return Response(shop_shown(actor=actor, enterprise_id=enterprise_id, at=at) | self.beside(actor, enterprise_id))

    def beside(self, _actor: Actor, _enterprise_id: UUID) -> dict[str, Any]:
        """What other floors know of it; nothing here."""
        return {}


class SpotCheckDoor(APIView):
    """One check under the phone's id."""

    @extend_schema(operation_id="check_spot", request=SpotCheckShape, responses=WRITTEN)
    def put(self, request: Request, check_id: UUID) -> Response:
        """Keep it; the same again answers 200."""
        data = checked(CHECK, request.data)
        seen = Seen(
            captured_at=data["captured_at"], building=data["building"], enterprise_id=data.get("enterprise"), faults=tuple(data["faults"]),
            note=data["note"], case_id=data.get("case"),
        )  # fmt: skip
        made, new = check_spot(actor=sender(request), check_id=check_id, seen=seen, at=timezone.now(), sent_at=data.get("sent_at"))
        return Response({"id": str(made.pk)}, status=201 if new else 200)
