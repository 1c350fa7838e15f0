"""What Arrow makes of a piece is what is made of it row by row; what it cannot read whole it leaves alone."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from residents.declaration.files import shipped
from residents.sheets import arrow
from residents.sheets.arrow import table_of_bytes
from residents.sheets.columns import Column
from residents.sheets.pieces import Piece
from residents.sheets.tables import Layout, table_of_rows

KEYS = ("name", "birth_date", "living_alone", "phone", "residence_area", "employer")
TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "张三",
            "2020-01-02",
            "2020-13-01",
            "是",
            "也许",
            "13800000000",
            "8613800000000",
            "+8613800000000",
            "1380000",
            "138000000001234567",
            "１３８００００００００",
            "NULL",
            "NA",
            "1.50",
        ]
    ),
    st.text(alphabet="王a1 é\x01'#\\", max_size=4),
)
ROWS = st.lists(st.lists(TEXTS, min_size=len(KEYS), max_size=len(KEYS)), min_size=1, max_size=12)


def layout():
    fields = shipped().by_key
    columns = [Column(at, fields[key]) for at, key in enumerate(KEYS) if key != "residence_area"]
    return Layout(columns, [(4, "residence_area")], len(KEYS))


def told(table):
    return (
        list(table.lines), [list(one) for one in table.sealed], {key: list(one) for key, one in table.read.items()},
        {key: list(one) for key, one in table.places.items()}, table.wrong, [list(table.cells(at)) for at in range(len(table.lines))],
    )  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    rows=ROWS,
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
    after=st.integers(0, 4),
    many=st.sampled_from([1, 100]),
)
def test_both_ways_find_the_same(rows, end, encoding, after, many):
    with patch.object(arrow, "MANY", many):
        same_both_ways(rows, end, encoding, after)


def same_both_ways(rows, end, encoding, after):
    text = end.join(",".join(row) for row in rows) + end
    piece = Piece(line=3, text=text.encode(encoding), encoding=encoding, delimiter=",", after=after)
    found = table_of_bytes(layout(), piece)
    read = list(piece.read())
    if len(read) < len(rows) - max(0, after - 2):  # a line of nothing: row by row it is passed over at once
        return
    if read:
        assert found is not None
        assert told(found) == told(table_of_rows(layout(), read))
    else:
        assert found is None


@pytest.mark.parametrize(
    "text", ["a,b\n", "a,b,c,d,e,f\n\na,b,c,d,e,f\n", "\na,b,c,d,e,f\n", "a,b,c,d,e,f,g\n", f"{'a' * 10001},b,c,d,e,f\n", "a,b,c,d,\0,f\n"]
)
def test_what_is_no_plain_table_is_read_row_by_row(text):
    assert table_of_bytes(layout(), Piece(line=1, text=text.encode(), encoding="utf-8", delimiter=",")) is None
