"""Shapes that the doors of all floors share (输入格式): they check form only; actions decide."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from governance.errors import Invalid
from governance.privacy import DirtyText, clean_text

TEXT = 2000
PAYLOAD = 3
"""The form in which phones send today. Form 1 did not name itself; form 3 tells of each step when it was taken."""


def uuid_of(text: str) -> UUID:
    """The id that a form of ours carries; Invalid for what somebody changed."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid(fields={"id": [_("页面已过期，请刷新后重试。")]}) from error


def checked(shape: serializers.Serializer[Any], data: Any) -> dict[str, Any]:
    """What `shape` makes of the data; ValidationError names each wrong field.

    The shapes are made once and kept, since making one copies all its fields, which takes longer than checking with
    it. Checking leaves nothing behind in a shape, so that threads share them.
    """
    found: dict[str, Any] = shape.run_validation(data)
    return found


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not know (C4): a client that sends `state` is told, not silently obeyed or ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """The value; ValidationError names each unknown field."""
        if isinstance(data, dict) and (unknown := sorted(set(map(str, data)) - set(self.fields))):
            raise serializers.ValidationError({name: [_("没有这个字段，或不能由您填写。")] for name in unknown[:20]})
        return super().to_internal_value(data)


class PlainText(serializers.CharField):
    """Text as people write it: no NUL, no lone surrogates, no control characters (A22)."""

    def to_internal_value(self, data: Any) -> str:
        """The text unchanged, or the reason why not."""
        text = super().to_internal_value(data)
        try:
            return clean_text(text, max_length=self.max_length or TEXT)
        except DirtyText as error:
            raise serializers.ValidationError(str(error)) from error


class PayloadShape(StrictSerializer):
    """What a phone kept may be sent by a newer page: the forms of the present and the last two releases are read (A19)."""

    payload = serializers.IntegerField(min_value=1, max_value=PAYLOAD, default=1)
    sent_at = serializers.DateTimeField(required=False)


class MomentShape(PayloadShape):
    """When, by the phone's clock."""

    captured_at = serializers.DateTimeField()


class PointShape(StrictSerializer):
    """A position with its datum."""

    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-180, max_value=180)
    accuracy_m = serializers.FloatField(min_value=0, max_value=100_000, required=False, allow_null=True)
    datum = serializers.ChoiceField(["wgs84", "cgcs2000", "gcj02", "bd09"], default="wgs84")
