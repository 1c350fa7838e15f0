"""The door of a report that is being written (上报提示): which category its words speak of, and which open cases it may repeat."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.http import actor_from
from governance.shapes import TEXT, PlainText, PointShape, StrictSerializer, checked
from incidents.api import answers
from incidents.api.shapes import PLACE
from incidents.hints import guess_cards, repeated_cards, shut_card
from incidents.queries.drafts import draft_from


class DraftShape(StrictSerializer):
    """As much of a report as is there."""

    category = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False, allow_null=True)
    text = PlainText(max_length=TEXT, required=False, allow_blank=True, default="")
    place = PlainText(max_length=PLACE, required=False, allow_blank=True, default="")
    point = PointShape(required=False, allow_null=True)
    community = serializers.RegexField(r"^\d{12}\Z", required=False, allow_blank=True, default="")


DRAFT = DraftShape()


class Advice(APIView):
    """What to ask a reporter before the report is sent. Nothing is kept of what was typed."""

    def get_permissions(self) -> list[Any]:
        """Anyone may report."""
        return [AllowAny()]

    @extend_schema(operation_id="advise_draft", request=DraftShape, responses=answers.ADVICE)
    def post(self, request: Request) -> Response:
        """`categories` likeliest first; `duplicates`: open cases that the asker may see, of residents' eyes only public ones.

        `blackout`: what the office says where such reports are not taken there now.
        """
        data, actor, at = checked(DRAFT, request.data), actor_from(request), timezone.now()
        guesses = guess_cards(data["text"])
        draft = draft_from(
            category_id=data.get("category") or (guesses[0]["id"] if guesses else None), text=data["text"], place=data["place"],
            point=data.get("point"), community=data["community"],
        )  # fmt: skip
        shut = shut_card(category_id=data.get("category"), code=draft.code, at=at)
        return Response({"categories": guesses, "duplicates": repeated_cards(actor=actor, draft=draft, at=at), "blackout": shut})
