"""A file cut into pieces is the file: the same rows with the same lines, wherever it is cut, and quotes never cross a cut."""

import csv
import io
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from residents.sheets import pieces
from residents.sheets.opening import open_sheet
from residents.sheets.unreadable import Unreadable

CELLS = st.text(alphabet='王a1"\n\r,; \t十', max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=25)


def cut(path, after=0):
    return [row for piece in pieces.pieces_of(open_sheet(path), after) for row in piece.read()]


def outcome(read):
    """The rows, or why the file cannot be read: a semicolon more than commas makes another table of it."""
    try:
        return read()
    except Unreadable as broken:
        return broken.why


@settings(max_examples=150, deadline=None)
@given(
    table=TABLES, size=st.integers(1, 60), end=st.sampled_from(["\n", "\r\n"]), encoding=st.sampled_from(["utf-8", "gb18030", "utf-8-sig"])
)
def test_any_cut_gives_the_rows_and_lines_of_the_whole(tmp_path_factory, table, size, end, encoding):
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows([["姓名", "x"], *table])
    path = tmp_path_factory.mktemp("cut") / "a.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "CHUNK", size)
        patch.setattr(pieces, "ROWS", 2)
        whole = outcome(lambda: list(open_sheet(path).rows()))
        assert outcome(lambda: cut(path)) == whole
        for line in () if isinstance(whole, str) else [line for line, _row in whole[:3]]:
            assert cut(path, after=line) == [row for row in whole if row[0] > line]


def test_bytes_are_cut_where_no_quote_stands_and_rows_where_one_does(tmp_path, monkeypatch):
    monkeypatch.setattr(pieces, "CHUNK", 12)
    path = tmp_path / "a.csv"
    path.write_text('姓名,址\n王,一\n李,"二\n里"\n张,三\n赵,四\n', encoding="utf-8")
    found = list(pieces.pieces_of(open_sheet(path), 0))
    assert {bool(piece.text) for piece in found} == {True, False}
    assert [row for piece in found for row in piece.read()] == [
        (1, ["姓名", "址"]), (2, ["王", "一"]), (3, ["李", "二\n里"]), (5, ["张", "三"]), (6, ["赵", "四"]),
    ]  # fmt: skip


def test_a_helper_tells_where_a_file_is_broken(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名\n" + "x" * 20_000 + "\n", encoding="utf-8")
    with pytest.raises(Unreadable) as found:
        cut(path)
    again = pickle.loads(pickle.dumps(found.value))  # noqa: S301  (as a helper process sends it)
    assert (again.why, again.line, str(again)) == ("cell_too_long", 2, str(found.value))
