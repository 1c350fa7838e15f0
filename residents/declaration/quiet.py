"""Finds the people of whom nothing is to be said (无须提示), many at once: what `Checking.together` would pass over in silence.

A mainland number that is right, of the day that is given, with the sex that is given or none: nearly every row of a good file. All
others are looked at one by one. A test holds both together. Pure.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from governance.privacy.numbers import ID_CHECKS, ID_LENGTH, ID_WEIGHTS, PROVINCES
from residents.declaration.checking import CONSENT, OLDEST_AGE
from residents.declaration.numbers import MAINLAND, PERMIT_AREAS

BODY = ID_LENGTH - 1
WEIGHTS = np.array(ID_WEIGHTS, np.int32)
CHECKS = np.frombuffer(ID_CHECKS.encode(), np.uint8)
AREAS = np.array(sorted(map(int, PROVINCES - PERMIT_AREAS)))
DAY, PARTS = slice(6, 14), [0, 1, 2, 3, 5, 6, 8, 9]
"""Where a number has the day of birth, and where the digits of 2026-01-31 are."""
PLACES = np.array([10**at for at in range(7, -1, -1)], np.int64)
SEX, ZERO, NINE, YEAR = 16, ord("0"), 9, 10_000
MALE, FEMALE = "1", "2"


def quiet(read: Mapping[str, Sequence[str]], count: int, *, today: date, basis: str) -> list[str | None]:
    """For each row of kept values the sex to fill in (none when it is given), or None when the row must be looked at."""
    blank = [""] * count
    numbers, born, sexes = read.get("id_number_enc", blank), read.get("birth_date", blank), read.get("sex", blank)
    signs = letters(numbers, ID_LENGTH)
    digits = signs[:, :BODY] - ZERO
    right = np.fromiter(map(len, numbers), np.int32, count) == ID_LENGTH
    right &= (digits <= NINE).all(axis=1) & (CHECKS[digits @ WEIGHTS % len(CHECKS)] == signs[:, BODY])
    right &= np.isin(digits[:, 0].astype(np.int32) * 10 + digits[:, 1], AREAS)
    right &= (letters(born, 10)[:, PARTS] == signs[:, DAY]).all(axis=1)
    days = digits[:, DAY] @ PLACES
    right &= (days <= int(today.strftime("%Y%m%d"))) & (days // YEAR >= today.year - OLDEST_AGE)
    told = [MALE if odd else FEMALE for odd in (digits[:, SEX] % 2).tolist()]
    plain = zip(
        right.tolist(), told, sexes, read.get("id_type", blank), read.get("legal_basis", blank), strict=True
    )  # fmt: skip
    return [
        ("" if sex else shown) if fits and sex in {"", shown} and kind in {"", MAINLAND} and (ground or basis) != CONSENT else None
        for fits, shown, sex, kind, ground in plain
    ]


def letters(texts: Sequence[str], width: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """The signs of texts as a table; longer ones are cut, shorter ones end in zeros, and what is not ASCII is a question mark."""
    try:
        plain = np.array(texts, f"S{width}")
    except UnicodeEncodeError:  # the number of a foreign document
        plain = np.array([text.encode("ascii", "replace") for text in texts], f"S{width}")
    return plain.view(np.uint8).reshape(-1, width)
