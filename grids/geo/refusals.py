"""Why a file, or one row of it, is not taken (不予导入的原因). Codes are stable; texts are for people."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from governance.errors import Invalid, TooLarge


class Reason(StrEnum):
    """Stable code of a refused row."""

    EMPTY = "empty"
    NOT_POLYGON = "not_polygon"
    BAD_COORDINATES = "bad_coordinates"
    TOO_MANY_VERTICES = "too_many_vertices"
    UNCLOSED = "unclosed"
    COLLINEAR = "collinear"
    INVALID = "invalid"
    OUT_OF_RANGE = "out_of_range"
    SWAPPED_AXES = "swapped_axes"
    OUTSIDE_AREA = "outside_area"
    CODE_MISSING = "code_missing"
    CODE_UNREADABLE = "code_unreadable"
    DUPLICATE_CODE = "duplicate_code"
    BAD_NUMBER = "bad_number"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row: reason, sentence, the place if known, and what a repair would give (never applied)."""

    reason: Reason
    text: str
    place: tuple[float, float] | None = None
    preview: str = ""


class RowRefused(Exception):  # named like its sisters in governance.errors
    """Carries a Fault from where it is found to the list of refusals; never leaves this package."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.text)
        self.fault = fault


class FileRefused(Invalid):
    """The whole file is not taken; `code` names the reason.

    Codes: unknown_format, broken_file, several_layers, no_features, unknown_layer, crs_missing, crs_unknown,
    crs_conflict, datum_needs_parameters, unknown_column.
    """

    def __init__(self, code: str, message: str | Promise, **extra: Any) -> None:
        super().__init__(message, **extra)
        self.code = code


class FileTooLarge(TooLarge):
    """The file is over a cap of bytes, features or vertices (文件过大); answered with 413."""
