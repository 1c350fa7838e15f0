"""What the office answered in words that everybody may read (公开答复)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from governance.ledger.models import Entry
from governance.privacy import redact

TOLD = {
    "incident.refused": "reason", "incident.cancelled": "reason", "incident.fed_back": "opinion", "incident.responded": "opinion",
}  # fmt: skip
"""Entries whose words are meant for the reporter and the public, and where the words stand."""


def public_answers(cases: Sequence[UUID]) -> dict[str, list[str]]:
    """By case, oldest first; personal numbers are masked."""
    found: dict[str, list[str]] = {}
    entries = Entry.objects.filter(kind="incident", object_id__in=[str(case) for case in cases], verb__in=list(TOLD)).order_by("id")
    for case, verb, detail in entries.values_list("object_id", "verb", "detail"):
        words: Any = detail.get(TOLD[verb])
        if words:
            found.setdefault(case, []).append(redact(str(words)))
    return found
