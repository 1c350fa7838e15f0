"""Doors of the register for programs (人口库接口): the same door for personal data, the same scopes, the same counts as the pages."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.access import policy
from governance.codes import Level
from governance.http import actor_from
from governance.shapes import PlainText, StrictSerializer, checked
from residents.disclosure import Card, Looking, disclose
from residents.disclosure.charge import people_in_charge
from residents.disclosure.filtering import MOST_CONDITIONS, OPERATORS, Condition, narrowed
from residents.queries.buildings import building_chart
from residents.queries.enterprises import enterprise_card, enterprise_for, enterprise_page
from residents.queries.map import buildings_on_map, people_by_area
from residents.queries.people import capped
from residents.queries.search import find
from residents.rules import PAGE, PURPOSES

_error = OpenApiResponse(inline_serializer("RegistryError", {"error": serializers.DictField()}))
REFUSALS: dict[int, Any] = {400: _error, 401: _error, 403: _error, 404: _error, 429: _error}
BODY: dict[int, Any] = {413: _error, 415: _error}
CODE = r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})?$"
LISTED = ("name", "sex", "birth_date", "phone", "residence_address")
LEVELS = {"street": Level.STREET, "community": Level.COMMUNITY, "grid": Level.GRID}


class ConditionShape(StrictSerializer):
    """One filter."""

    field = PlainText(max_length=48)
    operator = serializers.ChoiceField(list(OPERATORS))
    value = PlainText(max_length=60, required=False, allow_blank=True, default="")


class SearchShape(StrictSerializer):
    """A search. It goes by POST, so that no name stands in an address or a log."""

    q = PlainText(max_length=60, required=False, allow_blank=True, default="")
    code = serializers.RegexField(CODE, required=False, allow_blank=True, default="")
    purpose = serializers.ChoiceField(list(PURPOSES))
    conditions = serializers.ListField(child=ConditionShape(), required=False, max_length=MOST_CONDITIONS)
    after = PlainText(max_length=60, required=False, allow_blank=True, default="")


class LookShape(StrictSerializer):
    """A look at one person: for what, and which values whole."""

    purpose = serializers.ChoiceField(list(PURPOSES))
    whole = serializers.ListField(child=PlainText(max_length=48), required=False, max_length=40)
    reason = PlainText(max_length=200, required=False, allow_blank=True, default="")


class FirmsShape(StrictSerializer):
    """A page of enterprises."""

    q = PlainText(max_length=60, required=False, allow_blank=True, default="")
    code = serializers.RegexField(CODE, required=False, allow_blank=True, default="")
    page = serializers.IntegerField(min_value=1, max_value=9999, required=False, default=1)


class LevelShape(StrictSerializer):
    """A level of areas."""

    level = serializers.ChoiceField(list(LEVELS))


class BoxShape(StrictSerializer):
    """A part of the map: west, south, east, north."""

    bbox = serializers.RegexField(r"^-?\d{1,3}(\.\d+)?(,-?\d{1,3}(\.\d+)?){3}$")


def told(card: Card) -> dict[str, Any]:
    """A person as programs see them: what is not in `values` is not shown at all."""
    return {
        "id": str(card.id), "code": card.code, "status": card.status, "version": card.version, "minor": card.minor,
        "values": {
            key: {"label": one.label, "text": one.text, "masked": one.masked, "stale": one.stale, "origin": origin_of(one.origin)}
            for key, one in card.shown.items()
        },
    }  # fmt: skip


def origin_of(origin: Any) -> dict[str, Any] | None:
    """Where a value comes from and when it was verified."""
    return {"source": origin[1], "collected": origin[3], "verified": origin[4] or None} if origin else None


class Search(APIView):
    """People."""

    @extend_schema(operation_id="registry_search", request=SearchShape, responses={200: OpenApiTypes.OBJECT, **REFUSALS, **BODY})
    def post(self, request: Request) -> Response:
        """One page of people who fit, masked, with their count; the look is recorded."""
        actor, at = actor_from(request), timezone.now()
        policy.require(actor, "registry.open", None)
        data = checked(SearchShape(), request.data)
        conditions = [Condition(one["field"], one["operator"], one["value"]) for one in data.get("conditions", [])]
        only = narrowed(actor=actor, code=data["code"], conditions=conditions, purpose=data["purpose"], at=at) if conditions else None
        found = find(actor=actor, text=data["q"], code=data["code"], after=data["after"], only=only)
        cards = disclose(actor=actor, ids=found.ids, looking=Looking(data["purpose"], "list", keys=LISTED), at=at)
        return Response({"items": [told(card) for card in cards], "count": capped(found.count), "after": found.after})


class PersonDoor(APIView):
    """One person."""

    @extend_schema(operation_id="registry_person", request=LookShape, responses={200: OpenApiTypes.OBJECT, **REFUSALS, **BODY})
    def post(self, request: Request, resident_id: UUID) -> Response:
        """All values of the purpose, masked; those in `whole` unmasked, with a reason and a fresh second factor. The look is recorded."""
        actor = actor_from(request)
        policy.require(actor, "registry.open", None)
        data = checked(LookShape(), request.data)
        looking = Looking(data["purpose"], "detail", None, frozenset(data.get("whole", ())), data["reason"])
        [card] = disclose(actor=actor, ids=[resident_id], looking=looking, at=timezone.now())
        return Response(told(card))


class Firms(APIView):
    """Enterprises and organisations."""

    @extend_schema(operation_id="registry_enterprises", parameters=[FirmsShape], responses={200: OpenApiTypes.OBJECT, **REFUSALS})
    def get(self, request: Request) -> Response:
        """One page and the count."""
        actor = actor_from(request)
        policy.require(actor, "enterprise.list", None)
        data = checked(FirmsShape(), request.query_params.dict())
        rows, count = enterprise_page(actor=actor, text=data["q"], code=data["code"], page=data["page"])
        items = [{name: str(getattr(one, name) or "") for name in ("id", "name", "kind", "uscc", "address", "code")} for one in rows]
        return Response({"items": items, "count": count, "next": data["page"] + 1 if data["page"] * PAGE < count else None})


class Firm(APIView):
    """One enterprise."""

    @extend_schema(operation_id="registry_enterprise", responses={200: OpenApiTypes.OBJECT, **REFUSALS})
    def get(self, request: Request, enterprise_id: UUID) -> Response:
        """Every value with its source and date, licences, checks, those in charge masked; the look at them is recorded."""
        actor = actor_from(request)
        policy.require(actor, "enterprise.list", None)
        found = enterprise_for(actor=actor, enterprise_id=enterprise_id)
        people = people_in_charge(actor=actor, enterprise=found, at=timezone.now())
        return Response(enterprise_card(found) | {"people_in_charge": [asdict(one) for one in people]})


class Counts(APIView):
    """People by area."""

    @extend_schema(operation_id="registry_counts", parameters=[LevelShape], responses={200: OpenApiTypes.OBJECT, **REFUSALS})
    def get(self, request: Request) -> Response:
        """How many people each area of the level has; the same rows that a search without words counts."""
        actor = actor_from(request)
        policy.require(actor, "registry.open", None)
        data = checked(LevelShape(), request.query_params.dict())
        return Response(people_by_area(actor=actor, digits=LEVELS[data["level"]].value))


class BuildingsDoor(APIView):
    """Buildings of a part of the map."""

    @extend_schema(operation_id="registry_buildings", parameters=[BoxShape], responses={200: OpenApiTypes.OBJECT, **REFUSALS})
    def get(self, request: Request) -> Response:
        """Each with a point, homes, people and let homes."""
        actor = actor_from(request)
        policy.require(actor, "registry.open", None)
        west, south, east, north = (float(part) for part in checked(BoxShape(), request.query_params.dict())["bbox"].split(","))
        return Response({"items": buildings_on_map(actor=actor, box=(west, south, east, north))})


class Chart(APIView):
    """The chart of a building."""

    @extend_schema(operation_id="registry_chart", responses={200: OpenApiTypes.OBJECT, **REFUSALS})
    def get(self, request: Request, building_id: int) -> Response:
        """Floors and doors with the number of people; nobody is named."""
        actor = actor_from(request)
        policy.require(actor, "registry.open", None)
        chart = building_chart(actor=actor, building_id=building_id)
        told_people = chart["people"] is not None
        floors = [
            {
                "floor": floor,
                "doors": [{"id": door.pk, "door": str(door), "people": door.people if told_people else None} for door in doors],
            }
            for floor, doors in chart["floors"]
        ]
        counts = {key: chart[key] for key in ("doors", "people", "rented", "empty")}
        return Response({"id": building_id, "name": str(chart["building"]), "floors": floors, **counts})
