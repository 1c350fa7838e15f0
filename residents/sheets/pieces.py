"""Cuts a table into pieces that helper processes can check (分块). Pure.

A piece of a CSV file is its bytes where no cell is quoted: whole lines, found without reading cells, so that the reading
itself is done by the helpers. Where a quote stands, and in XLSX and UTF-16, a piece is rows that were read here.
"""

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from residents.sheets.csvfile import Row, checked_rows, delimiter_of
from residents.sheets.opening import Sheet

CHUNK = 8 << 20
"""Bytes of a piece."""
ROWS = 2000
"""Rows of a piece that was read here."""
BYTEWISE = frozenset({"utf-8", "utf-8-sig", "gb18030"})
"""Encodings in which the bytes of a line's end and of a quote mean nothing else."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a file: read ones, or the bytes of whole lines that begin at `line`; of them those behind `after`."""

    line: int = 0
    rows: tuple[Row, ...] = ()
    text: bytes = b""
    encoding: str = ""
    delimiter: str = ","
    after: int = 0

    def read(self) -> Iterator[Row]:
        """The rows, with the line each begins at; Unreadable as `csvfile.rows`."""
        if not self.text:
            yield from self.rows
            return
        reader = csv.reader(io.StringIO(self.text.decode(self.encoding), newline=""), delimiter=self.delimiter, strict=True)
        for line, row in checked_rows(reader, self.line):
            if line > self.after:
                yield line, row


def pieces_of(sheet: Sheet, after: int) -> Iterator[Piece]:
    """The rows of a sheet behind a line, in order, piece by piece."""
    if sheet.encoding in BYTEWISE:
        yield from _byte_pieces(sheet, after)
        return
    source = (row for row in sheet.rows() if row[0] > after)
    while rows := tuple(islice(source, ROWS)):
        yield Piece(rows=rows)


def _byte_pieces(sheet: Sheet, after: int) -> Iterator[Piece]:
    delimiter, line, encoding = delimiter_of(sheet.path, sheet.encoding), 1, sheet.encoding
    with sheet.path.open("rb") as file:
        while chunk := file.read(CHUNK):
            chunk += file.readline()
            if b'"' not in chunk and chunk.count(b"\r") == chunk.count(b"\r\n"):
                lines = chunk.count(b"\n")
                if line + lines > after:
                    yield Piece(line=line, text=chunk, encoding=encoding, delimiter=delimiter, after=after)
                line += lines
            else:
                rows: list[Row] = []
                for begin, end, row in _rows_here(chunk, file, encoding, delimiter, line):
                    line = end
                    if begin > after and any(row):
                        rows.append((begin, row))
                    if len(rows) >= ROWS:
                        yield Piece(rows=tuple(rows))
                        rows = []
                if rows:
                    yield Piece(rows=tuple(rows))
            encoding = "utf-8" if encoding == "utf-8-sig" else encoding


def _rows_here(chunk: bytes, file: BinaryIO, encoding: str, delimiter: str, line: int) -> Iterator[tuple[int, int, list[str]]]:
    """The rows of a chunk, each with its line and that of the next one. A row that goes on behind the chunk is read to its end."""
    waiting = deque(lines_of(chunk.decode(encoding)))

    def lines() -> Iterator[str]:
        while True:
            if not waiting:
                waiting.extend(lines_of(file.readline().decode(encoding)))
            if not waiting:
                return
            yield waiting.popleft()

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    for begin, row in checked_rows(reader, line, blank=True):
        yield begin, line + reader.line_num, row
        if not waiting:
            return


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text, as a file opened without translation gives them."""
    return io.StringIO(text, newline="")
