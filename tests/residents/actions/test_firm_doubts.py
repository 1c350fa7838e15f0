"""What another source says of an enterprise overwrites nothing: it is a doubt, which a person takes or leaves."""

from functools import partial

import pytest

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.models import Entry
from residents.actions.enterprises.doubting import settle_firm_doubt
from residents.actions.enterprises.importing import import_enterprises
from residents.actions.rotating import rotate_vault
from residents.actions.tasks import OTHER, OURS, THEIRS, Seen, ask_about_firm, settle_task
from residents.disclosure.charge import doubted_person, opened_people
from residents.models import Enterprise, EnterpriseDoubt
from residents.queries.captains import open_tasks
from tests.residents.conftest import AT, GRID, STREET
from tests.residents.imports.files import write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
HEADER = ["企业名称", "统一社会信用代码", "从业人数", "负责人", "负责人电话"]
GOOD = "91110000600037341L"
KEY = "A" * 43 + "="


def take(actor, tmp_path, source, *cells, **more):
    path = write(tmp_path, [HEADER, ["甲公司", GOOD, *cells]], name=f"{source}.csv")
    return import_enterprises(actor=actor, path=path, code=STREET, source=source, at=AT, **more)


def other(actor, tmp_path, staff, **more):
    """Another office's file about the same firm."""
    return take(actor, tmp_path, "税务局", staff, "林晓月", "13900001111", **more)


@pytest.fixture
def firm(alice, tmp_path):
    take(alice, tmp_path, "市场监管局", "12", "王明", "13800000001")
    return Enterprise.objects.get()


def test_it_is_raised_once_and_overwrites_nothing(alice, firm, tmp_path):
    assert other(alice, tmp_path, "15", dry_run=True).doubted == 2
    assert not EnterpriseDoubt.objects.exists()
    found = [other(alice, tmp_path, "15") for _n in range(2)]
    assert [(one.changed, one.same, one.doubted) for one in found] == [(0, 1, 2), (0, 1, 0)]
    before = (firm.staff_count, firm.version, firm.provenance)
    firm.refresh_from_db()
    assert (firm.staff_count, firm.version, firm.provenance) == before
    assert opened_people(firm)["charge"][:3] == ["王明", "13800000001", "市场监管局"]
    assert EnterpriseDoubt.objects.get(field="charge").value == ""


def test_a_person_takes_it_with_its_source_or_leaves_it_for_good(alice, carol, firm, tmp_path):
    other(alice, tmp_path, "15")
    staff, charge = (EnterpriseDoubt.objects.get(field=field) for field in ("staff_count", "charge"))
    settle = partial(settle_firm_doubt, actor=alice, at=AT)
    with pytest.raises(NotFound):
        settle_firm_doubt(actor=carol, doubt_id=staff.pk, accepted=True, at=AT)
    with pytest.raises(Invalid):
        settle(doubt_id=staff.pk, accepted=False)
    settle(doubt_id=staff.pk, accepted=False, reason="已电话核实")
    settle(doubt_id=charge.pk, accepted=True)
    with pytest.raises(Conflict):
        settle(doubt_id=charge.pk, accepted=True)
    firm.refresh_from_db()
    assert (firm.staff_count, opened_people(firm)["charge"][:3]) == (12, ["林晓月", "13900001111", "税务局"])
    assert [other(alice, tmp_path, staff).doubted for staff in ("15", "16")] == [0, 1]
    settle(doubt_id=EnterpriseDoubt.objects.get(state="raised").pk, accepted=True)
    firm.refresh_from_db()
    assert (firm.staff_count, firm.provenance["staff_count"][0]) == (16, "税务局")
    told = Entry.objects.filter(verb__startswith="doubt.").order_by("verb").values_list("verb", flat=True)
    assert list(told) == ["doubt.accepted", "doubt.accepted", "doubt.refused"]


@pytest.mark.parametrize("algorithm", ["aes", "sm"])
def test_g12_a_rotation_takes_along_whom_it_names(alice, tmp_path, keys, algorithm):
    keys(f"1:aes:{KEY}")
    take(alice, tmp_path, "市场监管局", "12", "王明", "13800000001")
    other(alice, tmp_path, "12")
    keys(f"2:{algorithm}:{'C' * 43}=,1:aes:{KEY}")
    assert rotate_vault(actor=SYSTEM_ACTOR, at=AT) == 1
    keys(f"2:{algorithm}:{'C' * 43}=")
    assert doubted_person(Enterprise.objects.get(), EnterpriseDoubt.objects.get()) == ["林晓月", "13900001111"]


def test_the_page_shows_both_with_people_masked_and_settles(as_, alice, carol, firm, tmp_path):
    other(alice, tmp_path, "15")
    client = as_(alice)
    page = client.get("/registry/doubts/").content.decode()
    assert [text for text in ("甲公司", "139****1111", "138****0001", "税务局", "市场监管局") if text not in page] == []
    assert "13900001111" not in page
    assert Entry.objects.filter(verb="enterprise.read").count() == 1
    assert "甲公司" not in as_(carol).get("/registry/doubts/").content.decode()
    asked = {"of": "firm", "id": EnterpriseDoubt.objects.get(field="staff_count").pk}
    client = as_(alice)
    assert client.post("/registry/doubts/", asked | {"ask": "refuse"}).status_code == 400
    assert client.post("/registry/doubts/", asked | {"ask": "accept"}).status_code == 302
    firm.refresh_from_db()
    assert firm.staff_count == 15


@pytest.mark.parametrize(
    ("seen", "staff", "state"),
    [(Seen(OURS), 12, "refused"), (Seen(THEIRS), 15, "accepted"), (Seen(OTHER, "14"), 14, "refused")],
)
def test_a_worker_looks_at_the_firm_and_settles_it(alice, bob, firm, tmp_path, seen, staff, state):
    other(alice, tmp_path, "15")
    Enterprise.objects.update(code=GRID)
    doubt = EnterpriseDoubt.objects.get(field="staff_count")
    task = ask_about_firm(actor=alice, doubt_id=doubt.pk, at=AT)
    assert ask_about_firm(actor=alice, doubt_id=doubt.pk, at=AT).pk == task.pk
    assert [one.pk for one in open_tasks(actor=bob)] == [task.pk]
    settle_task(actor=bob, task_id=task.pk, seen=seen, at=AT)
    firm.refresh_from_db()
    doubt.refresh_from_db()
    assert (firm.staff_count, doubt.state) == (staff, state)
    assert not open_tasks(actor=bob)
    with pytest.raises(Conflict):
        settle_task(actor=bob, task_id=task.pk, seen=seen, at=AT)


def test_a_worker_who_met_somebody_else_in_charge_writes_name_and_phone(alice, bob, carol, firm, tmp_path):
    other(alice, tmp_path, "12")
    Enterprise.objects.update(code=GRID)
    doubt = EnterpriseDoubt.objects.get(field="charge")
    with pytest.raises(NotFound):
        ask_about_firm(actor=carol, doubt_id=doubt.pk, at=AT)
    task = ask_about_firm(actor=alice, doubt_id=doubt.pk, at=AT)
    with pytest.raises(Invalid):
        settle_task(actor=bob, task_id=task.pk, seen=Seen(OTHER, " "), at=AT)
    settle_task(actor=bob, task_id=task.pk, seen=Seen(OTHER, "赵敏 13700002222"), at=AT)
    firm.refresh_from_db()
    assert opened_people(firm)["charge"][:2] == ["赵敏", "13700002222"]
    assert Entry.objects.filter(verb="task.done").count() == 1
