"""Names in the reader's language (名称)."""

from collections.abc import Mapping
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.models import Indicator
from governance.language import in_english

UNITS: Mapping[str, str | Promise] = {"count": gettext_lazy("件"), "rate": "%", "score": gettext_lazy("分")}
TIMES = frozenset({"rework", "dispatch", "need_dispatch", "accurate_dispatch"})
"""A case may be dispatched and sent back more than once."""


class Named(Protocol):
    """What has a name and a meaning in both languages."""

    name: str
    name_en: str
    meaning: str
    meaning_en: str


def name_of(one: Named) -> str:
    """Its name."""
    return one.name_en if in_english() else one.name


def titled(one: Indicator) -> str:
    """Its name with what it is counted in, as heads of tables and files need it; times of handling say their units themselves."""
    unit = _("次") if one.kind == "count" and one.top in TIMES else UNITS.get(one.kind, "")
    return _("%(name)s（%(unit)s）") % {"name": name_of(one), "unit": unit} if unit else name_of(one)


def meaning_of(one: Named) -> str:
    """What it says, in plain words."""
    return one.meaning_en if in_english() else one.meaning
