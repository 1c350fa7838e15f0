"""Doors of leaves (请假代班) for a leader's phone: note one, end one early."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.access.actions import end_leave
from governance.phones import Kept, sender
from governance.shapes import MomentShape, checked
from incidents.actions.leaves import Away, note_leave
from incidents.api import answers
from incidents.queries.leaves import leave_for


class LeaveShape(MomentShape):
    """Whose post, who stands in, from which day until which."""

    post = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    stand_in = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, allow_null=True, default=None)
    since = serializers.DateField()
    until = serializers.DateField()


LEAVE, END = LeaveShape(), MomentShape()


class LeaveDoor(APIView):
    """One leave under the phone's id."""

    @extend_schema(operation_id="note_leave", request=LeaveShape, responses=answers.KEPT)
    def put(self, request: Request, leave_id: UUID) -> Response:
        """Note it; the same again is the same."""
        data = checked(LEAVE, request.data)
        away = Away(data["post"], data["stand_in"], data["since"], data["until"])
        kept = Kept(leave_id, data["captured_at"], data.get("sent_at"))
        note_leave(actor=sender(request), away=away, kept=kept, at=timezone.now())
        return Response({"id": str(leave_id)})


class LeaveEnd(APIView):
    """A leave that stands."""

    @extend_schema(operation_id="end_leave", request=MomentShape, responses=answers.KEPT)
    def post(self, request: Request, leave: int) -> Response:
        """End it now; ended twice is ended once."""
        checked(END, request.data)
        actor = sender(request)
        end_leave(actor=actor, leave=leave_for(actor=actor, key=str(leave)), at=timezone.now())
        return Response({"id": str(leave)})
