"""Values are taken in one form or refused with a reason; nothing is guessed."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.privacy.numbers import ID_CHECKS, ID_WEIGHTS
from residents.declaration import masks, numbers
from residents.declaration.files import shipped
from residents.declaration.kinds import AS_WRITTEN, PLAIN, checker
from residents.declaration.reasons import REASONS, Wrong

FIELDS = shipped().by_key


def taken(key, text):
    return checker(FIELDS[key])(text)


def refused(key, text):
    with pytest.raises(Wrong) as wrong:
        checker(FIELDS[key])(text)
    assert wrong.value.code in REASONS
    return wrong.value.code


@pytest.mark.parametrize("text", ["2026-01-31", "2026/1/31", "2026.1.31", "2026年1月31日", "20260131", "２０２６-01-31"])
def test_f5_a_clear_date_is_taken(text):
    assert taken("birth_date", text) == "2026-01-31"


@pytest.mark.parametrize(
    "text", ["2026.2.30", "31/01/2026", "01/02/03", "民国50年1月1日", "二〇二六年一月", "2026-1", "46053", "1.2.2026", "腊月初八"]
)
def test_f5_an_ambiguous_or_impossible_date_is_refused(text):
    assert refused("birth_date", text) in {"date_form", "date_impossible"}


def test_f6_full_width_digits_and_a_small_x_are_one_number():
    assert numbers.written(" １１０１０５ 19491231 002x ") == "11010519491231002X"
    assert numbers.problem_of("11010519491231002X", "") is None


def test_f6_an_o_for_a_zero_is_not_guessed():
    assert numbers.problem_of("36O426199101010071", "10") == "document_form"
    assert numbers.problem_of("360426199101010072", "10") == "document_check"


def test_f6_fifteen_digits_are_kept_as_their_own_kind():
    assert numbers.kind_of("360426910101007") == numbers.LEGACY
    assert numbers.birth_of("360426910101007").isoformat() == "1991-01-01"


def with_check(body):
    return body + ID_CHECKS[sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, body, strict=True)) % 11]


def test_f7_numbers_from_beyond_the_mainland_have_their_own_kind():
    assert numbers.kind_of(with_check("81000019910101007")) == numbers.PERMIT
    assert numbers.kind_of(with_check("91011519910101007")) == numbers.FOREIGN
    assert numbers.problem_of("E12345678", "40") is None
    assert numbers.problem_of("E12345678", "") == "document_form"


def test_f8_a_birth_date_that_does_not_exist_is_no_number():
    assert numbers.kind_of(with_check("36042620990230007")) is None


@pytest.mark.parametrize("name", ["买买提·艾山江", "𠮷野", "張偉", "王\ue000"])
def test_f9_rare_characters_are_stored_exactly(name):
    assert taken("name", name) == name


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800", "\x1b[31m"])
def test_control_characters_are_refused(text):
    assert refused("name", text) == "control_characters"


def test_a_code_is_taken_by_its_number_or_its_name():
    assert taken("sex", "女") == taken("sex", "２") == taken("sex", "2") == "2"
    assert refused("sex", "F") == "code_unknown"


@pytest.mark.parametrize(("key", "text"), [("phone", "１３８ 1234-5678"), ("phone", "+8613812345678"), ("phone", "(138)12345678")])
def test_a_phone_has_one_form(key, text):
    assert taken(key, text) == "13812345678"


def test_numbers_stay_within_their_columns():
    assert taken("floor_area", "123456.78") == "123456.78"
    assert refused("floor_area", "1234567.1") == refused("floor_area", "1.234") == "decimal_size"
    assert refused("floor_area", "1e5") == refused("floor_area", "NaN") == "decimal_form"
    assert refused("floor_no", "70000") == "integer_size"
    assert refused("name", "长" * 51) == "too_long"


def test_masks_show_what_the_law_book_of_masks_says():
    assert masks.masked("name", "张伟") == "张*"
    assert masks.masked("phone", "13812341234") == "138****1234"
    assert masks.masked("number", "440304199101010071") == "440***********0071"
    assert masks.masked("address", "坪山区锦绣路12号金田花园3栋1201室") == "坪山区锦绣路12号金田花园3栋***"
    assert masks.masked("date", "1991-01-02") == "1991-**-**"
    assert masks.masked("unheard of", "secret") == masks.HIDDEN


@pytest.mark.parametrize("value", ["张", "1", "12345", "某村五组", "", "3栋", "A", "12号"])
@pytest.mark.parametrize("mask", ["name", "number", "phone", "address", "whole"])
def test_no_mask_gives_back_a_short_value_whole(mask, value):
    assert value == "" or masks.masked(mask, value) != value


def test_every_declared_field_has_a_checker_and_a_purpose():
    for field in shipped().fields:
        assert callable(checker(field))
        assert field.purposes
        assert field.purpose
    assert len(shipped().fields) == 185
    assert checker(replace(FIELDS["name"], size=""))("x") == "x"


@pytest.mark.parametrize("kind", AS_WRITTEN)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_what_is_kept_as_it_was_written_is_what_the_check_makes_of_it(kind, data):
    text = data.draw(st.from_regex(re.compile(AS_WRITTEN[kind].replace("$", r"\Z"), re.ASCII)))
    assert PLAIN[kind](text) == text
