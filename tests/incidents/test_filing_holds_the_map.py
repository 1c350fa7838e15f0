"""A case is never filed into a grid that is ending at that moment (B11)."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction
from shapely import LineString

from governance.access.actor import SYSTEM_ACTOR
from grids import queries as grids
from grids.actions import split_grid
from grids.parting import Parting
from grids.queries.holding import MAP
from tests.town import Town, build_town

HELD = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted AND pid = pg_backend_pid()
AND (classid::bigint << 32 | objid::bigint) = %s
"""


@pytest.fixture
def built(transactional_db: None) -> Town:
    return build_town()


def test_b11_a_case_placed_by_a_map_that_changed_a_moment_ago_stands_on_the_new_grid(built: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_module("grids.queries.editions"), "WINDOW", 3600.0)  # this process looks at the edition no more
    old = grids.locate(lon=114.302, lat=22.705).code
    split_grid(
        actor=SYSTEM_ACTOR,
        at=built.at + timedelta(hours=1),
        code=built.grid,
        by=Parting(line=LineString([(114.305, 22.69), (114.305, 22.72)])),
    )
    in_force = set(grids.current_grids().values_list("code", flat=True))
    assert old not in in_force
    assert grids.locate(lon=114.302, lat=22.705).code == old, "the premise: what this process keeps is behind"
    west, east = built.case(lon=114.302, lat=22.705), built.case(lon=114.308, lat=22.705)
    assert {west.code, east.code} <= in_force
    assert west.code != east.code


def test_b11_filing_holds_the_map_until_it_commits(built: Town):
    with transaction.atomic(), connection.cursor() as cursor:
        built.case()
        cursor.execute(HELD, [MAP])
        assert cursor.fetchone() == (1,)
    with connection.cursor() as cursor:
        cursor.execute(HELD, [MAP])
        assert cursor.fetchone() == (0,)
