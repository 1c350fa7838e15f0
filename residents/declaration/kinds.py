"""The kinds of values (数据类型): one function each from written text to the form that is kept, or Wrong."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from uuid import UUID

from residents.declaration import numbers
from residents.declaration.field import Field
from residents.declaration.files import code_tables
from residents.declaration.reasons import Wrong

Checker = Callable[[str], str]
DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))", re.ASCII
)
PHONE = re.compile(r"\+?\d{7,15}", re.ASCII)
INTEGER, DECIMAL = re.compile(r"-?\d{1,9}", re.ASCII), re.compile(r"-?(\d{1,12})(?:\.(\d{1,12}))?", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
BOOLEANS = dict.fromkeys(("是", "有", "1", "true", "yes", "y", "t", "√"), "1") | dict.fromkeys(
    ("否", "无", "0", "false", "no", "n", "f"), "0"
)
SHAPES = {
    "@area6": re.compile(r"\d{6}", re.ASCII),
    "@area12": re.compile(r"\d{12}", re.ASCII),
    "@grid": re.compile(r"\d{15}", re.ASCII),
    "@country": re.compile(r"[A-Z]{3}|\d{3}", re.ASCII),
    "@two_digits": re.compile(r"\d{2}", re.ASCII),
    "@occupation": re.compile(r"[0-9A-Z][0-9A-Z-]{0,4}", re.ASCII),
    "@digits": re.compile(r"\d+", re.ASCII),
}
MOST_TAGS, LONGEST_TAG, SMALL = 40, 40, 32767
DEFAULT_SIZE = 500


def half_width(text: str) -> str:
    """Full-width digits and letters as half-width ones, without outer blanks."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()


def text_checker(field: Field) -> Checker:
    """Kept exactly as written (F9), outer blanks aside."""
    longest = int(field.size or DEFAULT_SIZE)

    def check(text: str) -> str:
        text = text.strip()
        if text.isprintable() and len(text) <= longest:
            return text
        if len(text) > longest:
            raise Wrong("too_long")
        if CONTROL.search(text):
            raise Wrong("control_characters")
        return text

    return check


def code_checker(field: Field) -> Checker:
    """A code of the table, or its label in either language; a field without a table takes short text."""
    shape = SHAPES.get(field.codes)
    if shape is not None:
        found = shape

        def check_shape(text: str) -> str:
            code = half_width(text).upper()
            if not found.fullmatch(code) or (field.size and len(code) > int(field.size)):
                raise Wrong("code_unknown")
            return code

        return check_shape
    table = code_tables().get(field.codes)
    if table is None:
        return text_checker(field)
    english = code_tables("_en")[field.codes]
    by_text = {label: code for labels in (english, table) for code, label in labels.items()} | {code: code for code in table}

    def check(text: str) -> str:
        code = by_text.get(text) or by_text.get(half_width(text).lower())
        if code is None:
            raise Wrong("code_unknown")
        return code

    return check


@cache
def day(text: str) -> str:
    """A date in one of five clear forms, as 2026-01-31; anything ambiguous is refused (F5)."""
    found = DATE.fullmatch(half_width(text))
    if not found:
        raise Wrong("date_form")
    year, month, number = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        raise Wrong("date_impossible") from None


def moment(text: str) -> str:
    """A date, or an ISO date and time."""
    plain = half_width(text)
    try:
        return datetime.fromisoformat(plain).isoformat(timespec="seconds") if len(plain) > 10 else day(plain)  # noqa: PLR2004
    except ValueError:
        raise Wrong("date_form") from None


def boolean(text: str) -> str:
    """是 / 否 as 1 / 0."""
    found = BOOLEANS.get(text) or BOOLEANS.get(half_width(text).lower())
    if found is None:
        raise Wrong("boolean_form")
    return found


def phone(text: str) -> str:
    """Digits with an optional +; blanks and dashes go. Mainland mobiles lose the country's 86."""
    plain = text
    if not (text.isdigit() and PHONE.fullmatch(text)):
        plain = re.sub(r"[\s()-]", "", half_width(text))
        if not PHONE.fullmatch(plain):
            raise Wrong("phone_form")
    bare = plain.lstrip("+")
    return bare[2:] if len(bare) == 13 and bare.startswith("861") else bare  # noqa: PLR2004


def integer(text: str) -> str:
    """A whole number of 16 bits."""
    plain = half_width(text)
    if not INTEGER.fullmatch(plain):
        raise Wrong("integer_form")
    if abs(int(plain)) > SMALL:
        raise Wrong("integer_size")
    return str(int(plain))


def decimal_checker(field: Field) -> Checker:
    """A number within `digits,places`."""
    digits, places = (int(part) for part in field.size.split(","))

    def check(text: str) -> str:
        found = DECIMAL.fullmatch(half_width(text))
        if not found:
            raise Wrong("decimal_form")
        if len(found[1].lstrip("0")) > digits - places or len(found[2] or "") > places:
            raise Wrong("decimal_size")
        return found[0]

    return check


def document(text: str) -> str:
    """A document's number in one written form; whether it can be true depends on its type (`numbers.problem_of`)."""
    plain = numbers.written(text)
    if not numbers.OTHER.fullmatch(plain):
        raise Wrong("document_form")
    return plain


def uscc(text: str) -> str:
    """A unified social credit code."""
    plain = numbers.written(text)
    problem = numbers.uscc_problem(plain)
    if problem:
        raise Wrong(problem)
    return plain


def uuid(text: str) -> str:
    """A UUID in its usual form."""
    try:
        return str(UUID(text.strip()))
    except ValueError:
        raise Wrong("uuid_form") from None


def tags(text: str) -> str:
    """Several short words, separated by `;`."""
    found = [word.strip() for word in re.split(r"[;；,，、]", text) if word.strip()]
    if len(found) > MOST_TAGS or any(len(word) > LONGEST_TAG or CONTROL.search(word) for word in found):
        raise Wrong("array_items")
    return ";".join(dict.fromkeys(found))


PLAIN: dict[str, Checker] = {
    "date": day, "datetime": moment, "boolean": boolean, "phone": phone, "integer": integer,
    "document": document, "uscc": uscc, "uuid": uuid, "file": uuid, "array": tags,
}  # fmt: skip
MADE: dict[str, Callable[[Field], Checker]] = {"text": text_checker, "code": code_checker, "decimal": decimal_checker}
KINDS = (*PLAIN, *MADE)
AS_WRITTEN = {"phone": "^[0-9]{7,12}$", "document": "^[A-Z0-9()/-]{4,32}$"}
"""Kinds whose values nearly all differ: what looks like this is kept as it was written. A test holds it to the functions."""


def checker(field: Field) -> Checker:
    """The function that checks a value of this field and gives the form that is kept."""
    return PLAIN[field.kind] if field.kind in PLAIN else MADE[field.kind](field)
