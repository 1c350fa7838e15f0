"""Steps of the holder of a case's link (居民办理): answer, add, remind, rate, "not fixed"."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.access.actor import resident_of
from governance.errors import NotFound
from incidents.api import answers
from incidents.api.shapes import ResidentStepShape, checked
from incidents.api.steps import take_step
from incidents.cards import Card
from incidents.models import Incident
from incidents.queries.followed import followed_incident, standing_for
from incidents.rules import allowed_steps
from incidents.workflow import RESIDENT, STEPS

SHAPE = ResidentStepShape()
THEIRS = frozenset(step.verb for step in STEPS if RESIDENT in step.roles)


class FollowStep(APIView):
    """A step by the secret link."""

    def get_permissions(self) -> list[Any]:
        """Anyone: the link is the right."""
        return [AllowAny()]

    @extend_schema(operation_id="follow_step", request=ResidentStepShape, responses=answers.STEPPED)
    def post(self, request: Request, token: str, verb: str) -> Response:
        """Take the step on the case that is worked on; an unknown link and a verb of staff alike are 404."""
        inputs = checked(SHAPE, request.data)
        incident = standing_for(followed_incident(token=token))
        if verb not in THEIRS:
            raise NotFound
        actor = resident_of(case_id=str(incident.pk))
        taken = take_step(verb=verb, actor=actor, incident_id=incident.pk, at=timezone.now(), inputs={"version": None} | inputs)
        return Response(standing(taken))


def standing(incident: Incident) -> Card:
    """How the case stands, and what its reporter may do next."""
    actor = resident_of(case_id=str(incident.pk))
    return {
        "id": str(incident.pk),
        "number": incident.number,
        "state": incident.state,
        "state_label": incident.get_state_display(),
        "version": incident.version,
        "rating": incident.rating,
        "actions": [{"verb": step.verb, "label": str(step.label), "needs": list(step.needs)} for step in allowed_steps(actor, incident)],
    }
