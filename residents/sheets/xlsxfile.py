"""Rows of an XLSX file (XLSX 读取), behind a gate: what it unpacks to is counted before a reader sees it (E8, E9)."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from residents.sheets.csvfile import LONGEST_CELL, MOST_COLUMNS, Row
from residents.sheets.unreadable import Unreadable

MOST_UNPACKED, MOST_PARTS, MOST_RATIO, SMALL = 192 << 20, 200, 150, 4 << 20
DIGITS_KEPT = 10**15
"""A number of 16 digits or more has lost its last ones in a float (F4)."""
PRECISION_LOST = "\x00precision_lost"
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<\x00!\x00D\x00O", b"\x00<\x00!\x00D\x00O")
CHUNK = 1 << 20


def gate(path: Path) -> None:
    """Unreadable for a bomb, a broken archive, or parts that declare entities. Names inside the archive are never used."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise Unreadable("xlsx_too_large")
            packed = sum(part.compress_size for part in parts)
            total = 0
            for part in parts:
                with archive.open(part) as file:
                    last = b""
                    while chunk := file.read(CHUNK):
                        total += len(chunk)
                        if total > MOST_UNPACKED or (total > SMALL and total > packed * MOST_RATIO):
                            raise Unreadable("xlsx_too_large")
                        if any(word in last + chunk for word in DECLARATIONS):
                            raise Unreadable("xlsx_entities")
                        last = chunk[-16:]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Unreadable("xlsx_broken") from error


def rows(path: Path) -> Iterator[Row]:
    """Each row of the first sheet that is not blank, as text. The workbook's own date epoch is honoured (F5)."""
    gate(path)
    try:
        reader: Any = import_module("python_calamine")  # only where XLSX is read
    except ImportError as error:
        raise Unreadable("xlsx_reader_missing") from error
    try:
        with reader.CalamineWorkbook.from_path(str(path)) as book:
            sheet = book.get_sheet_by_index(0)
            for line, row in enumerate(sheet.iter_rows(), start=(sheet.start[0] if sheet.start else 0) + 1):
                if len(row) > MOST_COLUMNS:
                    raise Unreadable("too_many_columns", line=line)
                texts = [text_of(cell) for cell in row]
                if any(len(text) > LONGEST_CELL for text in texts):
                    raise Unreadable("cell_too_long", line=line)
                if any(texts):
                    yield line, texts
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("xlsx_broken") from error


def text_of(cell: Any) -> str:
    """A typed cell as the text a person would have written."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float | int):
        if abs(cell) >= DIGITS_KEPT:
            return PRECISION_LOST
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else str(cell or "")
