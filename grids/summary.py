"""What an import did (导入结果), row by row where it refused. Pure."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from grids.geo import RefusedRow


class Ground(StrEnum):
    """Why a row is refused that has no fault of shape; those are `grids.geo.Reason`. Stable codes."""

    BROKEN_ROW = "broken_row"
    WRONG_LEVEL = "wrong_level"
    OUTSIDE_PARENT = "outside_parent"
    NAME_MISSING = "name_missing"
    NAME_CONFLICT = "name_conflict"
    BAD_TEXT = "bad_text"
    CODE_UNUSABLE = "code_unusable"
    UNKNOWN_COMMUNITY = "unknown_community"
    SAME_FOOTPRINT = "same_footprint"
    OUT_OF_SCOPE = "out_of_scope"


class LineRefused(Exception):
    """One row is not taken; caught where rows are gathered."""

    def __init__(self, ground: Ground, text: str) -> None:
        super().__init__(text)
        self.ground = ground
        self.text = text


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that is not taken: its number (line of a table, feature of a file, from 1), its code if known, and why."""

    row: int
    code: str
    reason: str
    text: str
    place: tuple[float, float] | None = None
    preview: str = ""


def refused_lines(rows: Iterable[RefusedRow]) -> list[RefusedLine]:
    """The refusals of a reading in this form."""
    return [RefusedLine(row.number, row.code, row.fault.reason, str(row.fault.text), row.fault.place, row.fault.preview) for row in rows]


@dataclass(frozen=True, slots=True)
class Summary:
    """What happened to one file. `written` is false for a trial run, and when rows were refused and not skipped.

    The counts tell what was done, or would have been. `created` are wider divisions that were made because the file's
    codes lie in them; `remarks` are sentences for the person importing.
    """

    what: str
    sha256: str
    rows: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[RefusedLine, ...] = ()
    created: tuple[str, ...] = ()
    crs: str = ""
    remarks: tuple[str, ...] = ()
    written: bool = True
    further: dict[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        """As JSON has it."""
        body: dict[str, Any] = asdict(self)
        further: dict[str, Any] = body.pop("further")
        return body | further
