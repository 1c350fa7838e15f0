"""Sentences on pages read as Chinese is written: a name stands in them without blanks, a number with them."""

import re

import pytest

from tests.house.walls.files import ROOT

NAME = r"%\((?:name|who)\)s"
BLANKS = re.compile(rf"[\u4e00-\u9fff] {NAME}|{NAME} [\u4e00-\u9fff]")


def spaced(text: str) -> list[str]:
    """Messages in which a blank stands between a name and a Chinese word."""
    return [line for line in re.findall(r'^(?:msgid )?"(.*)"$', text, re.MULTILINE) if BLANKS.search(line)]


def test_no_blank_stands_round_a_chinese_name() -> None:
    assert spaced((ROOT / "locale/en/LC_MESSAGES/django.po").read_text()) == []


@pytest.mark.parametrize("line", ["由 %(name)s办理", "%(who)s 已认领", "给 %(name)s 的链接"])
def test_a_blank_is_noticed(line: str) -> None:
    """The red control."""
    assert spaced(f'msgid "{line}"\nmsgstr "by %(name)s"') == [line]
