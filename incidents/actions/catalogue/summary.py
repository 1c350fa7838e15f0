"""What a load did (导入结果), line by line where it refused."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was not taken, and why."""

    line: int
    reason: str


class LineRefused(Exception):
    """Raised where one line is read; caught where lines are gathered."""


@dataclass(slots=True)
class Loaded:
    """Counts of lines. `kept` are those that an administrator changed by hand since: a load leaves them alone."""

    what: str
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    refused: list[RefusedLine] = field(default_factory=list)
    written: bool = True

    def refuse(self, line: int, reason: str) -> None:
        """Note a line that is not taken."""
        self.refused.append(RefusedLine(line, reason))

    @property
    def touched(self) -> bool:
        """Whether anything was, or would be, written."""
        return bool(self.added or self.changed)

    def payload(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)
