"""Tables of figures as files (导出文件): a workbook with numbers as numbers, and paper. No cell becomes a formula (E2)."""

import io
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from evaluation.cards.cells import Cell, Line, Sheet
from evaluation.cards.overview import Whole
from governance.paper import Paper
from residents.sheets.writing import safe

TITLE = 31
"""Letters that a workbook allows in the name of a sheet."""
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def details_sheet(whole: Whole) -> Sheet:
    """The indicators of a subject as a table, with the sentences that explain the scores."""
    head = [_("本期"), _("分子"), _("分母"), _("上期同时段"), _("权重（%）"), _("关账时"), _("说明")]
    empty = Cell("")
    lines = [
        Line(
            one.name,
            one.indicator.code,
            [
                one.now,
                one.top,
                one.bottom,
                one.before,
                Cell(str(one.weight), float(one.weight)) if one.weight else empty,
                one.frozen or empty,
                Cell(one.meaning),
            ],
        )
        for one in whole.details
    ]
    words = [sentence for one in whole.scores for sentence in (f"{one.name}：{one.made}", one.moved)]
    return Sheet(_("各项指标"), head, lines, words)


def workbook(*, title: str, sheets: Sequence[Sheet], by: str, at: datetime) -> bytes:
    """An XLSX file: one sheet for each table, who took it and when in its last rows."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet((sheet.title or title).translate(FORBIDDEN)[:TITLE])
        page.freeze_panes = "B3"
        for number in range(1, len(sheet.head) + 2):
            page.column_dimensions[get_column_letter(number)].width = 30 if number == 1 else 14
        bold = WriteOnlyCell(page, value=safe(title))
        bold.font = Font(bold=True, size=13)
        page.append([bold])
        page.append([_("名称"), *(safe(name) for name in sheet.head)])
        for line in sheet.lines:
            page.append([safe(line.name), *(typed(cell) for cell in line.cells)])
        for words in sheet.words:
            page.append([safe(words)])
        page.append([])
        page.append([_("导出人：%(by)s，%(at)s") % {"by": by, "at": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"}])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typed(cell: Cell) -> float | int | str | None:
    """A number as a number; "no data" as words, never as 0."""
    if cell.number is None:
        return safe(cell.text) if cell.text else None
    return int(cell.number) if float(cell.number).is_integer() else round(cell.number, 2)


def printed(*, title: str, sheets: Sequence[Sheet], by: str, at: datetime) -> bytes:
    """The same on paper."""
    paper = Paper(title=title, at=at, flat=True)
    for sheet in sheets:
        paper.heading(sheet.title)
        for words in sheet.words:
            paper.words(words)
        rows = [[line.name, *(cell.text + (f" {cell.grade}" if cell.grade else "") for cell in line.cells)] for line in sheet.lines]
        paper.rows([_("名称"), *sheet.head], rows, widths=widths(sheet))
    paper.words(_("导出人：%(by)s") % {"by": by})
    return paper.made()


def widths(sheet: Sheet) -> list[int]:
    """The first column is wide, and so is one of words."""
    longest = [max((len(line.cells[n].text) for line in sheet.lines), default=4) for n in range(len(sheet.head))]
    return [22, *(40 if longest[n] > 16 else 10 for n in range(len(sheet.head)))]  # noqa: PLR2004
