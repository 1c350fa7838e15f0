"""Check characters of identity numbers and credit codes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from governance.privacy import is_id_number, is_uscc, read_id_number
from governance.privacy.numbers import USCC_SIGNS
from tests.governance.privacy.people import WIDE, id_numbers, legacy_numbers, with_check


def test_the_known_good_numbers_are_good() -> None:
    assert is_id_number("360426199101010071")
    assert is_uscc("91110000600037341L")


def test_f6_width_blanks_and_a_small_x_do_not_matter() -> None:
    number = next(number for n in range(999) if (number := with_check(f"44030419900307{n:03}")).endswith("X"))
    spaced = f"{number[:6]} {number[6:14]}　{number[14:]}"
    for text in (number, number.lower(), number.translate(WIDE), spaced):
        found = read_id_number(text)
        assert found is not None
        assert found.number == number


def test_f7_permits_of_hong_kong_and_foreigners_are_numbers_too() -> None:
    for place in ("810000", "820000", "830000", "911156"):
        assert is_id_number(with_check(f"{place}19910101007"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "360426199101010072",  # wrong check
        "36042619910101007",  # too short
        "3604261991010100711",
        "O60426199101010071",  # a letter for a zero is never guessed
        "360426 199101010071a",
        "①60426199101010071",
        with_check("99042619910229007"),  # no such day
        with_check("16042619910101007"),  # no such province
        with_check("36042617910101007"),  # nobody is that old
        "440310001001001",  # a grid code
        "110105700230001",  # 30 February 1970
    ],
)
def test_what_is_no_identity_number_is_none(text: str) -> None:
    assert not is_id_number(text)


def test_f8_nobody_is_born_tomorrow() -> None:
    number = with_check("36042620261123007")
    assert is_id_number(number)
    assert not is_id_number(number, on=date(2026, 11, 22))
    assert is_id_number(number, on=date(2026, 11, 23))


def test_a_number_says_birth_and_sex_and_hides_itself() -> None:
    found = read_id_number("360426199101010071")
    assert found is not None
    assert (found.born, found.male, found.legacy) == (date(1991, 1, 1), True, False)
    assert "1991" not in repr(found)


@given(id_numbers)
def test_every_made_up_number_is_valid(number: str) -> None:
    assert is_id_number(number)


@given(legacy_numbers)
def test_every_legacy_number_is_valid_and_known_as_such(number: str) -> None:
    found = read_id_number(number)
    assert found is not None
    assert found.legacy


@given(number=id_numbers, place=st.integers(0, 16), sign=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(number: str, place: int, sign: str) -> None:
    wrong = number[:place] + sign + number[place + 1 :]
    assert is_id_number(wrong) == (wrong == number)


@given(place=st.integers(0, 17), sign=st.sampled_from(USCC_SIGNS + "IOSVZ"))
def test_one_wrong_sign_of_a_credit_code_is_always_found(place: int, sign: str) -> None:
    right = "91110000600037341L"
    wrong = right[:place] + sign + right[place + 1 :]
    assert is_uscc(wrong) == (wrong == right)
    assert not is_uscc(right.lower())
    assert not is_uscc(right[:-1])


@given(
    st.text(alphabet="0123456789", min_size=6, max_size=6),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.integers(0, 999),
    st.sampled_from("0123456789X"),
)
def test_f6_an_independent_program_says_the_same_of_every_mainland_number(area: str, born: date, serial: int, last: str) -> None:
    number = f"11{area[2:]}{born:%Y%m%d}{serial:03}{last}"
    assert is_id_number(number) == (ric.calc_check_digit(number) == last)


@given(st.text(alphabet=USCC_SIGNS, min_size=17, max_size=17), st.sampled_from(USCC_SIGNS))
def test_an_independent_program_says_the_same_of_every_credit_code(body: str, last: str) -> None:
    assert is_uscc(body + last) == (uscc.calc_check_digit(body) == last)
