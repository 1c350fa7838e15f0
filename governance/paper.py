"""PDF pages in Chinese (打印页): one font of the system, A4, page numbers. For whatever is handed over on paper."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.fonts import FontFace

from governance.errors import Away

FAMILY = "cjk"
PALE = 205
"""The grey of a watermark: to be read on paper, and not in the way."""
HEAD = FontFace(fill_color=(232, 238, 248))
SIMPLIFIED = 2
"""Which font of a Noto CJK collection has the mainland's forms."""


class Paper(FPDF):
    """An A4 document whose text is set in the font of `settings.PDF_FONT`; `flat` lays it on its side, `mark` is a watermark of each page.

    Raises Away when the font is not there: a PDF without its characters would be worse than none.
    """

    def __init__(self, *, title: str, at: datetime, flat: bool = False, mark: str = "") -> None:
        self.mark = mark
        super().__init__(orientation="L" if flat else "P", unit="mm", format="A4")
        font = Path(settings.PDF_FONT)
        if not font.is_file():
            raise Away(_("服务器缺少中文字体，无法生成 PDF。"))
        self.add_font(FAMILY, fname=font, collection_font_number=SIMPLIFIED if font.suffix == ".ttc" else 0)
        self.set_title(title)
        self.printed = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
        self.set_margin(14)
        self.set_auto_page_break(auto=True, margin=16)
        self.alias_nb_pages()
        self.add_page()
        self.heading(title, 16)

    def header(self) -> None:
        """The watermark, pale and across the whole page, so that a copy of any part tells who made it."""
        if not self.mark:
            return
        self.set_font(FAMILY, size=11)
        self.set_text_color(PALE)
        for top in range(50, int(self.h), 62):
            with self.rotation(24, x=10, y=top):
                self.text(10, top, self.mark)
        self.set_text_color(0)

    def footer(self) -> None:
        """When it was made, and the page's number."""
        self.set_y(-12)
        self.set_font(FAMILY, size=8)
        self.cell(0, 6, f"{self.printed}    {self.page_no()}/{{nb}}", align="C")

    def heading(self, text: str, size: int = 12) -> None:
        """A line that stands above what follows."""
        self.set_font(FAMILY, size=size)
        self.multi_cell(0, size * 0.6, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(1)

    def words(self, text: str, size: int = 9) -> None:
        """A paragraph."""
        self.set_font(FAMILY, size=size)
        self.multi_cell(0, size * 0.55, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(1)

    def rows(self, head: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[int] | None = None) -> None:
        """A table; its head stands again on each page."""
        self.set_font(FAMILY, size=8)
        with self.table(col_widths=tuple(widths) if widths else None, line_height=5, text_align="LEFT", headings_style=HEAD) as table:
            for line in [head, *rows]:
                row = table.row()
                for cell in line:
                    row.cell(cell)
        self.ln(2)

    def made(self) -> bytes:
        """The file."""
        return bytes(self.output())
