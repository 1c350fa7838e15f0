"""The state of a case is set in one function, `_move`, and nowhere else.

Only incidents are walked: no import rises, so nobody below can hold a case. An import run has a state of its own.
"""

import ast
from pathlib import PurePosixPath

import pytest

from tests.house.walls.files import report, sources, text
from tests.house.walls.states import HOME, MOVE, changes, state_changes

ACTION = PurePosixPath("incidents/actions/dispatch.py")


def test_only_move_sets_the_state() -> None:
    found = [finding for path in sources() if path.parts[0] == "incidents" for finding in state_changes(path, text(path))]
    assert not found, report(found)


def test_move_does_set_it() -> None:
    homes = [path for path in sources() if HOME in path.parents and f"def {MOVE}(" in text(path)]
    assert len(homes) == 1, homes
    assert list(changes(ast.parse(text(homes[0]))))


@pytest.mark.parametrize(
    "planted", ["case.state = 'closed'", "del case.state", "setattr(case, 'state', 'closed')", "cases.update(state='x')"]
)
def test_a_planted_change_is_found(planted: str) -> None:
    for path in (ACTION, PurePosixPath("incidents/web/desk.py")):
        assert [finding.line for finding in state_changes(path, f"def close(case, cases):\n    {planted}\n")] == [2]


def test_the_one_function_may_but_only_in_its_own_room() -> None:
    source = "def _move(case):\n    case.state = 'closed'\n"
    assert state_changes(ACTION, source) == []
    assert state_changes(PurePosixPath("incidents/cards.py"), source) != []


def test_reading_the_state_is_free() -> None:
    assert state_changes(ACTION, "def is_open(case):\n    return case.state == 'open'\n") == []
