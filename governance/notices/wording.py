"""From template and facts to text (通知文字): placeholders are replaced, nothing else is read as a command (E12)."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from governance.errors import Invalid

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]{0,31})\}")
LONGEST = 300
MISSING = "—"
MOMENT = "$at"
"""How a moment stands among sealed facts."""


def placeholders(text: str) -> set[str]:
    """The facts that a text names."""
    return set(PLACEHOLDER.findall(text))


def check_text(field: str, text: str, known: Collection[str], *, most: int) -> str:
    """A template's text; Invalid when it is empty, too long, or names a fact that the event does not have."""
    text = text.strip()
    if not text:
        raise Invalid(fields={field: [_("请填写。")]})
    if len(text) > most:
        raise Invalid(fields={field: [_("最多 %(most)d 字。") % {"most": most}]})
    if unknown := sorted(placeholders(text) - set(known)):
        told = _("没有这些占位符：%(unknown)s。可用：%(known)s。")
        raise Invalid(fields={field: [told % {"unknown": "、".join(unknown), "known": "、".join(sorted(known))}]})
    return text


def packed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON has them: a text, a number, a moment, or a text for each language."""
    return {name: {MOMENT: value.isoformat()} if isinstance(value, datetime) else value for name, value in facts.items()}


def worded(text: str, facts: Mapping[str, Any], language: str) -> str:
    """The text with its facts. A fact is text and stays text: what looks like a placeholder inside it is not replaced."""
    return PLACEHOLDER.sub(lambda found: said(facts.get(found[1]), language), text)


def said(value: Any, language: str) -> str:
    """One fact in words, on one line, without signs that a header or a terminal would obey (E1, E13)."""
    if isinstance(value, Mapping):
        value = _moment(value[MOMENT], language) if MOMENT in value else value.get(language) or next(iter(value.values()), None)
    if value is None or value == "":
        return MISSING
    plain = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"} else sign for sign in str(value))
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _moment(text: str, language: str) -> str:
    local = datetime.fromisoformat(text).astimezone(ZoneInfo(settings.TIME_ZONE))
    return f"{local:%Y-%m-%d %H:%M}" if language.startswith("en") else f"{local.month}月{local.day}日{local:%H:%M}"
