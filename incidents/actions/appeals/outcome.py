"""What an import did (导入结果), line by line."""

from dataclasses import asdict, dataclass, field
from typing import Any

from incidents.actions.catalogue.summary import RefusedLine


@dataclass(slots=True)
class Outcome:
    """`rows` = `imported` + `unchanged` + the refused. `repaired` tells about imported lines, in the order of the file."""

    rows: int = 0
    imported: int = 0
    unchanged: int = 0
    repaired: list[RefusedLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    units_added: int = 0
    categories_added: int = 0
    written: bool = True

    def add(self, other: "Outcome") -> None:
        """What became of a batch, once it is committed."""
        self.imported += other.imported
        self.unchanged += other.unchanged
        self.repaired += other.repaired
        self.refused += other.refused

    def refuse(self, line: int, reason: str) -> None:
        """Note a line that is not taken."""
        self.refused.append(RefusedLine(line, reason))

    def payload(self) -> dict[str, Any]:
        """As JSON has it, lines in order."""
        self.refused.sort(key=lambda one: one.line)
        return asdict(self)
