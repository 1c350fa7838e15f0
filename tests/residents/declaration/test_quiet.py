"""Whoever is passed over in silence, many at once, is somebody of whom the checks one by one say nothing."""

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.registry_people import number
from residents.declaration.checking import Checked, Checking
from residents.declaration.files import shipped
from residents.declaration.quiet import quiet

TODAY = date(2026, 12, 1)
GOOD, UNBORN, PERMIT = "110105194912310021", "110105203012310021", "810000199408230021"
NUMBERS = st.one_of(
    st.sampled_from(
        [
            "",
            GOOD,
            "11010519491231002X",
            "110105491231002",
            PERMIT,
            UNBORN,
            f"{GOOD}1",
            "G12345678",
            "110105194902300021",
            "台胞证一二三",
            f"{GOOD[:17]}Ⅹ",
        ]
    ),
    st.integers(0, 2_000_000).map(number),
)
DAYS = st.sampled_from(["", "1949-12-31", "2018-12-31", "1880-01-01", "2030-12-31", "1949-02-28"])
ROWS = st.fixed_dictionaries({
    "id_number_enc": NUMBERS, "birth_date": DAYS, "sex": st.sampled_from(["", "0", "1", "2", "9"]),
    "id_type": st.sampled_from(["", "10", "11", "20", "30", "40", "99"]), "legal_basis": st.sampled_from(["", "1", "2", "3"]),
})  # fmt: skip


def fitting(row, fits):
    """A row whose day is that of its number, where it is told to fit."""
    text = row["id_number_enc"]
    return row | {"birth_date": f"{text[6:10]}-{text[10:12]}-{text[12:14]}"} if fits and len(text) == 18 and text[6:14].isdigit() else row


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(st.tuples(ROWS, st.booleans()), min_size=1, max_size=8), basis=st.sampled_from(["1", "2"]))
@example(rows=[({"id_number_enc": number(5), "birth_date": "", "sex": "", "id_type": "10", "legal_basis": ""}, True)], basis="1")
def test_who_is_passed_over_has_nothing_to_be_said(rows, basis):
    people = [fitting(row, fits) for row, fits in rows]
    columns = {key: [person[key] for person in people] for key in people[0]}
    for told, person in zip(quiet(columns, len(people), today=TODAY, basis=basis), people, strict=True):
        if told is not None:
            found = Checked(dict(person))
            Checking(shipped(), today=TODAY).together(found, basis, "health_status")
            assert not found.wrong
            assert not found.flags
            assert found.values == person | ({"sex": told} if told else {})


def test_a_good_row_is_passed_over_and_one_fault_makes_it_looked_at():
    day = f"{number(5)[6:10]}-{number(5)[10:12]}-{number(5)[12:14]}"
    good = {"id_number_enc": number(5), "birth_date": day, "sex": "", "id_type": "10", "legal_basis": ""}
    assert one(good) in {"1", "2"}
    assert one(good | {"sex": one(good)}) == ""
    other = {"1": "2", "2": "1"}[one(good)]
    wrong_check = number(5)[:17] + ("0" if number(5)[17] != "0" else "1")
    for fault in (
        {"birth_date": "1949-12-31"}, {"birth_date": ""}, {"sex": other}, {"id_type": "20"}, {"legal_basis": "2"},
        {"id_number_enc": wrong_check}, {"id_number_enc": number(5) + "1"}, {"id_number_enc": ""},
        {"id_number_enc": "台胞证一二三"}, {"birth_date": "一九四九"},
    ):  # fmt: skip
        assert one(good | fault) is None, fault


def one(person):
    """What is told of one person alone."""
    return quiet({key: [value] for key, value in person.items()}, 1, today=TODAY, basis="1")[0]
