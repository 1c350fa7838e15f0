"""Masks (脱敏): what is shown of a value when its whole is not needed. Pure; an unknown mask hides everything."""

import re
from collections.abc import Callable

HIDDEN = "＊＊＊"
PHONE_SHOWN = 7
SIGNS_OF_A_NUMBER = 6


def name(value: str) -> str:
    """张伟 -> 张*."""
    return value[:1] + "*" if len(value) > 1 else "*"


def number(value: str) -> str:
    """360426199101010071 -> 360***********0071; a short one shows less."""
    if len(value) >= SIGNS_OF_A_NUMBER * 2:
        return value[:3] + "*" * (len(value) - 7) + value[-4:]
    return "*" * max(len(value) - 2, 1) + value[-2:] if len(value) > SIGNS_OF_A_NUMBER else "*" * len(value)


def phone(value: str) -> str:
    """13812341234 -> 138****1234."""
    if len(value) >= 11:  # noqa: PLR2004
        return value[:3] + "*" * (len(value) - 7) + value[-4:]
    return "*" * max(len(value) - 2, 1) + value[-2:]


def address(value: str) -> str:
    """To the building: the last building mark that leaves something hidden, else nothing of it."""
    found = None
    for mark in re.finditer(r"\d+\s*(?:号楼|[栋幢座楼])|[栋幢座]|\d+\s*号(?!楼)", value):
        if mark.end() < len(value):
            found = mark
            if not mark.group().endswith("号"):
                break
    return value[: found.end()] + "***" if found else HIDDEN


def date(value: str) -> str:
    """1991-01-01 -> 1991-**-**."""
    return value[:4] + "-**-**"


def whole(_value: str) -> str:
    """Only that there is a value."""
    return HIDDEN


MASKS: dict[str, Callable[[str], str]] = {"name": name, "number": number, "phone": phone, "address": address, "date": date, "whole": whole}


def masked(mask: str, value: str) -> str:
    """The value as it is shown by default; a field without a mask is shown as it is."""
    return value if mask == "" else MASKS.get(mask, whole)(value)
