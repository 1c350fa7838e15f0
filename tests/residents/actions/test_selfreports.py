"""Residents and firms declare of themselves; nothing enters the register before a worker has checked it."""

import pytest

from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.models import Entry
from grids.models import Division
from residents.actions.registering import edit_resident
from residents.actions.selfreports import receipt_hash, send_report, settle_report
from residents.disclosure import Looking, disclose
from residents.disclosure.kept import words_of
from residents.disclosure.pairs import reports_shown
from residents.models import Doubt, Enterprise, Resident, SelfReport
from residents.queries.notice import CURRENT
from residents.queries.reports import open_reports, told_report
from residents.queries.search import find
from tests.residents.conftest import AT, GRID
from tests.residents.people import identity_number, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields", "community")]
COMMUNITY = GRID[:12]
WORDS = {"name": "林晓月", "id_number_enc": identity_number(7), "phone": "13811112222", "residence_address": "锦绣路5号"}
FIRM = {"name": "锦绣便利店", "uscc": "91110000600037341L", "kind": "shop", "address": "锦绣路7号", "staff_count": "3"}


@pytest.fixture
def community(db):
    for code, name in (("4403", "测市"), ("440310", "测区"), ("440310001", "测街道"), (COMMUNITY, "测社区")):
        Division.objects.get_or_create(code=code, defaults={"name": name})


def send(values=None, kind="person", **more):
    return send_report(**({"kind": kind, "code": COMMUNITY, "values": values or WORDS, "notice": CURRENT, "at": AT} | more))


def test_a_declaration_is_sealed_and_waits(bob, carol):
    report, receipt = send()
    assert Resident.objects.count() == 0
    assert "林晓月".encode() not in bytes(report.sealed)
    assert told_report(receipt_hash=receipt_hash(f" {receipt.lower()} ")).state == "sent"
    assert [one.pk for one in open_reports(actor=bob)] == [report.pk]
    assert open_reports(actor=carol) == []
    entry = Entry.objects.get(verb="report.sent")
    assert not any(value in str(entry.detail) for value in WORDS.values())


def test_the_worker_sees_it_masked_and_the_look_is_recorded(bob):
    report, _receipt = send()
    [row] = reports_shown(actor=bob, reports=[report], at=AT)
    shown = {one["key"]: one["text"] for one in row["rows"]}
    assert shown["phone"] == "138****2222"
    assert shown["name"].startswith("林*")
    assert Entry.objects.filter(verb="report.read").count() == 1


def test_taken_it_is_a_person_with_its_own_source_and_the_words_are_gone(alice, bob):
    report, _receipt = send()
    settle_report(actor=bob, report_id=report.pk, accepted=True, grid=GRID, at=AT)
    [pk] = find(actor=alice, text=WORDS["id_number_enc"]).ids
    [card] = disclose(actor=alice, ids=[pk], looking=Looking("registry", "detail", keys=["phone"]), at=AT)
    assert card.shown["phone"].origin[:2] == ("1", "自主申报")
    report.refresh_from_db()
    assert (report.state, report.sealed, report.wrapped_key) == ("accepted", None, None)
    with pytest.raises(Conflict):
        settle_report(actor=bob, report_id=report.pk, accepted=True, at=AT)


def test_somebody_known_is_brought_up_to_date_and_a_stronger_source_is_doubted_not_overwritten(alice, bob):
    known = register(alice, 7)
    edit_resident(
        actor=alice, resident_id=known.pk, version=1, values={"phone": "13800009999"}, at=AT, source_kind="3", source="公安", verified=True
    )
    report, _receipt = send(WORDS | {"emergency_name": "林父"})
    settle_report(actor=bob, report_id=report.pk, accepted=True, grid=GRID, at=AT)
    assert Resident.objects.count() == 1
    assert find(actor=alice, text="13800009999").ids == [known.pk]
    assert find(actor=alice, text="13811112222").ids == []
    assert Doubt.objects.get(resident=known).field == "phone"
    [card] = disclose(actor=alice, ids=[known.pk], looking=Looking("registry", "detail", keys=["emergency_name"]), at=AT)
    assert card.text("emergency_name")


def test_refused_it_needs_a_reason_and_leaves_nothing(bob):
    report, receipt = send()
    with pytest.raises(Invalid):
        settle_report(actor=bob, report_id=report.pk, accepted=False, at=AT)
    settle_report(actor=bob, report_id=report.pk, accepted=False, reason="不在本社区居住", at=AT)
    assert (Resident.objects.count(), told_report(receipt_hash=receipt_hash(receipt)).reason) == (0, "不在本社区居住")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": ""}, "phone"), ({"id_number_enc": "440305199101010010"}, "id_number_enc"), ({"phone": "abc"}, "phone"),
        ({"need_tags": "独居老人"}, "need_tags"),
    ],
)  # fmt: skip
def test_wrong_words_are_refused_by_field(change, field):
    with pytest.raises(Invalid) as refused:
        send(WORDS | change)
    assert field in refused.value.fields
    assert not SelfReport.objects.exists()


def test_the_notice_and_the_community_come_first():
    for more, field in (({"notice": ""}, "notice"), ({"code": "440310009009"}, "code"), ({"code": GRID}, "code")):
        with pytest.raises(Invalid) as refused:
            send(**more)
        assert field in refused.value.fields


def test_g6_a_child_is_declared_by_the_guardian(bob):
    with pytest.raises(Invalid) as refused:
        send(WORDS | {"birth_date": "2020-01-01"})
    assert list(refused.value.fields) == ["guardian"]
    report, _receipt = send(WORDS | {"birth_date": "2020-01-01", "guardian": "1"})
    assert words_of(report)["guardian_consent"] == "1"


def test_no_other_field_enters_by_the_portal(bob):
    report, _receipt = send(WORDS | {"legal_basis": "1", "person_status": "3", "living_alone": "1"})
    [row] = reports_shown(actor=bob, reports=[report], at=AT)
    keys = {one["key"] for one in row["rows"]}
    assert keys >= set(WORDS)
    assert not keys & {"legal_basis", "person_status", "living_alone"}


def test_a_firm_declares_with_a_checked_code_and_each_value_has_its_source(bob, carol):
    with pytest.raises(Invalid) as refused:
        send(FIRM | {"uscc": "91110000600037341M"}, "firm")
    assert "uscc" in refused.value.fields
    report, _receipt = send(FIRM, "firm")
    with pytest.raises(NotFound):
        settle_report(actor=carol, report_id=report.pk, accepted=True, at=AT)
    settle_report(actor=bob, report_id=report.pk, accepted=True, grid=GRID, at=AT)
    firm = Enterprise.objects.get()
    assert (firm.code, firm.staff_count, firm.provenance["name"][0]) == (GRID, 3, "自主申报")
    report, _receipt = send(FIRM | {"name": "别的名字", "industry": "零售", "staff_count": "5"}, "firm")
    settle_report(actor=bob, report_id=report.pk, accepted=True, grid=GRID, at=AT)
    firm.refresh_from_db()
    assert (firm.name, firm.industry, firm.staff_count) == ("别的名字", "零售", 5)
    Enterprise.objects.update(provenance={"name": ["市场监管局", ""]})
    report, _receipt = send(FIRM | {"staff_count": "6"}, "firm")
    settle_report(actor=bob, report_id=report.pk, accepted=True, grid=GRID, at=AT)
    firm.refresh_from_db()
    assert (firm.name, firm.staff_count, firm.doubts.get().value) == ("别的名字", 6, "锦绣便利店")
