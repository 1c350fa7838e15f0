"""G1, E14: personal numbers in free text."""

import re
import unicodedata
from itertools import pairwise
from re import _constants, _parser  # type: ignore[attr-defined]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.privacy import PersonalKind, find_personal, finding, hygiene, masks, redact
from tests.governance.privacy.people import chinese, id_numbers, legacy_numbers, mobiles, typed


def bare(text: str) -> str:
    """All digits of a text, however they were typed."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isdigit() or sign == "X")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我叫张三，身份证360426199101010071，电话１３８－００１３－８０００。", "我叫张三，身份证360***********0071，电话138****8000。"),
        ("13800138000360426199101010071", "138****8000360***********0071"),
        ("+86 138 0013 8000、8613800138000、013800138000", "138****8000、138****8000、138****8000"),
        ("座机：84621234，(0755)84621234，0755 8462 1234", "座机：****1234，(0755-****1234，0755-****1234"),
        ("3 6 0 4 2 6 1 9 9 1 0 1 0 1 0 0 7 1", "360***********0071"),
        ("老身份证130503670401001号", "老身份证130********1001号"),
        ("两个号13800138000,13900139000", "两个号138****8000,139****9000"),
    ],
)
def test_g1_numbers_are_masked_where_they_stand(text: str, masked: str) -> None:
    assert redact(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "住15-2-301-20261122",
        "网格440310001001001",
        "案件4403102026112200001号",
        "部件3205080101000001",
        "统一代码911100006000373418",
        "2026-11-22 08:00 在22.706512,114.346321",
        "坐标130.12345678",
        "８栋１２０１，共3户",
        "热线12345、110、400-820-8820",
        "8a1f2b3c-1380-4013-800f-0123456789ab",
        "e3b0c44298fc1c14913800138000b4ca495991b7",
        "金额13800元",
        "360426199101010072",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert redact(text) == text


@given(before=chinese, after=chinese, data=st.data())
def test_g1_an_identity_number_is_found_however_it_is_typed(before: str, after: str, data: st.DataObject) -> None:
    number = data.draw(st.one_of(id_numbers, legacy_numbers))
    shown = data.draw(typed(number, (6, 14) if len(number) == 18 else (6, 12)))
    text = before + shown + after
    assert [(span.kind, text[span.start : span.end]) for span in find_personal(text)] == [(PersonalKind.ID_NUMBER, shown)]
    assert number not in bare(redact(text))
    assert redact(text).startswith(before)
    assert redact(text).endswith(after)


@given(before=chinese, after=chinese, data=st.data())
def test_g1_a_mobile_number_is_found_however_it_is_typed(before: str, after: str, data: st.DataObject) -> None:
    number = data.draw(mobiles)
    shown = data.draw(typed(number, data.draw(st.sampled_from([(), (3, 7), (3, 6), (7,), (4, 8), tuple(range(1, 11))]))))
    text = before + shown + after
    assert [(span.kind, text[span.start : span.end]) for span in find_personal(text)] == [(PersonalKind.MOBILE, shown)]
    assert number not in bare(redact(text))


@given(st.text(max_size=200))
def test_any_text_is_searched_without_harm(text: str) -> None:
    spans = find_personal(text)
    assert all(earlier.end <= later.start for earlier, later in pairwise(spans))
    masked = redact(text)
    at = 0
    for start, end in zip([0, *(span.end for span in spans)], [*(span.start for span in spans), len(text)], strict=True):
        at = masked.index(text[start:end], at) + end - start  # what stands between is kept, in order
    assert spans or masked == text


@given(
    st.lists(
        st.one_of(st.sampled_from(["-", " ", "1", "138", "０", "19", "电话", "0755", "+86", "X", "("]), mobiles, id_numbers), max_size=40
    )
)
def test_number_soup_is_searched_without_harm(parts: list[str]) -> None:
    text = "".join(parts)
    for span in find_personal(text):
        assert span.value not in redact(text[span.start : span.end])
        assert span.value not in repr(span)


SOUPS = [
    "1",
    "1-",
    "1---",
    "- ",
    "19",
    "201912",
    "360426199101010071",
    "360426199101010072",
    "138 ",
    "13-123-",
    "电话",
    "0755-8462-",
    "ab1",
    "１２３",
]


@pytest.mark.parametrize("soup", SOUPS)
def test_e14_a_hundred_kilobytes_of_anything_is_searched(soup: str) -> None:
    text = soup * (100_000 // len(soup))
    assert (len(find_personal(text)) > 0) == (soup in {"360426199101010071", "0755-8462-"})


def repeats(tree: object, depth: int = 0) -> list[tuple[int, int]]:
    """(depth, most) of each repetition in a parsed pattern, depth counting repetitions around it."""
    found = []
    for item in tree if isinstance(tree, list | tuple | _parser.SubPattern) else []:
        if isinstance(item, tuple) and len(item) == 2 and item[0] in {_constants.MAX_REPEAT, _constants.MIN_REPEAT}:
            _, most, inner = item[1]
            found.append((depth, most))
            found += repeats(inner, depth + (most > 1))
        else:
            found += repeats(item, depth)
    return found


def risky(pattern: str) -> bool:
    """Unbounded, or a repetition of something that itself repeats more than 3 times."""
    most = [most for _, most in repeats(_parser.parse(pattern))]
    nested = [most for depth, most in repeats(_parser.parse(pattern)) if depth]
    return any(m == _constants.MAXREPEAT for m in most) or any(m > 3 for m in nested)


def test_e14_every_pattern_is_bounded() -> None:
    modules = (finding, hygiene, masks)
    patterns = {name: value.pattern for module in modules for name, value in vars(module).items() if isinstance(value, re.Pattern)}
    assert len(patterns) >= 8
    assert [name for name, pattern in patterns.items() if risky(pattern)] == []


@pytest.mark.parametrize("pattern", [r"(\d+-)*", r"\d+", r"(?:\d{1,9}x){1,9}"])
def test_e14_a_planted_risky_pattern_is_found(pattern: str) -> None:
    assert risky(pattern)
