"""The page of the record: in words, by person, verb and day, for the auditor alone."""

import pytest

from governance.ledger import words
from tests.governance.test_keeping import browser
from tests.town import Town


def test_an_entry_is_told_in_words_with_the_number_of_its_case(town: Town):
    case = town.case()
    row = next(one for one in browser(town, "ann").get("/ledger/").context["rows"] if one["entry"].object_id == str(case.pk))
    assert (row["who"], row["post"], row["did"], row["kind"]) == ("Bob", "网格员", "上报", "案件")
    assert row["named"].name == case.number


@pytest.mark.parametrize(
    ("query", "found"), [("who=bob", True), ("who=alice", False), ("did=incident.reported", True), ("did=user.added", False)]
)
def test_entries_are_found_by_person_and_by_verb(town: Town, query: str, found: bool):
    case = town.case()
    rows = browser(town, "ann").get(f"/ledger/?{query}").context["rows"]
    assert any(one["entry"].object_id == str(case.pk) for one in rows) is found


def test_entries_are_found_by_day(town: Town):
    town.case()
    day = town.at.astimezone().date().isoformat()
    ann = browser(town, "ann")
    assert ann.get(f"/ledger/?since={day}&did=incident.reported").context["rows"]
    assert not ann.get("/ledger/?until=2001-01-01").context["rows"]


@pytest.mark.parametrize(("query", "field"), [("who=nobody", "who"), ("since=tomorrow", "since"), ("until=9999-99-99", "until")])
def test_what_is_no_person_and_no_day_is_named(town: Town, query: str, field: str):
    answer = browser(town, "ann").get(f"/ledger/?{query}")
    assert (answer.status_code, list(answer.context["refused"].fields)) == (400, [field])


def test_a_second_word_for_a_verb_is_a_mistake():
    with pytest.raises(ValueError, match=r"user\.added"):
        words.declare_words(verbs={"user.added": "x"}, kinds={})


def test_a_verb_of_an_older_program_is_shown_as_it_is():
    assert words.verb_word("gone.by") == "gone.by"
