"""Shapes of what comes in (输入格式): serializers check form only; actions decide."""

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.shapes import TEXT, PayloadShape, PlainText, PointShape, StrictSerializer, checked
from incidents.actions.report import Report
from incidents.models import Nature, Source, Stage, UrgeKind
from incidents.workflow import State

__all__ = ["FilterShape", "PhotoShape", "PlainText", "PointShape", "ReportShape", "StepShape", "StrictSerializer", "checked", "report_of"]
PLACE = 200
PHOTOS = 9
HALF_TURN, RIGHT_ANGLE = 180, 90
FEWEST_CORNERS, MOST_CORNERS = 3, 60


class ReportShape(PayloadShape):
    """A report as the field sends it."""

    category = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    captured_at = serializers.DateTimeField()
    point = PointShape(required=False, allow_null=True)
    community = serializers.RegexField(r"^\d{12}\Z", required=False, allow_blank=True, default="")
    place = PlainText(max_length=PLACE, required=False, allow_blank=True, default="")
    text = PlainText(max_length=TEXT, required=False, allow_blank=True, default="")
    nature = serializers.ChoiceField(Nature.choices, default=Nature.COMPLAINT)
    source = serializers.ChoiceField(Source.choices, required=False)  # type: ignore[assignment]
    photos = serializers.ListField(child=serializers.UUIDField(), max_length=PHOTOS, default=list)
    on_the_spot = serializers.BooleanField(default=False)
    private = serializers.BooleanField(default=False)
    phone = PlainText(max_length=20, required=False, allow_blank=True, default="")


def report_of(data: Mapping[str, Any], *, source: str) -> Report:
    """The report that the action takes, from checked data; `source` unless the client named one."""
    point = data.get("point") or {}
    return Report(
        category_id=data["category"],
        captured_at=data["captured_at"],
        lon=point.get("lon"),
        lat=point.get("lat"),
        accuracy_m=point.get("accuracy_m"),
        datum=point.get("datum", "wgs84"),
        community=data["community"],
        place=data["place"],
        text=data["text"],
        nature=data["nature"],
        source=data.get("source") or source,
        photos=tuple(data["photos"]),
        on_the_spot=data["on_the_spot"],
    )


class Several(serializers.Field[list[Any], Any, list[Any], Any]):
    """Several values of one shape: a list, a single one, or one text with a line for each."""

    def __init__(self, child: serializers.Field[Any, Any, Any, Any], *, most: int, **kwargs: Any) -> None:
        self.one, self.most = child, most
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        """The values without blank ones."""
        values = data if isinstance(data, list) else str(data).splitlines()
        if len(values) > self.most:
            raise serializers.ValidationError(_("最多 %(most)d 项。") % {"most": self.most})
        return [self.one.run_validation(one) for one in values if not isinstance(one, str) or one.strip()]

    def to_representation(self, value: list[Any]) -> list[Any]:
        """The list itself."""
        return value


@extend_schema_field({"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}, "maxItems": 9})
class Ids(Several):
    """Several ids."""

    def __init__(self, *, least: int = 1, most: int = 8, **kwargs: Any) -> None:
        super().__init__(serializers.IntegerField(min_value=least, max_value=2**31 - 1), most=most, **kwargs)


@extend_schema_field({"type": "array", "items": {"type": "string"}, "maxItems": 9})
class Texts(Several):
    """Several texts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(PlainText(max_length=1000), most=9, **kwargs)


class StepShape(PayloadShape):
    """A later step: the version that the caller saw, and what the verb needs."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    captured_at = serializers.DateTimeField(required=False)
    unit = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    handler = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    standard = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False, allow_null=True)
    reason = PlainText(max_length=1000, required=False)
    opinion = PlainText(max_length=1000, required=False, allow_blank=True)
    result = serializers.CharField(max_length=16, required=False)
    colleague = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    survivor = serializers.UUIDField(required=False)
    point = PointShape(required=False)
    photos = serializers.ListField(child=serializers.UUIDField(), max_length=PHOTOS, required=False)
    question = PlainText(max_length=1000, required=False)
    answer = PlainText(max_length=1000, required=False)
    text = PlainText(max_length=1000, required=False, allow_blank=True)
    comment = PlainText(max_length=1000, required=False, allow_blank=True)
    score = serializers.IntegerField(min_value=1, max_value=5, required=False)
    level = serializers.IntegerField(min_value=1, max_value=3, required=False)
    kind = serializers.ChoiceField(UrgeKind.choices, required=False)
    until = serializers.DateTimeField(required=False)
    partners = Ids(required=False)
    parts = Texts(required=False)
    units = Ids(least=0, most=9, required=False)
    category = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    to = serializers.RegexField(r"^(\d{4}|\d{6}|\d{9}|\d{12})\Z", required=False)
    reply_wanted = serializers.BooleanField(required=False)
    reply = PlainText(max_length=1000, required=False)
    urging = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class ItemShape(StrictSerializer):
    """One case of many, with the version that the caller saw."""

    id = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class BulkShape(StrictSerializer):
    """The same step for many cases: only words and choices that fit all of them."""

    items = ItemShape(many=True)
    each = serializers.BooleanField(required=False)
    unit = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    handler = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    reason = PlainText(max_length=1000, required=False)
    opinion = PlainText(max_length=1000, required=False, allow_blank=True)
    survivor = serializers.UUIDField(required=False)
    level = serializers.IntegerField(min_value=1, max_value=3, required=False)
    kind = serializers.ChoiceField(UrgeKind.choices, required=False)
    text = PlainText(max_length=1000, required=False)
    reply_wanted = serializers.BooleanField(required=False)


class ResidentStepShape(StrictSerializer):
    """What the holder of a case's link may send with a step."""

    answer = PlainText(max_length=1000, required=False)
    text = PlainText(max_length=1000, required=False, allow_blank=True)
    comment = PlainText(max_length=1000, required=False, allow_blank=True)
    reason = PlainText(max_length=1000, required=False)
    score = serializers.IntegerField(min_value=1, max_value=5, required=False)
    photos = serializers.ListField(child=serializers.UUIDField(), max_length=PHOTOS, required=False)


@extend_schema_field(OpenApiTypes.STR)
class CommaList(serializers.Field[list[str], str, list[str], Any]):
    """Values with commas between."""

    def __init__(self, *, choices: list[str] | None = None, most: int = 50, **kwargs: Any) -> None:
        self.known, self.most = choices, most
        super().__init__(**kwargs)

    def to_internal_value(self, data: str) -> list[str]:
        """The list; each value must be known, when there is a list of known ones."""
        values = [value for value in str(data).split(",") if value]
        if len(values) > self.most:
            raise serializers.ValidationError(_("最多 %(most)d 项。") % {"most": self.most})
        if self.known is not None and (wrong := [value for value in values if value not in self.known]):
            raise serializers.ValidationError(_("没有这些取值：%(wrong)s") % {"wrong": "、".join(wrong)})
        return values

    def to_representation(self, value: list[str]) -> list[str]:
        """The list itself."""
        return value


class Box(serializers.CharField):
    """`west,south,east,north` in degrees."""

    def to_internal_value(self, data: Any) -> Any:
        """Four numbers in order."""
        parts = super().to_internal_value(data).split(",")
        try:
            west, south, east, north = (float(part) for part in parts)
        except ValueError as error:
            raise serializers.ValidationError(_("应为 west,south,east,north 四个数。")) from error
        if not (-HALF_TURN <= west <= east <= HALF_TURN and -RIGHT_ANGLE <= south <= north <= RIGHT_ANGLE):
            raise serializers.ValidationError(_("范围不在经纬度之内，或次序不对。"))
        return west, south, east, north


class Ring(serializers.CharField):
    """`lon,lat;lon,lat;…` in degrees: the corners of an area that somebody drew."""

    def to_internal_value(self, data: Any) -> Any:
        """Three to sixty corners whose edges do not cross."""
        corners = [corner.split(",") for corner in super().to_internal_value(data).split(";")]
        try:
            ring = tuple((float(lon), float(lat)) for lon, lat in corners)
        except ValueError as error:
            raise serializers.ValidationError(_("应为 lon,lat;lon,lat;… 的形式。")) from error
        if not (FEWEST_CORNERS <= len(ring) <= MOST_CORNERS):
            raise serializers.ValidationError(_("范围应有 3 到 60 个角。"))
        if not all(-HALF_TURN <= lon <= HALF_TURN and -RIGHT_ANGLE <= lat <= RIGHT_ANGLE for lon, lat in ring):
            raise serializers.ValidationError(_("范围不在经纬度之内，或次序不对。"))
        if not Polygon((*ring, ring[0]), srid=4326).valid:
            raise serializers.ValidationError(_("范围的边不能交叉。"))
        return ring


class FilterShape(serializers.Serializer[Any]):
    """Filters of lists, counts and maps; all of them optional."""

    state = CommaList(choices=[*State.values, "open"], required=False)
    category = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    unit = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    code = serializers.RegexField(r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})\Z", required=False, default="")
    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(required=False)
    q = PlainText(max_length=50, min_length=2, required=False, default="")
    overdue = serializers.BooleanField(required=False, default=False)
    mine = serializers.BooleanField(required=False, default=False)
    bbox = Box(required=False, max_length=120)
    ring = Ring(required=False, max_length=1500)
    order = serializers.ChoiceField(["new", "due"], default="new")
    ids = CommaList(required=False, most=100)
    after = serializers.CharField(max_length=200, required=False, default="")
    limit = serializers.IntegerField(min_value=1, max_value=200, default=100)
    zoom = serializers.IntegerField(min_value=0, max_value=22, default=14)

    def validate_ids(self, value: list[str]) -> list[Any]:
        """UUIDs."""
        field = serializers.UUIDField()
        return [field.to_internal_value(one) for one in value]


class PhotoShape(serializers.Serializer[Any]):
    """How a photo is marked."""

    stage = serializers.ChoiceField(Stage.choices, default=Stage.BEFORE)
