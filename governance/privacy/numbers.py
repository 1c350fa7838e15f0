"""Numbers with a check character: identity numbers (GB 11643-1999) and unified social credit codes (GB 32100-2015)."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

ID_LENGTH, LEGACY_LENGTH, USCC_LENGTH = 18, 15, 18
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
# GB/T 2260 province codes; 81 to 83 are residence permits of Hong Kong, Macao and Taiwan residents.
_PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
PROVINCES = frozenset(_PROVINCES.split())
FOREIGN = "9"  # first digit of the foreigners' permanent residence card
OLDEST = 1850
LEGACY_OLDEST = "20"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A valid identity number and what it says of its holder (公民身份号码). Not shown in its own repr."""

    number: str = field(repr=False)
    born: date = field(repr=False)
    male: bool = field(repr=False)
    legacy: bool = False


def read_id_number(text: str, *, on: date | None = None) -> IdNumber | None:
    """The number in `text`, full-width and blanks allowed, if it can be one; with `on`, born no later than that day.

    18 characters need a right check character. 15 digits (issued until 1999, no check) need a birth year of 1920 or
    later: otherwise every 15-digit grid code of a street numbered 001 to 199 would do. No sign is ever guessed.
    """
    plain = text if text.isascii() and text.isalnum() else "".join(unicodedata.normalize("NFKC", text).split())
    plain = plain.upper()
    if len(plain) not in {ID_LENGTH, LEGACY_LENGTH} or not (plain[:-1].isascii() and plain[:-1].isdigit()):
        return None
    legacy = len(plain) == LEGACY_LENGTH
    if not (plain[:2] in PROVINCES or (plain[0] == FOREIGN and not legacy)):
        return None
    if (plain[6:8] < LEGACY_OLDEST or not plain[14].isdigit()) if legacy else plain[17] != _id_check(plain):
        return None
    born = _day("19" + plain[6:12] if legacy else plain[6:14])
    if born is None or born.year < OLDEST or (on is not None and born > on):
        return None
    return IdNumber(number=plain, born=born, male=int(plain[14 if legacy else 16]) % 2 == 1, legacy=legacy)


def is_id_number(text: str, *, on: date | None = None) -> bool:
    """Whether `text` is a valid identity number of 18 or 15 characters."""
    return read_id_number(text, on=on) is not None


def is_uscc(text: str) -> bool:
    """Whether `text` is a unified social credit code (统一社会信用代码): 18 signs of the alphabet, the last one right."""
    if len(text) != USCC_LENGTH or any(sign not in USCC_SIGNS for sign in text):
        return False
    total = sum(weight * USCC_SIGNS.index(sign) for weight, sign in zip(USCC_WEIGHTS, text, strict=False))
    return USCC_SIGNS[-total % len(USCC_SIGNS)] == text[-1]


def _id_check(digits: str) -> str:
    """The check character of the first 17 digits. Area and birthday repeat among people, so their parts are remembered."""
    return ID_CHECKS[(_weighed(0, digits[:6]) + _weighed(6, digits[6:14]) + _weighed(14, digits[14:17])) % 11]


@lru_cache(100_000)
def _weighed(start: int, digits: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS[start:], digits, strict=False))


@lru_cache(50_000)
def _day(eight: str) -> date | None:
    try:
        return date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return None
