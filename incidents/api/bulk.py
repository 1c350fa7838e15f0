"""The same step for many cases (批量办理): all or nothing, or each by itself."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.errors import NotFound, Refused
from governance.phones import sender
from incidents.actions.bulk import Outcome, take_all, take_each
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
        """Take it with each; the first refusal names its case and nothing is changed (C10).

        With `each` a refusal stops no other: `refused` names those cases and why.
        """
        if verb not in MANY or verb not in ACTIONS:
            raise NotFound
        inputs = checked(SHAPE, request.data)
        actor, at = sender(request), timezone.now()
        apart = inputs.pop("each", False)
        items = [(one["id"], one["version"]) for one in inputs.pop("items")]

        def take(case_id: UUID, version: int) -> Incident:
            return take_step(verb=verb, actor=actor, incident_id=case_id, at=at, inputs=inputs | {"version": version})

        outcome = take_each(actor=actor, items=items, take=take) if apart else Outcome(take_all(items=items, take=take))
        rows = row_cards(incidents=[row_of(one) for one in outcome.done], at=at)
        return Response({"items": rows, "next": None, "refused": [why_not(case, refused) for case, refused in outcome.refused]})


def why_not(case_id: UUID, refused: Refused) -> dict[str, str]:
    """A case that did not take the step, and why, in words."""
    words = [str(one) for reasons in refused.fields.values() for one in reasons] or [str(refused)]
    return {"incident": str(case_id), "code": refused.code, "message": " ".join(words)}
