"""Pages of figures: who gets which, that a list is as long as its number, and that files are the same tables."""

import io
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from evaluation.actions.keeping import keep_figures
from evaluation.actions.spots import note_spot_check
from evaluation.indicators.measures import MEASURES
from evaluation.periods import SPANS, period_of, today
from evaluation.queries.people import SCOPES
from governance.access.actor import SYSTEM_ACTOR, actor_of
from governance.access.models import Post
from governance.access.roles import Role
from governance.errors import Invalid, NotAllowed
from grids.models import Building, Dwelling, Patrol
from residents.actions.visits import load_visit_kinds, plan_visit, record_visit
from residents.actions.visits.recording import Told
from residents.models import Household
from tests.evaluation.days import Days
from tests.town import DISTRICT, OTHER_STREET, STREET

PEOPLE = ["alice", "bob", "dan", "erin", "leo", "sam", "sue", "ann"]


@pytest.fixture
def lived(noon, town, catalogue) -> Days:
    """Two cases of this month, one of each street."""
    d = Days(town)
    d.at = datetime.now(UTC) - timedelta(hours=3)
    d.whole()
    d.do(d.report(grid=town.other_grid), "refuse_incident", "carol", reason="重复")
    keep_figures(actor=SYSTEM_ACTOR, at=datetime.now(UTC))
    return d


@pytest.fixture
def walks(lived, town) -> int:
    """Bob with two households in his grid, one of them visited, and patrols on each of the last days."""
    bob, at = town.people["bob"], lived.at
    load_visit_kinds(actor=SYSTEM_ACTOR, at=at)
    box = MultiPolygon(Polygon.from_bbox((114.35, 22.68, 114.3505, 22.6805)), srid=4326)
    building = Building.objects.create(code="B9", name="9栋", grid_code=town.grid, floors=3, footprint=box)
    homes = [Dwelling.objects.create(building=building, stairwell="1", floor=floor, room=f"{floor}01") for floor in (1, 2)]
    for home in homes:
        Household.objects.create(code=town.grid, dwelling=home, formed_at=at)
    plan = plan_visit(actor=SYSTEM_ACTOR, kind="rented_house", dwelling_id=homes[1].pk, at=at)
    told = Told(plan_id=plan.pk, outcome="met", captured_at=at)
    record_visit(actor=actor_of(user=bob, at=at), visit_id=uuid4(), told=told, at=at)
    for days in range(5):
        Patrol.objects.create(id=uuid4(), user=bob, code=town.grid, started_at=at - timedelta(days=days))
    return bob.pk


@pytest.mark.parametrize(
    ("path", "opens"),
    [
        ("/evaluation/", {"alice", "bob", "dan", "erin", "leo"}), ("/statistics/", {"erin", "leo"}), ("/evaluation/months/", {"erin", "leo"}),
        ("/evaluation/spot-checks/", {"erin"}), ("/risks/", set(PEOPLE)), ("/risks/rules/", {"sue", "ann"}), ("/evaluation/settings/", {"leo", "sam"}),
    ],
)  # fmt: skip
def test_a_page_opens_for_its_posts_and_nobody_else(lived, as_, path: str, opens: set[str]) -> None:
    assert {name: as_(name).get(path).status_code for name in PEOPLE} == {name: 200 if name in opens else 403 for name in PEOPLE}


@pytest.mark.parametrize(
    "by", ["by=area", "by=unit", "by=process", *(f"by=post&role={role}" for role in ("grid_worker", "clerk", "dispatcher", "handler"))]
)
def test_every_table_and_file_opens(lived, as_, by: str) -> None:
    leo = as_("leo")
    assert leo.get(f"/evaluation/?{by}").status_code == 200
    assert leo.get(f"/evaluation/export/?{by}&form=pdf").content.startswith(b"%PDF-")
    assert load_workbook(io.BytesIO(leo.get(f"/evaluation/export/?{by}&form=xlsx").content)).worksheets


@pytest.mark.parametrize("span", SPANS)
def test_a_list_is_as_long_as_its_number(lived, as_, walks, span: str) -> None:
    """Every number on the tables and on the pages of a unit and a worker leads to a list of that length, whatever the period."""
    leo, period = as_("leo"), period_of(span, today(lived.at)).key
    tables = ["by=area", "by=process", "by=unit", *(f"by=post&role={role}" for role in SCOPES)]
    pages = [leo.get(f"/evaluation/?{by}&period={period}").content.decode() for by in tables]
    pages += [
        leo.get(f"/evaluation/?{query}&period={period}").content.decode()
        for query in (f"person={walks}", f"unit={lived.town.units['市政养护所'].pk}")
    ]
    links = set(re.findall(r'<a href="(/evaluation/cases/\?[^"]+)" class="num">(\d+)</a>', "".join(pages)))
    links |= set(re.findall(r'<a href="(/evaluation/cases/\?[^"]+)" title="(\d+) / \d+" class="num">', "".join(pages)))
    assert {re.sub(r".*measure=", "", address) for address, _number in links} > {
        "visits",
        "due_visits",
        "patrols",
        "due_patrols",
        "dispose",
        "inst",
    }
    for address, number in links:
        listed = leo.get(address.replace("&amp;", "&")).content.decode()
        assert re.search(rf"共 {number} [件户天]", listed), address


def test_a_score_opens_its_parts_with_their_weights(lived, as_, town) -> None:
    leo = as_("leo")
    [address] = set(re.findall(r'<a href="([^"]+#department_score)"', leo.get("/evaluation/?by=unit").content.decode()))
    page = leo.get("/evaluation/" + address.replace("&amp;", "&")).content.decode()
    card = page.split('id="department_score"')[1].split("</section>")[0]
    weights = [int(weight) for weight in re.findall(r'<td class="num">(\d+)%</td>', card)]
    assert len(weights) == 5
    assert sum(weights) == 100
    assert "measure=intime_dispose" in card


def test_a_list_of_visits_names_nobody_and_keeps_doors_to_the_register(lived, as_, walks) -> None:
    for who, door in (("leo", False), ("bob", True)):
        page = as_(who).get(f"/evaluation/cases/?person={walks}&measure=due_visits").content.decode()
        assert "共 2 户" in page
        assert "已见面" in page
        assert ("1201" in page) == door, who


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_every_measure_has_a_list(lived, as_, measure: str) -> None:
    assert as_("leo").get(f"/evaluation/cases/?measure={measure}").status_code == 200


def test_c3_an_area_or_person_out_of_sight_does_not_exist(lived, as_, town) -> None:
    erin = as_("erin")
    for query in (f"code={OTHER_STREET}", f"code={DISTRICT}", f"person={town.people['carol'].pk}"):
        for path in ("/evaluation/", "/evaluation/cases/", "/evaluation/export/", "/statistics/"):
            if path == "/statistics/" and "person" in query:
                continue
            assert erin.get(f"{path}?{query}&measure=inst").status_code == 404, (path, query)
    assert as_("bob").get(f"/evaluation/?code={STREET}").status_code == 200  # the own figures, whatever area is named
    assert as_("bob").get(f"/evaluation/?person={town.people['bea'].pk}").status_code == 404


def test_a_worker_sees_the_own_figures_and_what_they_are_made_of(lived, as_, town) -> None:
    page = as_("bob").get("/evaluation/").content.decode()
    assert "这里是您自己的数字" in page
    assert "共 2 件" in as_("bob").get(f"/evaluation/cases/?person={town.people['bob'].pk}&measure=patrol_report").content.decode()


@pytest.mark.parametrize("query", ["period=2026-13", "period=x", "code=12", "by=x", "unit=a", "person=-1", "period=0000", "period=9999"])
def test_a_wrong_wish_is_told_by_its_field_and_is_no_fault(lived, as_, query: str) -> None:
    assert as_("leo").get(f"/evaluation/?{query}").status_code in {200, 400, 404}


def test_e2_names_that_a_spreadsheet_would_run_are_escaped(lived, as_, town) -> None:
    town.units["市政养护所"].name = "=HYPERLINK(1)"
    town.units["市政养护所"].save()
    book = load_workbook(io.BytesIO(as_("leo").get("/evaluation/export/?by=unit&form=xlsx").content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
    assert any(cell.data_type == "n" for cell in cells)


@pytest.mark.parametrize("by", ["area", "unit", "post", "process"])
def test_a_page_of_figures_asks_nothing_twice(lived, as_, by: str) -> None:
    leo = as_("leo")
    leo.get(f"/evaluation/?by={by}")
    with CaptureQueriesContext(connection) as seen:
        leo.get(f"/evaluation/?by={by}")
    asked = [query["sql"] for query in seen.captured_queries]
    assert sorted(asked) == sorted(set(asked))


def test_three_units_cost_no_more_statements_than_one(lived, as_) -> None:
    leo = as_("leo")

    def statements() -> int:
        """The fewest of three times: what a process keeps for seconds may run out between any two."""
        found = []
        for _n in range(4):
            with CaptureQueriesContext(connection) as seen:
                leo.get("/evaluation/?by=unit")
            found.append(len(seen))
        return min(found[1:])

    before = statements()
    case = lived.report()
    lived.file(case).dispatch(case, unit="环卫公司").feed_back(case, by="dora")
    keep_figures(actor=SYSTEM_ACTOR, at=datetime.now(UTC))
    assert statements() == before


def test_a_spot_check_counts_for_the_worker_once(lived, as_, town) -> None:
    d = lived
    Post.objects.create(
        user=town.people["leo"], role=Role.EVALUATOR, unit=town.units["第一街道办事处"], code=DISTRICT, starts_at=d.at - timedelta(days=1)
    )
    leo, bob, check = actor_of(user=town.people["leo"], at=d.at), town.people["bob"].pk, uuid4()
    given = {"kind": "missed", "code": town.grid, "day": today(d.at), "note": "路边垃圾未上报", "at": d.at}
    for _twice in range(2):
        note_spot_check(actor=leo, check_id=check, person_id=bob, counts={"found": 2}, **given)
    assert "共 2 件" in as_("leo").get(f"/evaluation/cases/?person={bob}&measure=missed").content.decode()
    with pytest.raises(Invalid):
        note_spot_check(actor=leo, check_id=uuid4(), person_id=town.people["dan"].pk, counts={"found": 2}, **given)
    with pytest.raises(NotAllowed):
        note_spot_check(actor=leo, check_id=uuid4(), person_id=town.people["leo"].pk, counts={"found": 2}, **given)
