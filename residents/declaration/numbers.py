"""Numbers of documents (证件号码): which kind they are and whether they can be true. Pure; no guess is made (F6, F7).

Source: GB 11643-1999 (weights, check character); birth dates must exist and lie between 1850 and today.
"""

import re
import unicodedata
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
EIGHTEEN = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
FIFTEEN = re.compile(r"[1-6]\d{14}", re.ASCII)
OTHER = re.compile(r"[A-Z0-9()/-]{4,32}", re.ASCII)
MAINLAND, LEGACY, PERMIT, FOREIGN, OTHER_KIND = "10", "11", "20", "30", "90"
OLDEST = 1850


def written(text: str) -> str:
    """Half-width, upper case, without blanks."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return plain.replace(" ", "").strip().upper()


def kind_of(number: str) -> str | None:
    """The document type that an identity number shows by itself, or None when it is no valid identity number."""
    if FIFTEEN.fullmatch(number):
        return LEGACY if birth_of(number) else None
    if not EIGHTEEN.fullmatch(number) or check_character(number) != number[17] or birth_of(number) is None:
        return None
    if number[0] == "9":
        return FOREIGN
    return PERMIT if number[:2] in {"81", "82", "83"} else MAINLAND if number[0] in "1234567" else None


def check_character(number: str) -> str:
    """The 18th character that the first 17 demand."""
    return CHECK[sum(weight * (ord(sign) - 48) for weight, sign in zip(WEIGHTS, number, strict=False)) % 11]


def birth_of(number: str) -> date | None:
    """The birth date inside an identity number of 18 or 15 characters; None when there is no such day."""
    text = number[6:14] if len(number) == 18 else "19" + number[6:12]  # noqa: PLR2004
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
    return day if day.year >= OLDEST else None


def sex_of(number: str) -> str:
    """1 male, 2 female, by the 17th (or 15th) digit."""
    return "1" if int(number[16] if len(number) == 18 else number[14]) % 2 else "2"  # noqa: PLR2004


def problem_of(number: str, document_type: str) -> str | None:
    """Why a number cannot belong to that type of document: `document_form`, `document_check`, or None when it may."""
    if document_type in {"", MAINLAND, LEGACY, PERMIT, FOREIGN}:
        found = kind_of(number)
        if found is None:
            shaped = EIGHTEEN.fullmatch(number) or FIFTEEN.fullmatch(number)
            return "document_check" if shaped else "document_form"
        return "document_type" if document_type and document_type != found else None
    return None if OTHER.fullmatch(number) else "document_form"


USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
USCC_LENGTH = 18


def uscc_problem(code: str) -> str | None:
    """Why a unified social credit code (统一社会信用代码, GB 32100-2015) is not valid: length, alphabet or check."""
    if len(code) != USCC_LENGTH:
        return "uscc_length"
    if any(sign not in USCC_ALPHABET for sign in code):
        return "uscc_alphabet"
    total = sum(weight * USCC_ALPHABET.index(sign) for weight, sign in zip(USCC_WEIGHTS, code, strict=False))
    return None if USCC_ALPHABET[(31 - total % 31) % 31] == code[17] else "uscc_check"
