"""Closed months (已关账月份)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evaluation.models import Closing, Frozen
from evaluation.periods import Period, Span
from governance.codes import ancestors


def closing_of(*, period: Period, code: str) -> Closing | None:
    """The closing of the month that holds the area: its own or of an area around it, the narrowest."""
    if period.span != Span.MONTH:
        return None
    found = Closing.objects.filter(month=period.key, code__in=ancestors(code)).select_related("by")
    return max(found, key=lambda one: len(one.code), default=None)


def frozen_values(*, closing: Closing | None, kind: str, key: str) -> Mapping[str, Mapping[str, Any]] | None:
    """The values of a subject as they were frozen; None where it had none."""
    if closing is None:
        return None
    return Frozen.objects.filter(closing=closing, kind=kind, key=key).values_list("values", flat=True).first()


def may_be_closed(period: Period, at: datetime) -> bool:
    """A month that is over."""
    return period.span == Span.MONTH and period.end <= at
