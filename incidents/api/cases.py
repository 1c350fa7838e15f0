"""Doors of a case: file it, read it, list, count, follow the feed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.access.actor import Actor
from governance.devices import known_device
from governance.errors import Conflict, NotAllowed, NotFound, Refused
from governance.http import actor_from, json_answer, network_of
from governance.phones import as_of, sender, true_time
from incidents.actions.portal.reporting import Sent, report_by_resident
from incidents.actions.report import follow_token, report_incident
from incidents.api import answers
from incidents.api.filters import read_filters
from incidents.api.shapes import FilterShape, ReportShape, StepShape, checked, report_of
from incidents.api.steps import take_step
from incidents.cards import Card, as_it_is, detail_card, row_cards
from incidents.models import Incident, Source
from incidents.queries.counts import counts
from incidents.queries.feed import feed
from incidents.queries.queue import queue
from incidents.queries.taken import already_taken
from incidents.queries.visible import visible_incident
from incidents.since import changed_since
from incidents.workflow import State

REPORT, STEP = ReportShape(), StepShape()


class Case(APIView):
    """One case (案件)."""

    def get_permissions(self) -> list[Any]:
        """Anyone may report; reading needs a sign-in."""
        return [AllowAny()] if self.request.method == "PUT" else list(super().get_permissions())

    @extend_schema(operation_id="case", responses=answers.CARD)
    def get(self, request: Request, incident_id: UUID) -> HttpResponse:
        """The detail card."""
        actor = actor_from(request)
        return json_answer(detail_card(actor=actor, incident=visible_incident(actor=actor, incident_id=incident_id), at=timezone.now()))

    @extend_schema(operation_id="report_case", request=ReportShape, responses=answers.REPORTED)
    def put(self, request: Request, incident_id: UUID) -> Response:
        """File a report under the client's UUID; sending it again answers 200 with the same case."""
        data = checked(REPORT, request.data)
        actor, at = sender(request), timezone.now()
        report = report_of(data, source=default_source(actor))
        if actor.signed_in:
            incident, new = report_incident(actor=actor, incident_id=incident_id, report=report, at=at, sent_at=data.get("sent_at"))
        else:
            sent = Sent(network_of(request), known_device(request) or b"", data["private"], data["phone"])
            incident, new = report_by_resident(
                actor=actor, incident_id=incident_id, report=report, sent=sent, at=at, sent_at=data.get("sent_at")
            )
        return Response(receipt(actor, incident), status=201 if new else 200)


def default_source(actor: Actor) -> str:
    """A report without a named source comes from a grid worker or a resident."""
    return Source.GRID_WORKER if actor.signed_in else Source.RESIDENT


def receipt(actor: Actor, incident: Incident) -> Card:
    """What the sender needs to know: that this very id is kept, its number, and the resident's link."""
    kept: Card = {
        "id": str(incident.pk),
        "number": incident.number,
        "state": incident.state,
        "state_label": State(incident.state).label,  # looked up alone: Django's way translates all of them
        "version": incident.version,
        "code": incident.code,
        "placing": incident.placing,
    }
    return kept if actor.signed_in else kept | {"follow_token": follow_token(incident.pk)}


class Step(APIView):
    """One step of the workflow (办理)."""

    @extend_schema(operation_id="step", request=StepShape, responses=answers.STEPPED)
    def post(self, request: Request, incident_id: UUID, verb: str) -> Response | HttpResponse:
        """Take the step; 409 with the present card and what changed in it when somebody was faster or the state does not allow it.

        A step that this person took already, sent again because the answer was lost, answers 200 (A1).
        """
        inputs = checked(STEP, request.data)
        actor, at = sender(request), timezone.now()
        try:
            incident = take_step(verb=verb, actor=actor, incident_id=incident_id, at=at, inputs=inputs)
        except (Conflict, NotFound, NotAllowed) as conflict:
            if already_taken(actor=actor, verb=verb, incident_id=incident_id, inputs=inputs):
                return Response({"id": str(incident_id)})  # whoever gave the case back may not see it any more
            if not isinstance(conflict, Conflict):
                return taken_late(actor, verb, incident_id, inputs, at, conflict)
            now = visible_incident(actor=actor, incident_id=incident_id)
            conflict.extra["card"] = detail_card(actor=actor, incident=now, at=at)
            conflict.extra["changed"] = changed_since(incident=now, version=inputs["version"]) if inputs.get("version") else []
            raise
        return json_answer(detail_card(actor=actor, incident=incident, at=at))


def taken_late(actor: Actor, verb: str, incident_id: UUID, inputs: dict[str, Any], at: datetime, refused: Refused) -> Response:
    """A step that was taken while the post was still held, and is sent after it ended (B12): it counts, and nothing is shown."""
    if "captured_at" not in inputs:
        raise refused
    when, _skewed = true_time(captured_at=inputs["captured_at"], sent_at=inputs.get("sent_at"), at=at)
    then = as_of(actor=actor, moment=when, at=at)
    if then == actor:
        raise refused
    take_step(verb=verb, actor=then, incident_id=incident_id, at=at, inputs=inputs)
    return Response({"id": str(incident_id)})


class Cases(APIView):
    """The queue (案件列表)."""

    @extend_schema(operation_id="cases", parameters=[FilterShape], responses=answers.PAGE)
    def get(self, request: Request) -> HttpResponse:
        """A page of rows, newest first."""
        filters, others = read_filters(request)
        at = timezone.now()
        page = queue(actor=actor_from(request), filters=filters, at=at, after=others["after"], limit=others["limit"])
        return json_answer({"items": row_cards(incidents=page.items, at=at, told=as_it_is), "next": page.next})


class Counts(APIView):
    """Numbers above the queue (计数)."""

    @extend_schema(operation_id="counts", parameters=[FilterShape], responses=answers.COUNTS)
    def get(self, request: Request) -> Response:
        """Cases per state, and overdue ones up to a cap."""
        filters, _others = read_filters(request)
        return Response(counts(actor=actor_from(request), at=timezone.now(), filters=filters))


class Feed(APIView):
    """The feed (变更流)."""

    @extend_schema(operation_id="feed", parameters=[FilterShape], responses=answers.FEED)
    def get(self, request: Request) -> Response:
        """What happened after the cursor."""
        _filters, others = read_filters(request)
        found = feed(actor=actor_from(request), after=others["after"], limit=others["limit"])
        items = [
            {"seq": one.seq, "verb": one.verb, "incident": one.incident, "version": one.version, "state": one.state, "code": one.code}
            for one in found.items
        ]
        return Response({"items": items, "cursor": found.cursor, "more": found.more, "now": timezone.now()})
