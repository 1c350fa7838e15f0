"""Words and times as every card has them (用语)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grids import queries as grids
from incidents.models import Category

NEW_DEADLINE = frozenset({"incident.extension_granted", "incident.resumed", "incident.answered", "incident.question_lapsed"})
"""Steps after which a unit has another deadline than before."""


def category_name(category: Category | None, language: str | None = None) -> str:
    """The category's name in the reader's language."""
    if category is None:
        return ""
    language = get_language() or "" if language is None else language
    return category.name_en if category.name_en and language.startswith("en") else category.name


def stamp(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC with Z."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def meant_by(verb: str, detail: Mapping[str, Any]) -> str:
    """What else a step of the record says: from which desk to which, until when."""
    if verb == "incident.transferred":
        names = grids.names([detail["from_desk"], detail["desk"]])
        return f"{names[detail['from_desk']]} → {names[detail['desk']]}"
    if verb == "incident.suspended":
        return _("挂账至%(day)s") % {"day": local(detail["until"], "%Y-%m-%d")}
    if verb in NEW_DEADLINE and (due := (detail.get("handle_due") or {}).get("is")):
        return _("截止时间改为%(when)s") % {"when": local(due, "%Y-%m-%d %H:%M")}
    return ""


def local(moment: str, form: str) -> str:
    """A time of the record as the office's clock has it."""
    return f"{timezone.localtime(datetime.fromisoformat(moment)):{form}}"
