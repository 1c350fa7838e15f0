"""What may not be collected (不得采集), refused by the name of a field, in Chinese, English or pinyin."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from pypinyin import lazy_pinyin

from residents.declaration.files import rows

CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
APART = re.compile(r"[^0-9a-z]+")
LEAST_PINYIN = 6
"""Shorter pinyin would meet too many English words."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """One kind that is left out on purpose: the words that name it and the reason that is told."""

    kind: str
    words: tuple[str, ...]
    reason: str


@cache
def kinds() -> tuple[Excluded, ...]:
    """All kinds that are left out."""
    return tuple(Excluded(row["kind"], tuple(row["words"].split()), row["reason"]) for row in rows("excluded.csv"))


@cache
def patterns() -> tuple[tuple[str, str, Excluded], ...]:
    """Each word as `(han | prefix | whole, text, kind)`; a Chinese word also as the pinyin it is often spelled with."""
    found: list[tuple[str, str, Excluded]] = []
    for kind in kinds():
        for word in kind.words:
            if word.isascii():
                text = APART.sub("", word.lower())
                found.append(("prefix" if word.endswith("*") else "whole", text, kind))
                continue
            found.append(("han", squashed(word), kind))
            spelled = "".join(lazy_pinyin(word))
            if spelled.isascii() and len(spelled) >= LEAST_PINYIN:
                found.append(("prefix", APART.sub("", spelled.lower()), kind))
    return tuple(found)


def squashed(text: str) -> str:
    """Letters and digits only, half-width, lower case: blanks and dots between the characters hide nothing."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum())


def runs(text: str) -> list[str]:
    """The text from each of its words on, written together: keyPersonList -> keypersonlist, personlist, list."""
    words = [word for word in APART.split(CAMEL.sub(" ", unicodedata.normalize("NFKC", text)).lower()) if word]
    return ["".join(words[start:]) for start in range(len(words))] + words


def why_excluded(*names: str) -> Excluded | None:
    """The kind that one of these names stands for, or None when all may be collected."""
    for name in names:
        han, english = squashed(name), runs(name)
        for how, text, kind in patterns():
            if how == "han" and text in han:
                return kind
            if how == "prefix" and any(run.startswith(text) for run in english):
                return kind
            if how == "whole" and text in english:
                return kind
    return None
