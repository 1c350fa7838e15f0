"""Which mask a field has (脱敏方式): what is shown when the whole is not needed. Pure; an unknown mask hides everything."""

from collections.abc import Callable

from governance.privacy import mask_address, mask_id, mask_landline, mask_name, mask_phone

HIDDEN = "***"
MOBILE = 11


def phone(value: str) -> str:
    """13812341234 -> 138****1234, 075584621234 -> 0755-****1234."""
    return mask_phone(value) if len(value) == MOBILE and value[0] == "1" else mask_landline(value)


def date(value: str) -> str:
    """1991-01-01 -> 1991-**-**."""
    return value[:4] + "-**-**"


def whole(_value: str) -> str:
    """Only that there is a value."""
    return HIDDEN


MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name, "number": mask_id, "phone": phone, "address": mask_address, "date": date, "whole": whole,
}  # fmt: skip


def masked(mask: str, value: str) -> str:
    """The value as it is shown by default; a field without a mask is shown as it is."""
    return value if mask == "" else MASKS.get(mask, whole)(value)
