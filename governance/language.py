"""The language of whoever reads (语言)."""

from django.utils.translation import get_language


def in_english() -> bool:
    """Whether who reads this has chosen English."""
    return (get_language() or "").startswith("en")
