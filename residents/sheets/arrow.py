"""Checks the bytes of whole lines by Arrow (整块校验): a column is cut, its different texts are found and rows are put together in C++.

Only plain pieces: every line as wide as the header, no quote, no blank line. For all others `table_of_bytes` gives nothing, and
`tables.table_of_rows` does the same row by row; a test holds both together. Arrow is loaded when it is first needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from residents.declaration.field import CLASSES
from residents.sheets.columns import Column
from residents.sheets.csvfile import LONGEST_CELL
from residents.sheets.pieces import Piece
from residents.sheets.tables import Layout, Table

MANY = 100
"""From so many different texts on a column is asked as a whole what is kept as it was written."""


@cache
def arrow() -> Any:
    """The library, of which one thread is used: other processes have the other cores."""
    import pyarrow as pa  # noqa: PLC0415  (60 MB that only an import needs)
    import pyarrow.compute  # noqa: PLC0415
    import pyarrow.csv  # noqa: PLC0415

    pa.set_cpu_count(1)
    return pa


def table_of_bytes(layout: Layout, piece: Piece) -> Table | None:
    """The table of a piece of a file, or nothing when it must be read row by row."""
    text = piece.text if piece.encoding == "utf-8" else piece.text.decode(piece.encoding).encode()
    skipped = max(0, piece.after + 1 - piece.line)
    for _line in range(skipped):
        text = text[text.find(b"\n") + 1 :]
    if not text or text[:1] in b"\r\n" or b"\n\n" in text or b"\n\r\n" in text or b"\0" in text:
        return None
    columns = cut(text, piece.delimiter, layout.width)
    return table_of(layout, columns, piece.line + skipped) if columns else None


@dataclass
class Cells:
    """A column that was cut: its different texts, and for each row which of them."""

    different: Any
    which: Any

    @cached_property
    def texts(self) -> list[str]:
        """The different texts."""
        found: list[str] = self.different.to_pylist()
        return found


def cut(text: bytes, delimiter: str, width: int) -> list[Cells] | None:
    """The columns; nothing when a line has another width or a cell is too long.

    That the bytes are UTF-8 was found when the file was opened.
    """
    pa = arrow()
    names = [str(at) for at in range(width)]
    read = pa.csv.ReadOptions(use_threads=False, column_names=names, block_size=len(text) + 1)
    parse = pa.csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False)
    kinds = dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string()))
    convert = pa.csv.ConvertOptions(column_types=kinds, null_values=[], strings_can_be_null=False, check_utf8=False)
    try:
        table = pa.csv.read_csv(pa.BufferReader(text), read_options=read, parse_options=parse, convert_options=convert)
    except pa.ArrowInvalid:
        return None
    found = []
    for column in table.columns:
        [chunk] = column.chunks
        if pa.compute.max(pa.compute.utf8_length(chunk.dictionary)).as_py() > LONGEST_CELL:
            return None
        found.append(Cells(chunk.dictionary, chunk.indices))
    return found


def table_of(layout: Layout, columns: Sequence[Cells], first: int) -> Table:
    """Check the different texts of each column, and put the rows together."""
    pa = arrow()
    count = len(columns[0].which)
    found = Table(range(first, first + count), lambda at: [cells.texts[cells.which[at].as_py()] for cells in columns])
    pieces: list[list[Any]] = [[] for _label in CLASSES]
    for column in layout.columns:
        cells = columns[column.at]
        made = pieces_of(column, cells)
        if column.place is not None and made is not None:
            pieces[column.place].append(made.take(cells.which))
        if column.read:
            found.read[column.key] = spread(column.values(cells.texts), cells.which)
        if column.wrong:
            faults(found, column, cells)
    found.sealed = [pa.compute.binary_join_element_wise(*parts, b"").to_pylist() if parts else [b""] * count for parts in pieces]
    found.places = {key: spread(columns[at].texts, columns[at].which) for at, key in layout.places}
    return found


def pieces_of(column: Column, cells: Cells) -> Any:
    """For each different text the piece that is sealed, or nothing when all are blank. What is kept as it was written is not looked at."""
    pa = arrow()
    if column.as_written is None or len(cells.different) < MANY:
        made = column.pieces(cells.texts)
        return pa.array(made, pa.binary()) if any(made) else None
    plain = pa.compute.match_substring_regex(cells.different, column.as_written)
    joined = pa.compute.binary_join_element_wise(pa.scalar(column.before, pa.binary()), cells.different.cast(pa.binary()), b"")
    others = pa.compute.invert(plain)
    rest = column.pieces(cells.different.filter(others).to_pylist())
    return pa.compute.replace_with_mask(joined, others, pa.array(rest, pa.binary())) if rest else joined


def spread(values: Sequence[str], indices: Any) -> list[str]:
    """A value for each row."""
    return list(map(values.__getitem__, indices.to_pylist()))


def faults(found: Table, column: Column, cells: Cells) -> None:
    """Note the wrong texts of a column."""
    wrong = dict(column.faults(cells.texts))
    for at, which in enumerate(cells.which.to_pylist()) if wrong else ():
        if which in wrong:
            found.wrong.setdefault(at, []).append((column.key, wrong[which]))
