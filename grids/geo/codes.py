"""Values from attribute tables (属性值): codes exactly, texts, whole numbers and measures."""

import re
from unicodedata import normalize

from django.utils.translation import gettext as _

from governance.codes import LENGTHS
from grids.geo.refusals import Fault, Reason, RowRefused

EXACT = 2**53  # whole numbers up to here are exact in a float
NUMBER = re.compile(r"([+-]?\d+(?:\.\d*)?)\s*(?:层|f|米|m)?", re.IGNORECASE)  # "6层" and "18.0 m" are numbers too
Value = object


def text_of(value: Value) -> str:
    """The value as trimmed text in half-width forms (NFKC); "" for nothing."""
    return "" if value is None else normalize("NFKC", str(value)).strip()


def code_of(value: Value) -> str:
    """A code as text, digit for digit; "" for nothing. Refuses numbers that have lost digits on their way.

    110102001000 may come as text, whole number or float. 1.10102E+11 as text, or a float beyond 2**53, does not say
    which code was meant: CODE_UNREADABLE.
    """
    if isinstance(value, float):
        if not (value.is_integer() and abs(value) <= EXACT):
            raise _unreadable(value)
        return str(int(value))
    text = text_of(value)
    if re.fullmatch(r"\d+\.0+", text):
        return text.split(".")[0]
    if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d+", text):
        raise _unreadable(value)
    return text


def division_code_of(value: Value) -> str:
    """A division code cut to its level: 110102001000 is the street 110102001, 440300 the city 4403.

    Statistical tables pad codes with zeros; a code that is not all digits, or of no level's length, is left alone.
    """
    code = code_of(value)
    if not (code.isascii() and code.isdigit() and len(code) in LENGTHS):
        return code
    return next((code[:length] for length in LENGTHS if not code[length:].strip("0")), code)


def whole_number_of(value: Value, *, least: int, most: int) -> int | None:
    """A whole number in the range, None for nothing; refuses anything else."""
    number = measure_of(value, least=least, most=most)
    if number is not None and not number.is_integer():
        raise _bad_number(value)
    return None if number is None else int(number)


def measure_of(value: Value, *, least: float, most: float) -> float | None:
    """A number in the range, None for nothing; 6层 and 18 m are understood; refuses anything else."""
    text = text_of(value)
    if not text:
        return None
    number = NUMBER.fullmatch(text)
    if number is None or not least <= float(number[1]) <= most:
        raise _bad_number(value)
    return float(number[1])


def _unreadable(value: Value) -> RowRefused:
    text = _("编码 %(value)s 已丢失数位，请以文本格式提供。") % {"value": value}
    return RowRefused(Fault(Reason.CODE_UNREADABLE, text))


def _bad_number(value: Value) -> RowRefused:
    return RowRefused(Fault(Reason.BAD_NUMBER, _("数值 %(value)s 不在合理范围内。") % {"value": value}))
