"""Cases when grids are redrawn."""

from datetime import timedelta

from shapely import LineString

from governance.access.actor import SYSTEM_ACTOR
from governance.ledger.models import Entry
from grids import queries as grids
from grids.actions import merge_grids, split_grid
from grids.models import Grid
from grids.parting import Parting
from incidents.models import Incident
from incidents.workflow import OPEN
from tests.incidents.walking import step, to
from tests.town import STREET, Town


def test_b11_a_split_moves_every_open_case_by_its_position_and_history_keeps_the_old_code(town: Town):
    west = town.case(lon=114.302, lat=22.705)
    east = town.case(lon=114.308, lat=22.705)
    at_community = town.case(lon=None, lat=None, community=f"{STREET}001")
    closed = town.case(lon=114.308, lat=22.7051)
    Incident.objects.filter(pk=closed.pk).update(state="closed", closed_at=town.at)
    split_grid(
        actor=SYSTEM_ACTOR,
        at=town.at + timedelta(hours=1),
        code=town.grid,
        by=Parting(line=LineString([(114.305, 22.69), (114.305, 22.72)])),
    )
    in_force = set(grids.current_grids().values_list("code", flat=True))
    now = {case.pk: case.code for case in Incident.objects.all()}
    assert now[west.pk] != now[east.pk]
    for case in (west, east):
        case.refresh_from_db()
        assert case.code in in_force
        assert Grid.objects.get(code=case.code, valid_to__isnull=True).area.covers(case.point)
    assert now[at_community.pk] == f"{STREET}001"
    assert now[closed.pk] == town.grid, "a closed case keeps the code it had"
    assert set(
        Entry.objects.filter(verb="incident.reported", object_id__in=[str(west.pk), str(east.pk)]).values_list("code", flat=True)
    ) == {town.grid}
    moved = Entry.objects.filter(verb="incident.followed")
    assert {(entry.detail["from_code"], entry.detail["code"]) for entry in moved} == {
        (town.grid, now[pk]) for pk in (west.pk, east.pk) if now[pk] != town.grid
    }


def test_b11_after_a_merge_no_open_case_stands_on_a_grid_that_ended(town: Town):
    first, second = f"{STREET}001001", f"{STREET}001002"
    cases = [town.case(grid=first), town.case(grid=second), town.case(grid=second)]
    merge_grids(actor=SYSTEM_ACTOR, at=town.at + timedelta(hours=1), codes=[first, second], into=first)
    in_force = set(grids.current_grids().values_list("code", flat=True))
    orphans = Incident.objects.filter(state__in=sorted(OPEN)).exclude(code__in=in_force)
    assert orphans.count() == 0
    assert {case.code for case in Incident.objects.filter(pk__in=[case.pk for case in cases])} == {first}


def test_b11_a_case_that_is_reopened_after_its_grid_was_split_stands_on_a_grid_in_force(town: Town):
    case = to(town, "closed")
    split_grid(
        actor=SYSTEM_ACTOR,
        at=town.at + timedelta(hours=1),
        code=town.grid,
        by=Parting(line=LineString([(114.305, 22.69), (114.305, 22.72)])),
    )
    step(town, case, "reopen", at=town.at + timedelta(hours=2))
    assert grids.current_grids().filter(code=case.code).exists()
    if case.code != town.grid:
        assert Entry.objects.get(verb="incident.reopened").detail["from_code"] == town.grid
