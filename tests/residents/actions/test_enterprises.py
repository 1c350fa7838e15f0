"""Enterprises: a wrong code is refused with its line, twice is once, and each value knows its source."""

import csv
from pathlib import Path

import pytest

from governance.access.actor import Actor, Held
from governance.errors import NotAllowed, NotFound
from governance.privacy import is_uscc
from residents.actions.enterprises.importing import import_enterprises
from residents.actions.enterprises.inspecting import inspect_enterprise, note_licence
from residents.models import Enterprise, EnterpriseDoubt
from residents.queries.enterprises import enterprise_card, enterprise_for, enterprise_page
from tests.residents.conftest import AT, ELSEWHERE, GRID, STREET
from tests.residents.imports.files import write

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parents[4] / "shared" / "data" / "enterprises" / "pingshan.csv"
HEADER = ["企业名称", "统一社会信用代码", "成立日期", "地址", "从业人数"]
GOOD = "91110000600037341L"


def take(actor, path, **more):
    return import_enterprises(actor=actor, path=path, code=STREET, source="市场监管局", at=AT, **more)


def test_a_wrong_code_is_refused_with_line_and_reason(alice, tmp_path):
    rows = [HEADER, ["甲公司", GOOD, "2001-02-03", "一号", "12"], ["乙公司", GOOD[:-1] + "M", "", "", ""], ["丙店", GOOD[:-2], "", "", ""]]
    rows += [["丁店", "", "2001-02-30", "", "x"], ["", GOOD, "", "", ""], ["戊店", "", "", "二号", ""]]
    found = take(alice, write(tmp_path, rows))
    assert found.refused == [
        (3, "uscc", "uscc_check"), (4, "uscc", "uscc_length"), (5, "registered_on", "date_impossible"), (5, "staff_count", "integer_form"),
        (6, "name", "required"),
    ]  # fmt: skip
    assert found.added == Enterprise.objects.count() == 2


def test_twice_changes_nothing_and_a_changed_value_keeps_its_own_source(alice, tmp_path):
    path = write(tmp_path, [HEADER, ["甲公司", GOOD, "2001-02-03", "一号", "12"], ["戊店", "", "", "二号", ""]])
    take(alice, path)
    again = take(alice, path)
    assert (again.added, again.changed, again.same) == (0, 0, 2)
    newer = write(tmp_path, [[*HEADER, "行业"], ["甲公司", GOOD, "", "", "12", "零售"]], name="b.csv")
    assert import_enterprises(actor=alice, path=newer, code=STREET, source="网格员", at=AT).changed == 1
    assert take(alice, write(tmp_path, [HEADER, ["甲公司", GOOD, "", "", "15"]], name="c.csv")).changed == 1
    one = Enterprise.objects.get(uscc=GOOD)
    assert (one.staff_count, one.version, one.provenance["industry"][0], one.provenance["address"][0]) == (15, 3, "网格员", "市场监管局")
    assert not EnterpriseDoubt.objects.exists()


def test_a_dry_run_writes_nothing(alice, tmp_path):
    found = take(alice, write(tmp_path, [HEADER, ["甲公司", GOOD, "", "", ""]]), dry_run=True)
    assert found.added == 1
    assert not Enterprise.objects.exists()


def test_only_those_of_the_area_see_and_change_it(alice, bob, carol, tmp_path):
    take(alice, write(tmp_path, [HEADER, ["甲公司", GOOD, "", "", ""]]))
    one = Enterprise.objects.get()
    Enterprise.objects.filter(pk=one.pk).update(code=GRID)
    assert enterprise_page(actor=bob)[1] == 1
    for actor in (carol, Actor(8, "Sys", (Held("system_admin", "4403"),))):
        assert enterprise_page(actor=actor) == ([], 0)
        with pytest.raises(NotFound):
            enterprise_for(actor=actor, enterprise_id=one.pk)
    inspect_enterprise(actor=bob, enterprise_id=one.pk, kind="消防", passed=False, at=AT, note="通道堵塞")
    note_licence(actor=alice, enterprise_id=one.pk, kind="食品经营", number="JY1", source="市场监管局", at=AT)
    card = enterprise_card(one)
    assert [row["kind"] for row in card["inspections"]] == ["消防"]
    assert card["licences"][0]["number"] == "JY1"
    with pytest.raises(NotAllowed):
        take(carol, write(tmp_path, [HEADER, ["甲公司", GOOD, "", "", ""]]))
    with pytest.raises(NotAllowed):
        import_enterprises(actor=bob, path=write(tmp_path, [HEADER]), code=ELSEWHERE, source="", at=AT)


@pytest.mark.skipif(not REAL.exists(), reason="the real enterprises are not part of a checkout")
def test_the_real_enterprises_are_taken_but_for_invalid_codes():
    rows = list(csv.DictReader(REAL.open(encoding="utf-8")))
    everywhere = Actor(1, "Alice", (Held("registrar", "440310"),))
    found = import_enterprises(actor=everywhere, path=REAL, code="440310", source="工商登记", at=AT)
    assert len(rows) == found.rows == 356
    assert sum(not is_uscc(row["uscc"]) for row in rows if row["uscc"]) == sum(1 for _l, c, why in found.refused if why.startswith("uscc_"))
    assert found.added + len({line for line, _c, _w in found.refused}) == 356
    again = import_enterprises(actor=everywhere, path=REAL, code="440310", source="工商登记", at=AT)
    assert (again.added, again.changed, again.same) == (0, 0, found.added)
