"""Doors of presets: one's own views of the board and sentences (预设)."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.http import actor_from
from governance.shapes import PlainText, StrictSerializer, checked
from incidents.actions.presets import drop_preset, keep_preset
from incidents.api import answers
from incidents.models import Preset, PresetKind
from incidents.queries.presets import presets_of


class PresetShape(StrictSerializer):
    """What is kept under a name."""

    kind = serializers.ChoiceField(PresetKind.choices)
    topic = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")
    name = PlainText(max_length=40)
    body = PlainText(max_length=1500)


PRESET = PresetShape()


def card(preset: Preset) -> dict[str, object]:
    """One preset."""
    return {"id": preset.pk, "kind": preset.kind, "topic": preset.topic, "name": preset.name, "body": preset.body}


class Presets(APIView):
    """All of mine."""

    @extend_schema(operation_id="presets", responses=answers.PRESETS)
    def get(self, request: Request) -> Response:
        """By kind and name."""
        return Response([card(one) for one in presets_of(actor_from(request))])

    @extend_schema(operation_id="keep_preset", request=PresetShape, responses=answers.PRESET)
    def post(self, request: Request) -> Response:
        """Keep one; the same name again replaces it."""
        return Response(card(keep_preset(actor=actor_from(request), at=timezone.now(), **checked(PRESET, request.data))))


class PresetDoor(APIView):
    """One of mine."""

    @extend_schema(operation_id="drop_preset", responses=answers.DROPPED)
    def delete(self, request: Request, preset_id: int) -> Response:
        """Forget it."""
        drop_preset(actor=actor_from(request), preset_id=preset_id, at=timezone.now())
        return Response(status=204)
