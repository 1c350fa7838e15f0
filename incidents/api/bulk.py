"""The same step for many cases (批量办理): all or nothing."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.errors import NotFound
from governance.phones import sender
from incidents.actions.bulk import take_all
from incidents.api import answers
from incidents.api.shapes import BulkShape, checked
from incidents.api.steps import ACTIONS, take_step
from incidents.cards import row_cards
from incidents.models import Incident
from incidents.queries.rows import row_of

SHAPE = BulkShape()
MANY = frozenset({"file", "refuse", "cancel", "merge", "dispatch", "assign", "send_to_verify", "send_to_check", "close", "urge", "rework"})
"""What is ever done to many at once; approvals and appeals are looked at one by one."""


class BulkStep(APIView):
    """A step for many cases."""

    @extend_schema(operation_id="bulk_step", request=BulkShape, responses=answers.BULK)
    def post(self, request: Request, verb: str) -> Response:
        """Take it with each; the first refusal names its case and nothing is changed (C10)."""
        if verb not in MANY or verb not in ACTIONS:
            raise NotFound
        inputs = checked(SHAPE, request.data)
        actor, at = sender(request), timezone.now()
        items = [(one["id"], one["version"]) for one in inputs.pop("items")]

        def take(case_id: UUID, version: int) -> Incident:
            return take_step(verb=verb, actor=actor, incident_id=case_id, at=at, inputs=inputs | {"version": version})

        done = take_all(items=items, take=take)
        return Response({"items": row_cards(incidents=[row_of(one) for one in done], at=at), "next": None})
