"""Shapes of query parameters (查询参数): form only, each wrong one is named."""

from math import isfinite
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.codes import Level
from grids.geo import Datum

HALF_TURN, RIGHT_ANGLE = 180, 90
MOST = 500
LEVELS = {level.name.lower(): level for level in Level}
AREA_LEVELS = [name for name in LEVELS if name != "city"]


class Degrees(serializers.FloatField):
    """A finite number of degrees. Both axes go to 180, so that a swapped pair can be told as such."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=-HALF_TURN, max_value=HALF_TURN, **kwargs)

    def to_internal_value(self, data: Any) -> float:
        """The number; NaN and infinity are none."""
        number = float(super().to_internal_value(data))
        if not isfinite(number):
            self.fail("invalid")
        return number


@extend_schema_field(OpenApiTypes.STR)
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


def code_field(*levels: Level, **kwargs: Any) -> serializers.RegexField:
    """A code of one of these levels."""
    digits = "|".join(f"[0-9]{{{int(level)}}}" for level in levels)
    return serializers.RegexField(rf"^({digits})\Z", trim_whitespace=False, **kwargs)


class AreasShape(serializers.Serializer[Any]):
    """Which areas."""

    level = serializers.ChoiceField(AREA_LEVELS, default="community", help_text="district, street, community, grid")
    bbox = Box(required=False, help_text="west,south,east,north")
    code = code_field(*Level, required=False, help_text="only areas inside this code")
    zoom = serializers.IntegerField(min_value=0, max_value=22, required=False, help_text="simplify for this zoom of a web map")


class LocateShape(serializers.Serializer[Any]):
    """Which point."""

    lon = Degrees()
    lat = Degrees()
    accuracy_m = serializers.FloatField(min_value=0, max_value=100_000, required=False)
    datum = serializers.ChoiceField([datum.value for datum in Datum], default=Datum.WGS84.value)


class DivisionsShape(serializers.Serializer[Any]):
    """Which divisions."""

    code = code_field(
        Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY, required=False, help_text="only divisions inside this code"
    )
    level = serializers.ChoiceField([name for name in LEVELS if name != "grid"], required=False)
    after = code_field(Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY, required=False, help_text="`next` of the page before")
    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=MOST)


class BuildingsShape(serializers.Serializer[Any]):
    """Which buildings: of a grid or in a box."""

    grid = code_field(Level.GRID, required=False)
    bbox = Box(required=False, help_text="west,south,east,north")
    after = serializers.RegexField(r"^[0-9A-Za-z._-]{1,25}\Z", trim_whitespace=False, required=False, help_text="`next` of the page before")
    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=MOST)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two must be there."""
        if not (attrs.get("grid") or attrs.get("bbox")):
            raise serializers.ValidationError({"grid": [_("请给出 grid 或 bbox。")]})
        return attrs


class PlacesShape(serializers.Serializer[Any]):
    """Which words."""

    q = serializers.CharField(min_length=2, max_length=60)
    code = code_field(*Level, required=False, help_text="only places inside this code")
    limit = serializers.IntegerField(min_value=1, max_value=20, default=20)
