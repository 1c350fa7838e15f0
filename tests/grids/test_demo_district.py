"""The demo district as a whole: it loads quickly, wholly, and once."""

from datetime import timedelta

import pytest
from django.db import connection

from governance.access.actor import SYSTEM_ACTOR
from grids import queries
from grids.actions import merge_grids
from grids.actions.demo import DISTRICT, load_demo_district
from grids.models import Building, Division, Dwelling, Grid
from tests.grids.ground import NOON, entries

pytestmark = pytest.mark.django_db


def test_the_demo_district_is_sound_loads_once_and_stays_redrawn():
    done = load_demo_district(actor=SYSTEM_ACTOR, at=NOON)
    assert done.grids >= 200
    assert done.buildings >= 2000
    assert done.dwellings > 10_000
    assert queries.current_grids().count() == done.grids
    assert queries.soundness(district=DISTRICT).sound
    assert not Building.objects.filter(grid_code="").exists()
    assert Division.objects.get(pk="440310").approximate is False
    assert Division.objects.get(pk="440310001001").approximate is True
    again = load_demo_district(actor=SYSTEM_ACTOR, at=NOON + timedelta(hours=1))
    assert (again.divisions, again.outlines, again.grids, again.buildings, again.dwellings) == (0, 0, 0, 0, 0)
    assert Dwelling.objects.count() == done.dwellings
    assert len(entries("grid.published")) == 1
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    first = Grid.objects.order_by("code").values_list("code", flat=True)[0]
    other = next(code for code in queries.neighbours([first]) if code[:12] == first[:12])
    merge_grids(actor=SYSTEM_ACTOR, at=NOON + timedelta(hours=2), codes=[first, other], into=first)
    load_demo_district(actor=SYSTEM_ACTOR, at=NOON + timedelta(hours=3))
    assert queries.grid_at(code=other) is None
