"""Names in the reader's language (名称)."""

from typing import Protocol

from django.utils.translation import get_language


class Named(Protocol):
    """What has a name and a meaning in both languages."""

    name: str
    name_en: str
    meaning: str
    meaning_en: str


def name_of(one: Named) -> str:
    """Its name."""
    return one.name_en if english() else one.name


def meaning_of(one: Named) -> str:
    """What it says, in plain words."""
    return one.meaning_en if english() else one.meaning


def english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")
