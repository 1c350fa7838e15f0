"""No door opens a transaction."""

from pathlib import PurePosixPath

import pytest

from tests.house.walls.doors import is_door, transactions
from tests.house.walls.files import report, sources, text


def test_no_door_has_a_transaction() -> None:
    doors = [path for path in sources() if is_door(path)]
    assert doors
    found = [finding for path in doors for finding in transactions(path, text(path))]
    assert not found, report(found)


@pytest.mark.parametrize(
    "planted",
    [
        "from django.db import transaction",
        "from django.db import connection, transaction as t",
        "import django.db.transaction",
        "from django.db.transaction import atomic",
        "django.db.transaction.atomic()",
    ],
)
@pytest.mark.parametrize("door", ["incidents/api/x.py", "grids/web/x.py", "incidents/live.py", "grids/management/commands/load_x.py"])
def test_a_planted_transaction_is_found(planted: str, door: str) -> None:
    assert [finding.line for finding in transactions(PurePosixPath(door), f"\n{planted}\n")] == [2]


def test_an_action_may_have_one() -> None:
    assert transactions(PurePosixPath("incidents/actions/filing.py"), "from django.db import transaction") == []
