"""Pages of figures: who gets which, that a list is as long as its number, and that files are the same tables."""

import io
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from evaluation.actions.keeping import keep_figures
from evaluation.actions.spots import note_spot_check
from evaluation.indicators.measures import MEASURES
from evaluation.periods import today
from governance.access.actor import SYSTEM_ACTOR, actor_of
from governance.access.models import Post
from governance.access.roles import Role
from governance.errors import Invalid, NotAllowed
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


def test_a_list_is_as_long_as_its_number(lived, as_) -> None:
    """Every link on the page leads to a list whose count is the number that was clicked."""
    leo = as_("leo")
    page = leo.get("/evaluation/?by=area").content.decode() + leo.get("/evaluation/?by=process").content.decode()
    links = set(re.findall(r'<a href="(/evaluation/cases/\?[^"]+)"[^>]*class="num[^"]*">(\d+)</a>', page))
    assert len(links) > 8
    for address, number in links:
        listed = leo.get(address.replace("&amp;", "&")).content.decode()
        assert f"共 {number} 件" in listed, address


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
        leo.get("/evaluation/?by=unit")
        with CaptureQueriesContext(connection) as seen:
            leo.get("/evaluation/?by=unit")
        return len(seen)

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
