"""The usual categories as tiles (常用类别): a plain word and a picture for what people report most.

Which category a tile stands for is decided by its national code; a catalogue without that code has no such tile.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.cards import category_name
from incidents.models import Category
from incidents.queries import reference

Spec = tuple[str, str, str | Promise, str]
MOST = 7
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A category by its everyday word."""

    id: int
    label: str | Promise
    icon: str


FIELD: Sequence[Spec] = (
    ("event", "0110", _("垃圾"), "rubbish"),
    ("event", "0406", _("占道"), "stall"),
    ("component", "0123", _("井盖"), "manhole"),
    ("component", "0137", _("路灯"), "lamp"),
    ("event", "0506", _("积水"), "water"),
    ("event", "0128", _("噪音"), "noise"),
    ("event", "0496", _("消防通道"), "fire"),
)
RESIDENTS: Sequence[Spec] = (
    ("event", "0110", _("垃圾"), "rubbish"),
    ("component", "0123", _("井盖"), "manhole"),
    ("component", "0137", _("路灯"), "lamp"),
    ("event", "0128", _("噪音"), "noise"),
    ("event", "0409", _("停车"), "car"),
    ("event", "0506", _("积水"), "water"),
    ("event", "0113", _("道路"), "tool"),
)


def tiles(specs: Sequence[Spec]) -> list[Tile]:
    """The tiles that the catalogue has; for a catalogue of another numbering its first categories."""
    known = {(one.kind, one.code): one for one in active_categories()}
    found = [Tile(known[kind, code].pk, label, icon) for kind, code, label, icon in specs if (kind, code) in known]
    if len(found) >= FEWEST:
        return found[:MOST]
    return [Tile(one.pk, category_name(one), "tool") for one in active_categories()[:MOST]]


def active_categories() -> list[Category]:
    """Categories that may be reported, by code."""
    return sorted((one for one in reference.categories().values() if one.active), key=lambda one: (one.kind, one.code))
