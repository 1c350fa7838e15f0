"""A standard may have one meaning at one digit and at two (GB/T 4761): it is offered once, and what is kept stays as it is."""

import pytest

from residents.declaration.files import code_choices, code_tables, twins
from residents.declaration.kinds import checker
from residents.web.forms import options_of
from tests.residents.declaration.test_kinds import FIELDS


@pytest.mark.parametrize("table", sorted(code_tables()))
def test_each_meaning_is_offered_once_and_none_is_left_out(table):
    labels = [label for _code, label in code_choices(table)]
    assert len(labels) == len(set(labels))
    assert set(labels) == set(code_tables()[table].values())


def test_what_is_offered_is_what_an_import_takes_for_the_label():
    check = checker(FIELDS["relation_to_householder"])
    assert all(check(label) == code for code, label in code_choices("relation"))
    assert twins("relation")["1"] == "10"


def test_a_kept_code_is_the_one_that_is_offered_so_that_saving_changes_nothing():
    offered = dict(options_of(FIELDS["relation_to_householder"], "1"))
    assert offered["1"] == "配偶"
    assert "10" not in offered
    assert offered["20"] == "子"
