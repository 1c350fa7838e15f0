"""Reading tables: the gate before XLSX, the encodings, the bounds. Cases E8, E9, F3, F4, F11."""

import zipfile

import pytest

from residents.declaration.files import shipped
from residents.sheets import binary
from residents.sheets.header import find_header, is_total, names
from residents.sheets.opening import open_sheet
from residents.sheets.unreadable import Unreadable
from residents.sheets.xlsxfile import PRECISION_LOST, gate, text_of
from tests.residents.imports.files import table, xlsx


def refused(path):
    with pytest.raises(Unreadable) as found:
        list(open_sheet(path).rows())
    return found.value.why


def test_e8_a_bomb_is_refused_before_a_reader_sees_it(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("sheet1.xml", "w", force_zip64=True) as part:
        for _n in range(64):
            part.write(b" " * (1 << 20))
    assert path.stat().st_size < 1 << 20
    assert refused(path) == "xlsx_too_large"


def test_e8_a_size_that_lies_does_not_help(tmp_path):
    path = xlsx(tmp_path, table(1))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert refused(path) == "xlsx_broken"
    path.write_bytes(b"PK\x03\x04" + bytes(200))
    assert refused(path) == "xlsx_broken"


def test_e8_many_parts_are_refused(tmp_path):
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(300):
            archive.writestr(f"../../etc/{n}", "x")
    assert refused(path) == "xlsx_too_large"
    assert not (tmp_path.parent.parent / "etc").exists()


@pytest.mark.parametrize("declaration", ['<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">'])
def test_e9_entities_are_refused(tmp_path, declaration):
    assert refused(xlsx(tmp_path, table(1), declaration=declaration)) == "xlsx_entities"


def test_an_honest_workbook_passes_the_gate(tmp_path):
    gate(xlsx(tmp_path, table(50)))


@pytest.mark.parametrize(
    ("body", "why"),
    [(b"", "empty"), (b"%PDF-1.7", "format_unknown"), (b"\xd0\xcf\x11\xe0\xa1\xb1", "format_unknown"), ("姓名,a".encode("utf-16-le"), "unmarked_utf16"),
     (b'a,"b\n', "csv_broken"), (b"a," * 600, "too_many_columns"), (b"a" * 20_000, "cell_too_long")],
)  # fmt: skip
def test_what_is_no_table_is_said_to_be_none(tmp_path, body, why):
    path = tmp_path / "a.csv"
    path.write_bytes(body)
    assert refused(path) == why


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_each_usual_delimiter_is_seen_and_lines_are_counted(tmp_path, delimiter):
    path = tmp_path / "a.csv"
    path.write_text(f'姓名{delimiter}电话\r\n"王\r\n五"{delimiter}1\r\n\r\n赵六{delimiter}2\r\n', encoding="utf-8", newline="")
    assert list(open_sheet(path).rows()) == [(1, ["姓名", "电话"]), (2, ["王\r\n五", "1"]), (5, ["赵六", "2"])]


def test_f4_a_long_number_in_a_cell_is_marked_and_never_rounded():
    assert text_of(110105194912310021.0) == PRECISION_LOST
    assert text_of(13812345678.0) == "13812345678"
    assert text_of(1.5) == "1.5"


def test_f11_the_header_is_found_by_known_names():
    known = names(shipped())
    rows = [(1, ["登记表"]), (2, ["基本", ""]), (3, ["姓 名", "Phone"]), (4, ["王五", "1"])]
    header = find_header(rows, known, required="name", template="residents-1", computed=frozenset())
    assert (header.line, header.keys) == (3, ("name", "phone"))
    assert is_total(["", "总计：5人"])
    assert not is_total(["王合计"])


def test_binary_rows_are_as_the_manual_says():
    assert binary.integers([]) == b"\x00\x00\x00\x0c" + bytes(8) + b"\x00\x00\x00\x17"
    assert binary.integers([b"\0\0\0\1", b"\xff\xff\xff\xfe"])[24:] == b"\0\0\0\4\0\0\0\1\0\0\0\4\xff\xff\xff\xfe"
    assert binary.day("2000-01-02") == b"\x00\x00\x00\x04\x00\x00\x00\x01"
    assert binary.raw(None) == binary.NULL == binary.day("")
