"""Exports: asked by one, agreed by another, made once, watermarked, and never a formula."""

import csv
import io

import pytest
from django.db import IntegrityError, transaction

from governance.access.actor import Actor, Held
from governance.access.second_factor.codes import NeedsSecondFactor
from governance.errors import IllegalStep, Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from residents.actions.exporting import ask_export, make_export, settle_export
from residents.models import ExportRequest, Look
from residents.sheets.writing import safe
from tests.residents.conftest import AT, STREET
from tests.residents.people import person, prove_second_factor, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
ERIN = Actor(4, "Erin", (Held("registrar", STREET),))


def ask(actor, **changes):
    values = {"code": STREET, "purpose": "registry", "keys": ["name", "phone", "employer"], "reason": "年度核对名册", "at": AT}
    return ask_export(actor=actor, **(values | changes))


def test_d12_a_second_person_agrees_and_the_file_is_made_once(alice):
    for n in range(3):
        register(alice, n, employer="=HYPERLINK(1)")
    asked = ask(alice)
    with pytest.raises(IllegalStep):
        make_export(actor=alice, export_id=asked.pk, at=AT)
    prove_second_factor(alice)
    with pytest.raises(NotAllowed):
        settle_export(actor=alice, export_id=asked.pk, agreed=True, at=AT)
    with pytest.raises(NeedsSecondFactor):
        settle_export(actor=ERIN, export_id=asked.pk, agreed=True, at=AT)
    prove_second_factor(ERIN)
    settle_export(actor=ERIN, export_id=asked.pk, agreed=True, at=AT)
    with pytest.raises(NotAllowed):
        make_export(actor=ERIN, export_id=asked.pk, at=AT)
    text = make_export(actor=alice, export_id=asked.pk, at=AT).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert str(asked.pk) in rows[0][0]
    assert "导出人 1" in rows[0][0]
    assert rows[1] == ["姓名", "联系电话", "工作单位"]
    assert {row[1] for row in rows[2:]} == {"138****0000", "138****0001", "138****0002"}
    assert Look.objects.count() == 3
    assert Entry.objects.filter(verb="export.made").get().detail["people"] == 3
    with pytest.raises(IllegalStep):
        make_export(actor=alice, export_id=asked.pk, at=AT)


def test_e2_a_whole_export_escapes_formulas(alice):
    register(alice, 1, employer="=HYPERLINK(1)")
    asked = ask(alice, whole=True)
    prove_second_factor(ERIN)
    settle_export(actor=ERIN, export_id=asked.pk, agreed=True, at=AT)
    with pytest.raises(NeedsSecondFactor):
        make_export(actor=alice, export_id=asked.pk, at=AT)
    prove_second_factor(alice)
    text = make_export(actor=alice, export_id=asked.pk, at=AT).decode("utf-8-sig")
    assert person(1)["phone"] in text
    assert "'=HYPERLINK(1)" in text


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@SUM", "\t=1", "\r1", "\n1", "＝1", "＋1", "－1", "＠a", "  =1"])
def test_e2_each_beginning_of_a_formula_is_escaped(text):
    assert safe(text) == f"'{text}"
    assert safe(f"甲{text}") == f"甲{text}"


def test_nobody_exports_what_is_not_theirs_or_of_another_purpose(alice, bob, carol):
    for actor in (bob, carol):
        with pytest.raises(NotAllowed):
            ask(actor)
    with pytest.raises(Invalid):
        ask(alice, purpose="visit", keys=["employer"])
    with pytest.raises(Invalid):
        ask(alice, reason="x")
    with pytest.raises(NotFound):
        settle_export(actor=carol, export_id=ask(alice).pk, agreed=True, at=AT)


def test_the_database_itself_refuses_one_person_for_both(alice):
    asked = ask(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportRequest.objects.filter(pk=asked.pk).update(settled_by=1)
