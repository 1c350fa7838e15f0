"""Shapes of query parameters (查询参数): form only, each wrong one is named."""

from math import isfinite
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from governance.codes import Level
from grids.geo import Datum

HALF_TURN = 180
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


LON = r"-?(?:180(?:\.0{1,20})?|(?:1[0-7][0-9]|[1-9]?[0-9])(?:\.[0-9]{1,20})?)"
LAT = r"-?(?:90(?:\.0{1,20})?|[1-8]?[0-9](?:\.[0-9]{1,20})?)"


class Box(serializers.RegexField):
    """Two opposite corners in degrees: `west,south,east,north`, or the other two."""

    def __init__(self, **kwargs: Any) -> None:
        wrong: dict[str, Any] = {"invalid": _("应为 west,south,east,north 四个数，在经纬度之内。")}
        super().__init__(rf"^{LON},{LAT},{LON},{LAT}\Z", trim_whitespace=False, error_messages=wrong, **kwargs)

    def run_validators(self, value: Any) -> None:
        """The pattern is asked about the text, before it becomes numbers."""

    def to_internal_value(self, data: Any) -> Any:
        """West, south, east, north."""
        text = super().to_internal_value(data)
        super().run_validators(text)
        one_lon, one_lat, other_lon, other_lat = (float(part) for part in text.split(","))
        return min(one_lon, other_lon), min(one_lat, other_lat), max(one_lon, other_lon), max(one_lat, other_lat)


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
    """Which buildings: of a grid, in a box, or all."""

    grid = code_field(Level.GRID, required=False)
    bbox = Box(required=False, help_text="west,south,east,north")
    after = serializers.RegexField(r"^[0-9A-Za-z._-]{1,25}\Z", trim_whitespace=False, required=False, help_text="`next` of the page before")
    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=MOST)


class PlacesShape(serializers.Serializer[Any]):
    """Which words."""

    q = serializers.RegexField(r"^[^\x00-\x1f\x7f]{2,60}\Z", trim_whitespace=False)
    code = code_field(*Level, required=False, help_text="only places inside this code")
    limit = serializers.IntegerField(min_value=1, max_value=20, default=20)
