"""Personal numbers in free text (文本中的个人信息): found by form and check character, masked in place.

Every pattern is bounded and none repeats a repetition, so the time grows with the length only (E14). Numbers are found
however they are typed: full-width or other decimal digits, with blanks, hyphens, dots or brackets between groups.
Limits, on purpose: numbers spelled in words (一三八) are not found; a number of 11 digits inside a longer row of digits
is not a phone; a bare landline needs a word like 电话 before it; decimals, UUIDs and hexadecimal digests are none.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from governance.privacy.masks import mask_id, mask_landline, mask_phone
from governance.privacy.numbers import is_id_number


class PersonalKind(StrEnum):
    """What was found."""

    ID_NUMBER = "id_number"  # 公民身份号码
    MOBILE = "mobile"  # 手机号
    LANDLINE = "landline"  # 固定电话


@dataclass(frozen=True, slots=True)
class Span:
    """Where a personal number stands in the text, [start, end), and what it is. The value is not shown in the repr."""

    kind: PersonalKind
    start: int
    end: int
    value: str = field(repr=False)

    @property
    def masked(self) -> str:
        """The value as it may be shown."""
        return _MASKS[self.kind](self.value)


_MASKS = {PersonalKind.ID_NUMBER: mask_id, PersonalKind.MOBILE: mask_phone, PersonalKind.LANDLINE: mask_landline}

_BETWEEN = " \t\u00a0\u3000‐‑‒–—―－−_·•・.．。/／()（）[]【】\u200b\u200c\u200d\u2060\ufeff\u00ad"
_X = "xＸｘ"
_DECIMAL = re.compile(r"[0-9]{1,12}\.[0-9]{1,18}")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_HEX = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{32,128}|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})(?![0-9A-Za-z])"
)
_GAP = "-{0,3}"

_ID = re.compile(
    rf"(?:[1-8]{_GAP}[0-7]|9{_GAP}\d)(?:{_GAP}\d){{4}}{_GAP}(?:1{_GAP}[89]|2{_GAP}0){_GAP}\d{_GAP}\d{_GAP}[01]{_GAP}\d{_GAP}[0-3]"
    rf"(?:{_GAP}\d){{4}}{_GAP}[\dX]",
    re.ASCII,
)
_LEGACY_ID = re.compile(
    rf"(?<!\d)[1-8]{_GAP}[0-7](?:{_GAP}\d){{4}}{_GAP}[2-9]{_GAP}\d{_GAP}[01]{_GAP}\d{_GAP}[0-3](?:{_GAP}\d){{4}}(?!\d)", re.ASCII
)
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_GAP}|0)?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)", re.ASCII)
_PREFIX = re.compile(r"\A(?:(?:\+|00)?86|0)-{0,3}")
_AREA = r"(?:10|2\d|[3-9]\d\d)"
_LANDLINE = re.compile(rf"(?<!\d)(?:0|(?:\+|00)?86{_GAP}0?){_AREA}{_GAP}[2-8]\d{{2,3}}{_GAP}\d{{4}}(?!\d)", re.ASCII)
_CUED = re.compile(r"(?:电话|座机|固话|致电|拨打|打电话|联系)[^0-9\n]{0,6}([2-8]\d{2,3}-?\d{4})(?!\d)", re.ASCII)


def find_personal(text: str) -> list[Span]:
    """Identity numbers, mobile and landline numbers in `text`, in order, none overlapping another."""
    plain = _even(text)
    found: list[Span] = []
    for kind, search in _SEARCHES:
        places = [(start, end) for start, end in sorted(search(plain)) if not _DECIMAL.fullmatch(text, start, end)]
        spans = [Span(kind, start, end, plain[start:end].replace("-", "")) for start, end in places]
        found += spans
        plain = _HEX.sub(_hidden, _blanked(plain, spans))
    return sorted(found, key=lambda span: span.start)


def redact(text: str) -> str:
    """The text with every personal number masked; all else stays as it was."""
    pieces: list[str] = []
    at = 0
    for span in find_personal(text):
        pieces += [text[at : span.start], span.masked]
        at = span.end
    return "".join(pieces) + text[at:]


def _scan(pattern: re.Pattern[str], plain: str, accept: Callable[[str], bool], start: int, end: int) -> Iterator[tuple[int, int]]:
    """What the pattern matches and `accept` takes; after a refusal the search goes on one sign later."""
    at = start
    while match := pattern.search(plain, at, end):
        taken = accept(match.group())
        if taken:
            yield match.span()
        at = match.end() if taken else match.start() + 1


def _ids(plain: str) -> Iterator[tuple[int, int]]:
    """18 characters with a right check anywhere, also inside a longer row; 15 digits only on their own."""
    at = 0
    for start, end in _scan(_ID, plain, _valid, 0, len(plain)):
        yield from _scan(_LEGACY_ID, plain, _valid_alone, at, start)
        at = end
        yield start, end
    yield from _scan(_LEGACY_ID, plain, _valid_alone, at, len(plain))


def _mobiles(plain: str) -> Iterator[tuple[int, int]]:
    return _scan(_MOBILE, plain, _grouped, 0, len(plain))


def _landlines(plain: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _LANDLINE.finditer(plain))
    yield from (match.span(1) for match in _CUED.finditer(_LANDLINE.sub(_hidden, plain)))


_SEARCHES = ((PersonalKind.ID_NUMBER, _ids), (PersonalKind.MOBILE, _mobiles), (PersonalKind.LANDLINE, _landlines))


def _valid(number: str) -> bool:
    return is_id_number(number.replace("-", ""))


def _valid_alone(number: str) -> bool:
    return _grouped(number) and _valid(number)


def _grouped(number: str) -> bool:
    """Whether the digits are grouped as people do (138 0013 8000; 1 3 8 ...), unlike 15-2-301-20261 (a flat, a date)."""
    sizes = [len(group) for group in _PREFIX.sub("", number).split("-") if group]
    return min(sizes) >= 3 or max(sizes) <= 2  # noqa: PLR2004 - groups of three and more, or one by one


def _even(text: str) -> str:
    """The same text, sign for sign: digits ASCII, what may stand between digits a hyphen, an x capital."""
    for sign in _BETWEEN:
        text = text.replace(sign, "-")
    for sign in _X:
        text = text.replace(sign, "X")
    return text if text.isascii() else _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), text)


def _hidden(match: re.Match[str]) -> str:
    return "#" * len(match.group())


def _blanked(plain: str, spans: list[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for span in spans:
        pieces += [plain[at : span.start], "#" * (span.end - span.start)]
        at = span.end
    return "".join(pieces) + plain[at:]
