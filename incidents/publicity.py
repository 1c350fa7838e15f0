"""What anybody may see of a case (公开规则), pure: one rule for the portal, Open311 and open data alike (G1, G7).

A category is open, coarse or hidden. Open: the point to about ten metres. Coarse, where a point would lead to somebody's
door (a dog, a balcony, noise): the middle of a cell of half a kilometre, a day later, and without words. Hidden: nothing.
"""

import math
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from governance.privacy import mask_address, redact
from governance.privacy.masks import HIDDEN as MASKED
from incidents.workflow import State


class Publicity(TextChoices):
    """How much of a category's cases is public (公开程度)."""

    OPEN = "open", _("公开")
    COARSE = "coarse", _("模糊位置、延后公开")
    HIDDEN = "hidden", _("不公开")


CELL = 0.005
"""Degrees: about half a kilometre. The same case always falls into the same cell: asking twice tells no more."""
DIGITS = 4
"""Of an open point: about ten metres, the width of a street."""
DELAY = timedelta(hours=24)
NEVER = frozenset({State.CANCELLED})
"""States that are nobody else's business: taken back, entered by mistake."""
UNREAD = frozenset({State.REPORTED, State.VERIFYING, State.REFUSED})
"""States in which nobody of the office has stood up for the words of the reporter."""
FEWEST = 5
"""Counts of people below it are not told (k-anonymity)."""


def is_public(*, publicity: str, state: str, received_at: datetime, at: datetime) -> bool:
    """Whether anybody may see it now. `queries.public.public_cases` is the same as a queryset."""
    if publicity == Publicity.HIDDEN or state in NEVER:
        return False
    return publicity == Publicity.OPEN or received_at <= at - DELAY


def public_point(*, lon: float, lat: float, publicity: str) -> tuple[float, float]:
    """Where the public sees it, in WGS-84 degrees."""
    if publicity == Publicity.OPEN:
        return round(lon, DIGITS), round(lat, DIGITS)
    return _middle(lon), _middle(lat)


def _middle(degrees: float) -> float:
    return round((math.floor(degrees / CELL) + 0.5) * CELL, 6)


def public_text(*, text: str, state: str, publicity: str) -> str:
    """The words without phone and identity numbers; none before the office accepted the case, and none of a coarse one."""
    return redact(text) if publicity == Publicity.OPEN and state not in UNREAD else ""


def public_place(*, place: str, publicity: str) -> str:
    """The place to the building or gate; none of a coarse case."""
    if publicity != Publicity.OPEN:
        return ""
    masked = mask_address(place)
    return redact(place) if masked in {"", MASKED} else redact(masked)


def public_count(count: int) -> int | None:
    """A number of people, or None when it is so small that one of them could be told apart; none at all is 0."""
    return count if count == 0 or count >= FEWEST else None
