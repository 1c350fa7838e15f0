"""A22: text is taken as it is, or refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.privacy import DirtyText, clean_text


@pytest.mark.parametrize(
    "text",
    ["", "两行\r\n\t字", "😀" * 400, "👨\u200d👩\u200d👧", "\u202eevil", "مرحبا", "  空格  ", "𠮷", "\ue000", "a\u0301", "\u2028"],
)
def test_a22_ordinary_and_odd_text_is_kept_exactly(text: str) -> None:
    assert clean_text(text, max_length=400) == text


@pytest.mark.parametrize(
    ("text", "problem", "position"),
    [
        ("a\0b", "nul", 1),
        ("半个\ud83d", "lone_surrogate", 2),
        ("\udc00", "lone_surrogate", 0),
        ("\x1b[31m", "control_character", 0),
        ("a\x7f", "control_character", 1),
        ("a\x85", "control_character", 1),
        ("a\x0b", "control_character", 1),
        ("字" * 401, "too_long", 400),
        (None, "not_text", 0),
        (b"bytes", "not_text", 0),
        (12, "not_text", 0),
    ],
)
def test_a22_what_breaks_storage_or_logs_is_refused_by_name(text: object, problem: str, position: int) -> None:
    with pytest.raises(DirtyText) as caught:
        clean_text(text, max_length=400)
    assert (caught.value.problem, caught.value.position, caught.value.status) == (problem, position, 400)
    assert str(caught.value)
    assert caught.value.payload()["problem"] == problem


@given(st.text(st.characters(), max_size=60))
def test_a22_what_is_taken_is_unchanged_and_can_be_stored(text: str) -> None:
    try:
        taken = clean_text(text, max_length=50)
    except DirtyText:
        assert len(text) > 50 or any(ord(sign) < 32 or 127 <= ord(sign) < 160 or 0xD800 <= ord(sign) < 0xE000 for sign in text)
    else:
        assert taken == text
        assert "\0" not in taken
        assert taken.encode().decode() == text
