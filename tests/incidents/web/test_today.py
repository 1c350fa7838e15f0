"""The head of a worker's home: what waits in the own grid, and nothing of another."""

from datetime import timedelta

import pytest

from grids.models import Building, Dwelling
from residents.models import ChangeTask, SelfReport
from tests.town import Town, square


@pytest.mark.parametrize(("grid", "seen"), [("grid", True), ("other_grid", False)])
def test_values_in_doubt_and_declarations_of_the_own_grid_are_one_tap_away(as_, town: Town, grid: str, seen: bool) -> None:
    code = getattr(town, grid)
    house = Building.objects.create(code="B1", grid_code=code, footprint=square(0, 0))
    home = Dwelling.objects.create(building=house, floor=1, room="101")
    ChangeTask.objects.create(kind="empty", dwelling=home, code=code, made_at=town.at, due_on=town.at.date() + timedelta(days=3))
    SelfReport.objects.create(kind="person", code=code[:12], receipt_hash=b"r" * 32, notice_version="1", sent_at=town.at)
    page = as_("bob").get("/w/").content.decode()
    assert ("有 1 项人房企信息要上门核实。" in page) is seen
    assert ("有 1 份居民申报要核对。" in page) is seen
    assert page.count('href="/w/changes/"') == (2 if seen else 0)
