"""Words and times as every card has them (用语)."""

from datetime import datetime

from django.utils.translation import get_language

from incidents.models import Category


def category_name(category: Category | None, language: str | None = None) -> str:
    """The category's name in the reader's language."""
    if category is None:
        return ""
    language = get_language() or "" if language is None else language
    return category.name_en if category.name_en and language.startswith("en") else category.name


def stamp(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC with Z."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
