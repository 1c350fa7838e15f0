"""Hot spots on the page and the screen: of one's own area, with what was expected, seen, and how sure that is."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from evaluation.actions.scan_hot_spots import scan_hot_spots
from evaluation.models import HotSpot
from evaluation.queries.screen.cases import last_day
from evaluation.queries.screen.days import midnight
from governance.access.actor import SYSTEM_ACTOR
from governance.errors import NotAllowed
from governance.ledger.models import Entry
from grids import queries as grids
from incidents.models import Incident
from tests.town import CELLS, DISTRICT, OTHER_STREET, STREET, Town


@pytest.fixture
def flare(town: Town) -> None:
    """A case a week in each grid for nine weeks, and ten in Bob's within the last days."""
    last = midnight(last_day(town.at)) + timedelta(hours=9)
    moments = [(grid, last - timedelta(days=7 * week + number % 7)) for number, grid in enumerate(sorted(CELLS)) for week in range(9)]
    moments += [(town.grid, last - timedelta(days=number % 3)) for number in range(10)]
    for grid, moment in moments:
        made = town.case(by="bob" if grid == town.grid else "alice" if grid.startswith(STREET) else "carol", grid=grid)
        Incident.objects.filter(pk=made.pk).update(received_at=moment)
    cache.clear()


def test_what_is_unusual_is_found_recorded_and_shown_to_its_area(as_: Any, town: Town, flare: None) -> None:
    found = scan_hot_spots(actor=SYSTEM_ACTOR, district=DISTRICT, at=town.at, deals=99)
    assert found[0].code == town.grid
    assert found[0].seen >= 10 > found[0].expected
    assert found[0].p <= 0.05
    entry = Entry.objects.get(verb="hotspots.scanned")
    assert entry.detail == {"cases": len(CELLS) * 9 + 10, "deals": 99, "found": len(found)}
    page = as_("alice").get("/screen/hot-spots/").content.decode()
    assert "第001网格" in page
    assert f"<strong>{found[0].seen}</strong>" in page
    spot = as_("leo").get("/screen/figures/").json()["spots"][0]
    assert (spot["code"], spot["seen"]) == (town.grid, found[0].seen)
    middle = grids.centre_of(town.grid)
    assert middle is not None
    assert spot["at"] == [middle.lat, middle.lon], "the ring stands on the grid itself, whatever the wall's map is coloured by"
    assert as_("carol").get("/screen/figures/", {"code": OTHER_STREET}).json()["spots"] == []
    assert "第001网格" not in as_("carol").get("/screen/hot-spots/").content.decode()


def test_a_scan_replaces_the_one_before_and_gives_the_same(town: Town, flare: None) -> None:
    first, again = (scan_hot_spots(actor=SYSTEM_ACTOR, district=DISTRICT, at=town.at, deals=39) for _n in range(2))
    assert [(one.codes, one.seen, one.p) for one in first] == [(one.codes, one.seen, one.p) for one in again]
    assert HotSpot.objects.count() == len(again)


def test_only_timers_scan_and_only_desk_and_oversight_look(as_: Any, town: Town) -> None:
    with pytest.raises(NotAllowed):
        scan_hot_spots(actor=town.actor("leo"), district=DISTRICT, at=town.at)
    assert [as_(name).get("/screen/hot-spots/").status_code for name in ("alice", "leo", "bob", "sam", "")] == [200, 200, 403, 403, 302]


def test_without_cases_there_is_nothing_and_no_error(town: Town) -> None:
    assert scan_hot_spots(actor=SYSTEM_ACTOR, district=DISTRICT, at=town.at) == []


def test_a_merged_case_is_not_counted_twice(town: Town, flare: None) -> None:
    survivor = Incident.objects.exclude(code=town.grid).first()
    Incident.objects.filter(code=town.grid).update(state="merged", survivor=survivor)
    assert not [
        one
        for one in scan_hot_spots(actor=SYSTEM_ACTOR, district=DISTRICT, at=town.at, deals=39)
        if town.grid in one.codes and one.p < 0.05
    ]
