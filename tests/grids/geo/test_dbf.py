"""The encoding of an attribute table that does not name it."""

import struct

import pytest

from grids.geo import FileRefused
from grids.geo.dbf import dbf_encoding

WIDTH = 10


def table(*texts: bytes, column: bytes = b"name") -> bytes:
    """A dBase III table of one text column, ten bytes wide, and one number column."""
    columns = [
        column.ljust(11, b"\0") + b"C" + bytes(4) + bytes([WIDTH]) + bytes(15),
        b"n".ljust(11, b"\0") + b"N" + bytes(4) + b"\x03" + bytes(15),
    ]
    start = 32 + 32 * len(columns) + 1
    header = b"\x03\x7e\x0b\x16" + struct.pack("<IHH", len(texts), start, 1 + WIDTH + 3) + bytes(20)
    return header + b"".join(columns) + b"\r" + b"".join(b" " + text[:WIDTH].ljust(WIDTH) + b" 12" for text in texts) + b"\x1a"


@pytest.fixture
def encoding_of(tmp_path):
    def encoding(content: bytes) -> str:
        path = tmp_path / "layer.dbf"
        path.write_bytes(content)
        return dbf_encoding(path)

    return encoding


def test_f3_utf8_and_gbk_are_told_apart(encoding_of):
    assert encoding_of(table("六联".encode())) == "UTF-8"
    assert encoding_of(table("六联社区".encode("gbk"))) == "GB18030"
    assert encoding_of(table(b"plain")) == "UTF-8"


def test_f3_a_text_cut_off_inside_a_character_is_still_utf8(encoding_of):
    long = "六联社区居委会".encode()
    with pytest.raises(UnicodeDecodeError):
        long[:WIDTH].decode()
    assert encoding_of(table(long)) == "UTF-8"


def test_f3_a_chinese_column_name_counts_too(encoding_of):
    assert encoding_of(table(b"x", column="名称".encode("gbk"))) == "GB18030"


def test_f3_every_row_counts(encoding_of):
    assert encoding_of(table(b"x", b"y", "六联社区".encode("gbk"))) == "GB18030"


@pytest.mark.parametrize("content", [table(b"\xff\xff\xff"), b"", b"\x03"])
def test_f3_a_table_of_no_encoding_or_no_table_is_refused(encoding_of, content):
    with pytest.raises(FileRefused) as refused:
        encoding_of(content)
    assert refused.value.code == "broken_file"
