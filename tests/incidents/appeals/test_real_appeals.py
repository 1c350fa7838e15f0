"""Seven thousand real appeals, where they are at hand."""

import csv
from collections import Counter
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from governance.access.actor import SYSTEM_ACTOR
from governance.ledger.models import Entry
from governance.ledger.verify import chains, check_chain
from grids.actions.demo import load_shipped_divisions
from grids.models import Division
from incidents.models import Incident, Tally
from tests.incidents.appeals.written import AT, lines, ran

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "appeals" / "pingshan_appeals_2018.csv"


@pytest.fixture(scope="module")
def real() -> list[dict[str, str]]:
    if not REAL.exists():
        pytest.skip("the real appeals are not at hand: they may not ship")
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.django_db(transaction=True)  # one transaction for all would be slow: the chain's head gets a version for each entry
def test_seven_thousand_real_appeals_become_cases(real: list[dict[str, str]]) -> None:
    load_shipped_divisions(actor=SYSTEM_ACTOR, at=AT)
    answer = ran(REAL, "440310")
    assert (answer["rows"], answer["imported"], answer["unchanged"], answer["refused"]) == (7000, 7000, 0, [])
    dirty = [n for n, one in enumerate(real, 2) if "-" in (value for name, value in one.items() if name != "OCCUR_PLACE")]
    assert len(dirty) == 28
    assert set(dirty) <= set(lines(answer, "repaired"))

    cases = {one.origin: one for one in Incident.objects.select_related("category", "unit")}
    assert len(cases) == 7000
    shanghai = ZoneInfo("Asia/Shanghai")
    communities = dict(Division.objects.filter(code__startswith="440310").values_list("code", "name"))
    for one in real:
        found = cases[f"appeals:440310:{one['REC_ID']}"]
        assert found.received_at.astimezone(shanghai).strftime("%Y-%m-%d %H:%M:%S") == one["CREATE_TIME"]
        assert found.category.code == one["SUB_TYPE_ID"]
        assert found.late == {"10": False, "01": True}.get(one["INTIME_ARCHIVE_NUM"] + one["OVERTIME_ARCHIVE_NUM"])
        assert (found.unit is None) == (one["DISPOSE_UNIT_NAME"] == "-")
        if one["COMMUNITY_NAME"] != "-":
            assert communities[found.code] == f"{one['COMMUNITY_NAME']}居委会"
            assert communities[found.code[:9]] == one["STREET_NAME"]
    assert Counter(one.state for one in cases.values()) == {"closed": 6998, "dispatched": 2}
    assert Counter(one.late for one in cases.values()) == {False: 6279, True: 719, None: 2}
    assert answer["categories_added"] == len({one["SUB_TYPE_ID"] for one in real}) == 346
    assert answer["units_added"] == len({one["DISPOSE_UNIT_NAME"] for one in real} - {"-", "城建办"}) == 143
    assert sum(Tally.objects.values_list("count", flat=True)) == 7000
    assert all(check_chain(chain=chain, outside={}).fault is None for chain in chains())

    entries = Entry.objects.count()
    again = ran(REAL, "440310")
    assert (again["unchanged"], again["imported"], again["repaired"], again["refused"]) == (7000, 0, [], [])
    assert Entry.objects.count() == entries
    assert Incident.objects.filter(received_at__gt=AT - timedelta(days=365)).count() == 0
