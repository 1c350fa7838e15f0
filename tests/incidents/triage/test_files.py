"""Files of others are read whatever their form, and refused by name when they tell nothing."""

import codecs

import pytest

from incidents.triage.files import UnknownForm, rows_of

WHOLE = [{"类别": "井盖", "街道": "龙田"}, {"类别": "路灯", "街道": ""}]


@pytest.mark.parametrize(
    "raw",
    [
        "类别,街道\n井盖,龙田\n路灯,\n".encode(),
        codecs.BOM_UTF8 + "街道,类别\r\n龙田,井盖\r\n,路灯\r\n".encode(),
        "类别,街道\n井盖,龙田\n路灯,\n".encode("gb18030"),
        "类别,街道\n井盖,龙田\n路灯,\n".encode("utf-16"),
        "\n 类别 , 街道\n\n井盖 , 龙田,多出来的\n,,\n路灯\n".encode(),
        "类别,,街道,街道\n井盖,x,龙田,别处\n路灯,,,\n".encode(),
        "类别,街道\n井\x00盖,龙田\n路灯,\n".encode(),
    ],
)
def test_the_same_rows_come_out_of_every_form(raw, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(raw)
    assert rows_of(path) == WHOLE


def test_a_broken_byte_costs_its_own_character_only(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes("类别,街道\n井盖,龙田\n路灯,坪山".encode() + b"\xff\n")
    assert rows_of(path)[0] == {"类别": "井盖", "街道": "龙田"}
    assert rows_of(path)[1]["类别"] == "路灯"


def test_a_quoted_cell_may_have_lines_of_its_own(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text('类别,街道\n"井\n盖",龙田\n')
    assert rows_of(path) == [{"类别": "井\n盖", "街道": "龙田"}]


def test_an_empty_file_is_refused_by_name(tmp_path):
    path = tmp_path / "nothing.csv"
    path.write_text("\n \n")
    with pytest.raises(UnknownForm, match="nothing"):
        rows_of(path)
