"""Writes tables that people open in a spreadsheet (导出表格): no cell becomes a formula (E2), every file names who took it."""

import csv
import io
from collections.abc import Iterable, Sequence

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it."""
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def csv_file(*, watermark: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV that spreadsheets read as UTF-8: the watermark, the header, the rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe(watermark)])
    writer.writerow([safe(text) for text in header])
    writer.writerows([safe(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
