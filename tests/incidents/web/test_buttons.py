"""Each step of the workflow has a face, and no two that stand together share a key."""

import re

import pytest
from django.template.loader import render_to_string

from governance.access.roles import Role
from incidents.web.buttons import FACES, RESULTS, buttons
from incidents.workflow import START, STEPS, State, verbs_from

DESK = {Role.CLERK, Role.DISPATCHER, Role.DUTY_CHIEF}


def test_every_step_of_a_case_has_a_face() -> None:
    assert {step.verb for step in STEPS if START not in step.sources} <= set(FACES)


@pytest.mark.parametrize("state", State.values)
def test_on_the_desk_no_two_buttons_share_a_key(state: str) -> None:
    keys = [FACES[step.verb].key for step in verbs_from(state) if step.roles & DESK and FACES[step.verb].key]
    assert len(keys) == len(set(keys))
    assert not set("ABSZ") & set(keys)  # the first proposal's; drawing, order and undo are the board's own


def test_the_help_of_the_board_names_every_key_of_the_desk() -> None:
    named = set(re.findall(r"<kbd>(\w)</kbd>", render_to_string("desk/_keys.html")))
    keys = {FACES[step.verb].key for step in STEPS if step.roles & DESK and step.verb in FACES} - {""}
    assert keys <= named, sorted(keys - named)


def test_every_field_that_a_step_needs_is_asked_for() -> None:
    asked = {step.verb: set(FACES[step.verb].fields) for step in STEPS if step.verb in FACES}
    missing = {step.verb: set(step.needs) - asked[step.verb] - {"handler", "point"} for step in STEPS if step.verb in asked}
    assert not {verb for verb, fields in missing.items() if fields}


def test_a_look_offers_its_results() -> None:
    assert {value for value, _label in RESULTS["verify"]} == {"exists", "absent", "unclear"}
    assert {value for value, _label in RESULTS["check"]} == {"passed", "failed"}


def test_taking_a_dispatch_back_is_no_button_of_the_case() -> None:
    assert buttons([{"verb": "recall", "label": "撤回派遣"}]) == []


def test_an_unknown_step_still_has_a_button() -> None:
    assert [(one.verb, one.fields) for one in buttons([{"verb": "new_step", "label": "新"}])] == [("new_step", ())]
