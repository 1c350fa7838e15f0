"""Doors of the office's own arrangements: black-outs, and handing over a post with its open cases (暂停受理与岗位交接)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Post, User
from governance.codes import within
from governance.errors import Invalid, NotFound
from governance.http import actor_from
from governance.phones import sender
from incidents.actions.blackouts import end_blackout, set_blackout
from incidents.actions.handover import hand_over_post
from incidents.api import answers
from incidents.api.filters import read_filters
from incidents.api.shapes import FilterShape, PlainText, StrictSerializer, checked
from incidents.models import Blackout, CategoryKind
from incidents.queries import reference
from incidents.wording import stamp


class BlackoutShape(StrictSerializer):
    """What is not taken, where, from when until when, and what people are told."""

    code = serializers.RegexField(r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})\Z")
    category = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    kind = serializers.ChoiceField(CategoryKind.choices, required=False)
    major_code = serializers.RegexField(r"^\d{2}\Z", required=False)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    message = PlainText(max_length=200)


class HandOverShape(StrictSerializer):
    """Who comes after."""

    successor = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


BLACKOUT, HAND_OVER = BlackoutShape(), HandOverShape()


class Blackouts(APIView):
    """Black-out areas and periods."""

    def get_permissions(self) -> list[Any]:
        """Anyone may know what is not taken; setting it needs a post."""
        return [AllowAny()] if self.request.method == "GET" else list(super().get_permissions())

    @extend_schema(operation_id="blackouts", parameters=[FilterShape], responses=answers.LIST)
    def get(self, request: Request) -> Response:
        """Those of now and later that touch `?code=`."""
        filters, _others = read_filters(request)
        now = timezone.now()
        found = [one for one in reference.blackouts() if one.ends_at > now]
        near = [one for one in found if within(one.code, filters.code) or within(filters.code, one.code)]
        return Response([shown(one) for one in near])

    @extend_schema(operation_id="set_blackout", request=BlackoutShape, responses=answers.STEPPED)
    def post(self, request: Request) -> Response:
        """Set one, in one's own area."""
        data = checked(BLACKOUT, request.data)
        one = set_blackout(
            actor=sender(request), code=data["code"], starts_at=data["starts_at"], ends_at=data["ends_at"], message=data["message"],
            at=timezone.now(), category_id=data.get("category"), kind=data.get("kind", ""), major_code=data.get("major_code", ""),
        )  # fmt: skip
        return Response(shown(one))


class BlackoutEnd(APIView):
    """The end of a black-out."""

    @extend_schema(operation_id="end_blackout", request=None, responses=answers.STEPPED)
    def post(self, request: Request, blackout_id: int) -> Response:
        """Take such reports again."""
        one = Blackout.objects.filter(pk=blackout_id).first()
        if one is None:
            raise NotFound
        end_blackout(actor=sender(request), blackout=one, at=timezone.now())
        return Response({"id": blackout_id})


class PostHandOver(APIView):
    """A post goes to another person."""

    @extend_schema(operation_id="hand_over_post", request=HandOverShape, responses=answers.STEPPED)
    def post(self, request: Request, post_id: int) -> Response:
        """With its open cases, in one transaction; how many moved."""
        data = checked(HAND_OVER, request.data)
        post = Post.objects.select_related("unit", "user").filter(pk=post_id).first()
        if post is None:
            raise NotFound
        successor = User.objects.filter(pk=data["successor"], is_active=True).first()
        if successor is None:
            raise Invalid(fields={"successor": ["not found"]})
        moved = hand_over_post(actor=actor_from(request), mover=SYSTEM_ACTOR, post=post, successor=successor, at=timezone.now())
        return Response({"id": post_id, "cases": moved})


def shown(one: Blackout) -> dict[str, Any]:
    """A black-out as everybody may know it."""
    return {
        "id": one.pk, "code": one.code, "category": one.category_id, "kind": one.kind, "major_code": one.major_code,
        "starts_at": stamp(one.starts_at), "ends_at": stamp(one.ends_at), "message": one.message,
    }  # fmt: skip
