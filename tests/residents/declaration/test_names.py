"""Readers see fields, groups, purposes and codes in their language; files stay in the office's."""

import re

import pytest
from django.utils import translation

from residents.declaration.files import code_tables, code_words, shipped
from residents.declaration.kinds import checker

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_everything_shipped_has_both_names():
    for english in (False, True):
        with translation.override("en" if english else "zh-hans"):
            told = [text for one in shipped().fields for text in (one.named, one.section, one.reason)]
            told += [name for table in code_tables() for name in code_words(table).values()]
        assert [text for text in told if bool(CHINESE.search(text)) is english] == []


@pytest.mark.parametrize("text", ["2", "女", "female", "Female"])
def test_a_code_is_taken_by_either_name(text: str):
    assert checker(shipped().by_key["sex"])(text) == "2"


def test_the_notice_to_residents_names_the_fields_in_english(client, fields):
    with translation.override("en"):
        page = client.get("/privacy/notice/", headers={"accept-language": "en"}).content.decode()
    assert shipped().by_key["emergency_phone"].label_en in page
    assert shipped().by_key["emergency_phone"].label not in page
