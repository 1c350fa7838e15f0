"""E13, G2: one line of JSON, whatever is logged."""

import json
import logging
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.logs import JSONFormatter


def line(message: str, *args: object, **extra: object) -> str:
    record = logging.makeLogRecord({"name": "test", "levelname": "INFO", "msg": message, "args": args, **extra})
    return JSONFormatter().format(record)


@given(st.text(st.characters(), max_size=80))
def test_e13_nothing_in_a_message_breaks_the_line(text: str) -> None:
    written = line("%s", text, note=text)
    assert not [sign for sign in written if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}]
    assert written.encode()
    assert set(json.loads(written)) == {"at", "level", "logger", "message", "note"}


def test_e13_an_escape_sequence_cannot_rewrite_the_screen() -> None:
    written = line('\x1b[2J\x9b2J\r\n{"level": "ERROR"}\u202e')
    assert json.loads(written)["level"] == "INFO"
    assert not {"\x1b", "\x9b", "\r", "\n", "\u202e"} & set(written)


def test_g2_numbers_of_people_are_masked_in_messages_extras_and_tracebacks() -> None:
    canaries = ["360426199101010071", "13800138000"]
    try:
        raise ValueError("身份证 360426199101010071")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    written = line("电话 %s", "13800138000", exc_info=info, note="13800138000", stack_info="13800138000")
    assert not [canary for canary in canaries if canary in written]
    assert "ValueError" in json.loads(written)["traceback"]
    assert "138****8000" in written


def test_chinese_stays_readable_and_time_is_utc() -> None:
    written = line("派遣完成", created=1_795_305_600.5)
    assert "派遣完成" in written
    assert json.loads(written)["at"] == "2026-11-22T00:00:00.500+00:00"


@pytest.mark.parametrize("value", [object(), {"password": "x"}, ["secret"]])
def test_only_plain_extras_go_out(value: object) -> None:
    assert "extra_thing" not in json.loads(line("x", extra_thing=value))
    assert json.loads(line("x", status_code=500, share=float("nan")))["status_code"] == 500
