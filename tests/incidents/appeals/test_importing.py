"""An appeal becomes a case once, by whoever may import, and shows in lists."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError

from governance.access.actor import Actor, Held
from governance.access.models import Unit
from governance.access.roles import Role
from governance.errors import NotAllowed
from governance.ledger.models import Entry
from incidents.actions.appeals import import_appeals
from incidents.cards import row_cards
from incidents.models import Category, Incident, Tally
from incidents.queries.queue import Filters, queue
from incidents.workflow import State
from tests.incidents.appeals.written import AT, PLAIN, case, lines, ran, row, written


def test_an_appeal_becomes_a_case_as_it_was(district: str, tmp_path: Path) -> None:
    answer = ran(written(tmp_path / "a.csv", [row(OVERTIME_ARCHIVE_NUM="1", INTIME_ARCHIVE_NUM="0", OCCUR_PLACE="老坑路口")]), district)
    assert (answer["imported"], answer["repaired"], answer["units_added"], answer["categories_added"]) == (1, [], 1, 1)
    found = case()
    assert found.received_at == datetime(2018, 2, 8, 15, 34, 40, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert (found.code, found.placing, found.point, found.place) == ("440399001001", "community", None, "老坑路口")
    assert (found.state, found.late, found.closed_at, found.due_at) == (State.CLOSED, True, None, None)
    assert (found.source, found.nature) == ("hotline", "complaint")
    assert (found.category.scheme, found.category.code, found.category.name) == ("appeals:440399", "662", "侵占绿地")
    assert (found.category.major_name, found.category.active, found.category.kind) == ("市政设施", False, "event")
    assert found.unit is not None
    assert (found.unit.name, found.unit.codes, found.unit.imported) == ("城市管理局", ["440399"], True)
    assert found.number == "4403992018020800001"
    entry = Entry.objects.get(verb="incident.imported")
    assert (entry.object_id, entry.chain, entry.version, entry.post) == (str(found.pk), "440399", 1, "system@")
    assert (entry.detail["state"], entry.detail["units"], entry.detail["source"]) == ("closed", [found.unit_id], "12345")


def test_a_second_import_changes_nothing(district: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(REC_ID=str(n), COMMUNITY_NAME="-" if n % 7 == 0 else "老坑社区") for n in range(30)])
    first = ran(path, district)
    assert (first["imported"], len(first["repaired"])) == (30, 5)
    before = (Entry.objects.count(), list(Incident.objects.order_by("pk").values()), Unit.objects.count(), Category.objects.count())
    second = ran(path, district)
    assert (second["imported"], second["unchanged"], second["repaired"], second["refused"]) == (0, 30, [], [])
    assert (Entry.objects.count(), list(Incident.objects.order_by("pk").values()), Unit.objects.count(), Category.objects.count()) == before


def test_column_order_further_columns_encoding_and_a_mark_do_not_matter(district: str, tmp_path: Path) -> None:
    rows = [row(REC_ID="1", WETTER="schön"), row(REC_ID="2", WETTER="")]
    ran(written(tmp_path / "a.csv", [{k: v for k, v in one.items() if k != "WETTER"} for one in rows], encoding="utf-8-sig"), district)
    other = written(tmp_path / "b.csv", rows, encoding="gb18030", columns=["WETTER", *sorted(PLAIN)])
    assert (ran(other, district)["unchanged"], Incident.objects.count()) == (2, 2)


def test_a_rec_id_with_other_content_is_refused_and_the_first_stays(district: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(), row(), row(SUB_TYPE_ID="1", SUB_TYPE_NAME="路灯"), row(REC_ID="2")])
    answer = ran(path, district)
    assert (answer["imported"], answer["unchanged"]) == (2, 1)
    assert list(lines(answer, "refused")) == [4]
    assert "内容不同" in lines(answer, "refused")[4]
    later = ran(written(tmp_path / "b.csv", [row(DISPOSE_UNIT_NAME="教育局")]), district)
    assert list(lines(later, "refused")) == [2]
    assert case().category.name == "侵占绿地"
    assert (found := case().unit) is not None
    assert found.name == "城市管理局"


def test_a_trial_run_tells_the_same_and_writes_nothing(district: str, tmp_path: Path) -> None:
    rows = [row(REC_ID=str(n % 600), SUB_TYPE_ID="-" if n == 3 else "662") for n in range(700)]
    path = written(tmp_path / "a.csv", [*rows, row(REC_ID="5", COMMUNITY_NAME="新桥社区")])
    trial = ran(path, district, "--dry-run")
    assert not Incident.objects.exists()
    assert not Entry.objects.exists()
    assert not Unit.objects.exists()
    real = ran(path, district)
    kept = ("rows", "imported", "unchanged", "repaired", "refused")
    assert {name: trial[name] for name in kept} == {name: real[name] for name in kept}
    assert (trial["written"], real["written"]) == (False, True)


def test_a_district_that_is_not_loaded_is_told(district: str, tmp_path: Path) -> None:
    for code in ("440398", "440399001", "x"):
        with pytest.raises(CommandError, match="尚未导入"):
            ran(written(tmp_path / "a.csv", [row()]), code)


def test_only_registrars_of_the_district_and_commands_import(district: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row()])
    for actor in (Actor(1, "Carol", (Held(Role.REGISTRAR, "440398"),)), Actor(2, "Alice", (Held(Role.DISPATCHER, district),))):
        with pytest.raises(NotAllowed):
            import_appeals(actor=actor, file=path, district=district, at=AT)


def test_lists_and_counters_show_imported_cases_at_their_community(district: str, tmp_path: Path) -> None:
    ran(written(tmp_path / "a.csv", [row(REC_ID=str(n), INTIME_ARCHIVE_NUM=str(n % 2)) for n in range(4)]), district)
    leader = Actor(9, "Leo", (Held(Role.LEADER, district),))
    page = queue(actor=leader, filters=Filters(code="440399001001"), at=AT)
    cards = row_cards(incidents=page.items, at=AT)
    assert len(cards) == 4
    assert {(card["title"], card["unit"], card["approximate"], card["point"]) for card in cards} == {("侵占绿地", "城市管理局", True, None)}
    assert dict(Tally.objects.values_list("state", "count")) == {"closed": 2, "dispatched": 2}
    assert {card["lamp"] for card in cards} == {None}, "no deadline is made up"
