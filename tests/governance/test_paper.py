"""PDF files carry their Chinese text, and a machine without the font says so."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from governance.errors import Away
from governance.paper import Paper

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)


def test_a_page_has_the_signs_it_needs_and_no_more() -> None:
    paper = Paper(title="坪山区 2026年10月考核", at=AT)
    paper.rows(["指标", "数值"], [["结案率", "96.4%"]] * 60)
    body = paper.made()
    assert body.startswith(b"%PDF-")
    assert len(body) < 100_000
    assert paper.page_no() == 2


def test_without_the_font_it_is_refused_and_says_what_is_missing(settings, tmp_path: Path) -> None:
    settings.PDF_FONT = tmp_path / "none.ttc"
    with pytest.raises(Away, match="字体"):
        Paper(title="x", at=AT)
