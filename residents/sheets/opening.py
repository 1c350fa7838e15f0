"""Opens a file as a table (打开表格): by its content, not its name."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from residents.sheets import csvfile, xlsxfile
from residents.sheets.encoding import encoding_of
from residents.sheets.header import SEARCHED
from residents.sheets.unreadable import Unreadable

ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that is a table: its encoding and its content's hash."""

    path: Path
    encoding: str
    digest: bytes

    def rows(self) -> Iterator[csvfile.Row]:
        """All rows, from the first."""
        return xlsxfile.rows(self.path) if self.encoding == "xlsx" else csvfile.rows(self.path, self.encoding)

    def first(self) -> list[csvfile.Row]:
        """The rows among which the header is."""
        return list(islice(self.rows(), SEARCHED))


def open_sheet(path: Path) -> Sheet:
    """The table of a file; Unreadable when it is none."""
    with path.open("rb") as file:
        start = file.read(8)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").digest()
    if start.startswith(ZIP):
        xlsxfile.gate(path)
        return Sheet(path, "xlsx", digest)
    if start.startswith((OLE, PDF)):
        raise Unreadable("format_unknown")
    return Sheet(path, encoding_of(path), digest)
