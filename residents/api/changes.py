"""Doors of what is to be looked at (上门核实): the worker's list, what was seen; declarations, and what became of them."""

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
from governance.http import actor_from
from governance.phones import Kept, sender
from governance.shapes import MomentShape, PlainText, checked
from residents.actions.selfreports import settle_report
from residents.actions.tasks import ANSWERS, Seen, settle_task
from residents.api.visits import KEPT, REFUSALS
from residents.disclosure.changes import change_list, report_list

LISTED: dict[int, Any] = {200: OpenApiTypes.OBJECT, **{status: REFUSALS[status] for status in (401, 403, 429)}}
WRITTEN: dict[int, Any] = {200: KEPT, **dict.fromkeys((409, 413, 415), REFUSALS[400]), **REFUSALS}


class AnswerShape(MomentShape):
    """What all answers of a phone carry: its own id for the answer, and when it was given."""

    answer_id = serializers.UUIDField()


class SeenShape(AnswerShape):
    """What was seen at the door: the kept value is right, the other one is, or a third."""

    answer = serializers.ChoiceField(ANSWERS)
    value = PlainText(max_length=200, required=False, allow_blank=True, default="")
    note = PlainText(max_length=200, required=False, allow_blank=True, default="")


class CheckedShape(AnswerShape):
    """Whether a declaration is taken in, and into which grid; if not, why."""

    accepted = serializers.BooleanField()
    reason = PlainText(max_length=200, required=False, allow_blank=True, default="")
    grid = serializers.RegexField(r"^(\d{15})?$", required=False, allow_blank=True, default="")


SEEN, CHECKED = SeenShape(), CheckedShape()


def kept(data: dict[str, Any]) -> Kept:
    """What the phone says of its answer."""
    return Kept(data["answer_id"], data["captured_at"], data.get("sent_at"))


class ChangeTasks(APIView):
    """The worker's own list."""

    @extend_schema(operation_id="change_tasks", responses=LISTED)
    def get(self, request: Request) -> Response:
        """What is to be looked at in one's own areas, people masked; the look is recorded."""
        actor = actor_from(request)
        policy.require(actor, "task.list", None)
        return Response(change_list(actor=actor, at=timezone.now()))


class ChangeTaskDoor(APIView):
    """One of them."""

    @extend_schema(operation_id="settle_change_task", request=SeenShape, responses=WRITTEN)
    def post(self, request: Request, task_id: UUID) -> Response:
        """Say what was seen; the same answer again is the same."""
        data = checked(SEEN, request.data)
        seen = Seen(data["answer"], data["value"], data["note"])
        task = settle_task(actor=sender(request), task_id=task_id, seen=seen, kept=kept(data), at=timezone.now())
        return Response({"id": str(task.pk)})


class SelfReports(APIView):
    """Declarations that wait for a check."""

    @extend_schema(operation_id="self_reports", responses=LISTED)
    def get(self, request: Request) -> Response:
        """Those of one's own communities, masked; the look is recorded."""
        actor = actor_from(request)
        policy.require(actor, "report.list", None)
        return Response(report_list(actor=actor, at=timezone.now()))


class SelfReportDoor(APIView):
    """One of them."""

    @extend_schema(operation_id="settle_self_report", request=CheckedShape, responses=WRITTEN)
    def post(self, request: Request, report_id: UUID) -> Response:
        """Take it in, or refuse it with a reason; the same answer again is the same."""
        data = checked(CHECKED, request.data)
        report = settle_report(
            actor=sender(request), report_id=report_id, accepted=data["accepted"], reason=data["reason"], grid=data["grid"],
            kept=kept(data), at=timezone.now(),
        )  # fmt: skip
        return Response({"id": str(report.pk)})
