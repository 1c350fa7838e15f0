"""How names and addresses are written for searching (检索写法): one form for all dots and widths, and the pinyin."""

import unicodedata
from functools import cache, lru_cache

from pypinyin import Style, pinyin
from pypinyin.constants import PINYIN_DICT

SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao", "任": "ren", "华": "hua",
    "盖": "ge", "尉": "yu", "召": "shao", "乐": "yue", "缪": "miao", "冼": "xian", "翟": "zhai", "覃": "qin", "种": "chong",
}  # fmt: skip
"""Characters that are read differently as a surname; both readings are found."""
APART = dict.fromkeys(map(ord, "·•・‧∙.．-—_/\\,，。;；:：()（）[]【】#＃ \t\r\n\v\f\u3000\u00a0\u200b"))
MOST_LETTERS = 40


def text_of(text: str) -> str:
    """Half-width, lower case, without blanks and dots: 买买提·艾山 and 买买提•艾山 are one (F9)."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return plain.lower().translate(APART)


@lru_cache(30_000)
def reading(sign: str) -> str:
    """The usual reading of one character, without tones; the character itself when it has none."""
    if ord(sign) not in PINYIN_DICT:
        return sign
    return str(pinyin(sign, style=Style.NORMAL)[0][0]).replace("ü", "v")


def syllables(text: str) -> list[list[str]]:
    """The readings of a name: the usual one, and the surname's own where it differs."""
    usual = [reading(sign) for sign in text]
    own = SURNAMES.get(text[:1])
    return [usual, [own, *usual[1:]]] if own and own != usual[0] else [usual]


def initials(spelled: list[str]) -> str:
    """The first letters: zhang wei -> zw."""
    return "".join(syllable[0] for syllable in spelled)


@cache
def known_syllables() -> frozenset[str]:
    """Every syllable of the language."""
    found = {reading(chr(code)) for code in range(0x4E00, 0x9FA6)}
    return frozenset(syllable for syllable in found if syllable.isascii() and syllable.isalpha())


def segmentations(letters: str) -> list[list[str]]:
    """The ways to read letters as two or more syllables: xian -> xi an."""
    if not 2 <= len(letters) <= MOST_LETTERS:  # noqa: PLR2004
        return []
    ways: list[list[list[str]]] = [[[]], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            if letters[start:end] in known_syllables():
                ways[end] += [[*way, letters[start:end]] for way in ways[start][:8]]
    return [way for way in ways[-1] if len(way) > 1][:8]
