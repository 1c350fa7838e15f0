"""What a classifier sees of a message (文本特征): the whole, its beginning and its title, each as runs of one to three characters.

No word segmentation: runs of characters serve full texts and texts whose words were cut apart alike.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

LEAD = 120
"""Characters of the beginning, after the title: who writes says there what it is about."""

TITLE = 18
"""A message without a title is taken to begin with one of this length."""

TITLES = range(4, 41)
GAP = re.compile(r"\n|\s*[\u3000\xa0]\s*|\s{3,}|_x000d_", re.IGNORECASE)
"""A title's end: a new line, an ideographic blank, several blanks."""

LONGEST = 2000
CARRIAGE = re.compile(r"_x000d_", re.IGNORECASE)
MASKED = re.compile(r"[a-z]\d{0,2}(?=[省市区县])", re.IGNORECASE)
"""Places that were made anonymous (A3区): a letter says nothing about the matter."""

NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote. The title may be empty."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Zones:
    """A message without blanks and punctuation: the title, the beginning, everything."""

    title: str
    lead: str
    whole: str


@dataclass(frozen=True, slots=True)
class Block:
    """Runs of certain lengths in one zone, those in at least `fewest` messages; each block is normalised by itself."""

    zone: str
    sizes: tuple[int, ...]
    fewest: int


BLOCKS = (Block("whole", (1, 2), 2), Block("whole", (3,), 3), Block("title", (1, 2), 2), Block("lead", (1, 2), 2))
ZONE: Mapping[str, Callable[[Zones], str]] = {
    "title": lambda zones: zones.title,
    "lead": lambda zones: zones.lead,
    "whole": lambda zones: zones.whole,
}


def plain(text: str) -> str:
    """Letters and digits alone, in one width and case."""
    folded = unicodedata.normalize("NFKC", CARRIAGE.sub("", text[:LONGEST])).lower()
    return NO_LETTER.sub("", MASKED.sub("", folded))


def zones_of(message: Message) -> Zones:
    """The zones of a message."""
    title = plain(message.title or title_of(message.text))
    whole = plain(message.title) + plain(message.text)
    return Zones(title or whole[:TITLE], whole.removeprefix(title)[:LEAD] or title, whole)


def title_of(text: str) -> str:
    """What stands before the first gap, when it is as long as titles are; else nothing."""
    stripped = text.strip()
    gap = GAP.search(stripped)
    before = stripped[: gap.start()] if gap else ""
    return before if len(plain(before)) in TITLES else ""


def runs(text: str, sizes: tuple[int, ...]) -> Counter[str]:
    """How often each run of so many characters occurs."""
    found: Counter[str] = Counter()
    for size in sizes:
        found.update([text[start : start + size] for start in range(len(text) - size + 1)])
    return found
