"""Limits: text in, text out, seconds, labels."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from incidents.clock import BadLimit, Limit, LimitKind

DATA = Path(__file__).parents[3] / "incidents" / "data"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2 urgent_hour", 7_200),
        ("0.25 urgent_hour", 900),
        ("1 urgent_day", 86_400),
        ("4 work_hour", 14_400),
        ("5 work_day", 5 * 8 * 3600),
        ("15 calendar_day", 15 * 86_400),
    ],
)
def test_a_limit_reads_its_text_and_writes_it_back(text: str, seconds: int) -> None:
    limit = Limit.parse(text)
    assert (str(limit), limit.seconds) == (text, seconds)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4",
        "work_hour",
        "4 hours",
        "0 work_day",
        "-1 work_day",
        "1e3 work_day",
        "NaN work_day",
        "10001 work_day",
        "４ work_hour",
        "4  work_hour",
        "0.0001 urgent_hour",
        "4 work_hour\nx",
    ],
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(BadLimit):
        Limit.parse(text)


@given(hundredths=st.integers(1, 1_000_000), kind=st.sampled_from(LimitKind))
def test_every_limit_survives_the_way_through_text(hundredths: int, kind: LimitKind) -> None:
    part = 20 if kind is LimitKind.URGENT_MINUTE else 100  # whole seconds only
    limit = Limit(amount=min(Decimal(hundredths) / part, Decimal(10_000)), kind=kind)
    assert Limit.parse(str(limit)) == limit


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("4 work_hour", "4 工作时"),
        ("3 work_day", "3 工作日"),
        ("0.5 work_day", "4 工作时"),
        ("0.25 urgent_hour", "15 分钟"),
        ("0.5 work_hour", "30 分钟（工作时间）"),
        ("2 urgent_hour", "2 紧急工作时"),
        ("2 urgent_day", "2 紧急工作日"),
        ("15 calendar_day", "15 自然日"),
    ],
)
def test_a_limit_is_labelled_in_words(text: str, label: str) -> None:
    with translation.override("zh-hans"):
        assert Limit.parse(text).label == label


def test_every_limit_that_ships_can_be_read() -> None:
    with (DATA / "standards.csv").open(encoding="utf-8", newline="") as file:
        texts = [row[column] for row in csv.DictReader(file) for column in ("shortest_limit", "longest_limit")]
    assert len(texts) == 858
    assert {Limit.parse(text).kind for text in texts} >= {LimitKind.URGENT_HOUR, LimitKind.WORK_DAY}
