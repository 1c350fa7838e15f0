"""A row that is put together at once is refused for what stands outside its number: place, name, any wrong cell."""

from datetime import date
from uuid import UUID

import pytest

from bench.registry_people import number
from residents.declaration.files import shipped
from residents.sheets.header import Header
from residents.sheets.pieces import Piece
from residents.sheets.staging import Plan, Stager
from residents.vault.keyring import read

KEYS = ("name", "id_number_enc", "birth_date", "sex", "grid_code", "residence_area", "phone")
GOOD = {
    "name": "王小明", "id_number_enc": number(5), "birth_date": f"{number(5)[6:10]}-{number(5)[10:12]}-{number(5)[12:14]}", "sex": "",
    "grid_code": "440310001001001", "residence_area": "440310001001", "phone": "13800000005",
}  # fmt: skip


def staged(*rows, bytewise):
    header = Header(1, KEYS, KEYS)
    plan = Plan(UUID(int=1), shipped(), header, read("1:aes:" + "A" * 43).current, "440310001", "1", "x", "4", None, "", date(2026, 12, 1))
    cells = [[row[key] for key in KEYS] for row in rows]
    text = "".join(",".join(row) + "\n" for row in cells).encode()
    whole = Piece(line=2, text=text, encoding="utf-8")
    return Stager(plan).stage(whole if bytewise else Piece(rows=tuple((at + 2, row) for at, row in enumerate(cells))))


@pytest.mark.parametrize("bytewise", [True, False])
@pytest.mark.parametrize(
    ("changes", "column", "why"),
    [
        ({"grid_code": "440310002001001"}, "grid_code", "area_outside"), ({"grid_code": "440310001002001"}, "grid_code", "area_outside"),
        ({"grid_code": "44031000100100"}, "grid_code", "code_unknown"), ({"name": ""}, "name", "required"),
        ({"phone": "12"}, "phone", "phone_form"), ({"name": "王\x01"}, "name", "control_characters"),
    ],
)  # fmt: skip
def test_f1_one_fault_beside_a_right_number_refuses_its_row_alone(changes, column, why, bytewise):
    found = staged(GOOD, GOOD | changes, GOOD, bytewise=bytewise)
    assert found.findings == [(3, column, why, False)]
    assert (found.rows, found.refused, len(found.copy), found.last_line) == (3, 1, 2, 4)


def test_what_the_number_tells_is_kept_as_if_it_had_been_given():
    blank, given = staged(GOOD, GOOD | {"sex": "2" if int(number(5)[16]) % 2 == 0 else "1"}, bytewise=True).copy
    assert len(blank) == len(given)
