"""Numbers of documents (证件号码): which type each shows by itself, and whether it can be true. Pure; no guess is made (F6, F7).

The check characters are `governance.privacy`'s; here is what the register does with them.
"""

import re
import unicodedata
from datetime import date

from governance.privacy import IdNumber, is_uscc, read_id_number
from governance.privacy.numbers import USCC_LENGTH, USCC_SIGNS

SHAPED = re.compile(r"[1-9]\d{16}[\dX]|[1-6]\d{14}", re.ASCII)
OTHER = re.compile(r"[A-Z0-9()/-]{4,32}", re.ASCII)
MAINLAND, LEGACY, PERMIT, FOREIGN = "10", "11", "20", "30"
IDENTITY = frozenset({"", MAINLAND, LEGACY, PERMIT, FOREIGN})
PERMIT_AREAS = frozenset({"81", "82", "83"})


def written(text: str) -> str:
    """Half-width, upper case, without blanks."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return plain.replace(" ", "").strip().upper()


def type_of(found: IdNumber) -> str:
    """The document type that an identity number shows by itself."""
    if found.legacy:
        return LEGACY
    if found.number[0] == "9":
        return FOREIGN
    return PERMIT if found.number[:2] in PERMIT_AREAS else MAINLAND


def kind_of(number: str) -> str | None:
    """The type of an identity number, or None when it is no valid one."""
    found = read_id_number(number)
    return type_of(found) if found else None


def birth_of(number: str) -> date | None:
    """The birth date inside a valid identity number."""
    found = read_id_number(number)
    return found.born if found else None


def problem_of(number: str, document_type: str, found: IdNumber | None = None) -> str | None:
    """Why a number cannot belong to that type of document, or None when it may. `found` is what was read of it, if it was."""
    if document_type not in IDENTITY:
        return None if OTHER.fullmatch(number) else "document_form"
    found = found or read_id_number(number)
    if found is None:
        return "document_check" if SHAPED.fullmatch(number) else "document_form"
    return "document_type" if document_type and document_type != type_of(found) else None


def uscc_problem(code: str) -> str | None:
    """Why a unified social credit code (统一社会信用代码) is not valid: length, alphabet or check."""
    if len(code) != USCC_LENGTH:
        return "uscc_length"
    if any(sign not in USCC_SIGNS for sign in code):
        return "uscc_alphabet"
    return None if is_uscc(code) else "uscc_check"
