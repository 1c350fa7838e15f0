"""Pages of quality, of the grid and of the portal, as those who use them see them."""

import re
from datetime import timedelta

import pytest

from governance.access.actor import SYSTEM_ACTOR
from grids.models import Division, Dwelling
from residents.actions.captains import appoint_captain
from residents.actions.enterprises.doubting import take_in
from residents.actions.rights import challenge_value
from residents.actions.tasks import ask_worker
from residents.actions.visits import load_visit_kinds
from residents.models import (
    Agreement,
    Assessment,
    ChangeTask,
    Doubt,
    Enterprise,
    HomeNote,
    Household,
    Likeness,
    SavedView,
    SelfReport,
    VisitPlan,
)
from tests.residents.conftest import AT, GRID
from tests.residents.people import identity_number, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
STAFF = [
    "/registry/pairs/", "/registry/doubts/", "/registry/tasks/", "/registry/reports/", "/registry/visits/", "/registry/map/",
    "/registry/buildings/", "/registry/accounts/", "/registry/fields/",
]  # fmt: skip
FOR_WORKERS = {"/registry/tasks/", "/registry/reports/", "/registry/visits/", "/registry/map/", "/registry/buildings/"}


@pytest.fixture
def community(db):
    for code, name in (("4403", "测市"), ("440310", "测区"), ("440310001", "测街道"), (GRID[:12], "测社区")):
        Division.objects.get_or_create(code=code, defaults={"name": name})


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


@pytest.mark.parametrize("path", STAFF)
def test_every_page_is_for_those_it_is_for(as_, client, alice, bob, path):
    assert client.get(path).status_code == 302
    text(as_(alice).get(path))
    assert as_(bob).get(path).status_code == (200 if path in FOR_WORKERS else 403)


@pytest.mark.parametrize("path", ["/declare/person/", "/declare/firm/", "/declare/receipt/", "/privacy/notice/"])
def test_the_portal_is_for_everybody_and_works_without_scripts(client, community, path):
    page = text(client.get(path))
    assert "<script" not in page


def test_a_pair_is_merged_and_taken_back_on_the_page(as_, alice):
    known = register(alice, 1)
    register(alice, 1, id_number_enc="")
    pair = Likeness.objects.get()
    page = text(as_(alice).get("/registry/pairs/"))
    assert "138****0001" in page
    assert "13800000001" not in page
    client = as_(alice)
    assert client.post("/registry/pairs/", {"id": pair.pk, "ask": str(known.pk)}).status_code == 302
    page = text(client.get("/registry/pairs/"))
    number = re.search(r'name="id" value="(\d+)">\s*<button[^>]*value="undo"', page)
    assert client.post("/registry/pairs/", {"id": number[1], "ask": "undo"}).status_code == 302


@pytest.mark.parametrize("n", [1, 3])
def test_lists_ask_as_much_for_three_as_for_one(as_, alice, n, django_assert_max_num_queries):
    for at in range(n):
        resident = register(alice, at + 1)
        register(alice, at + 1, id_number_enc="")
        doubt = challenge_value(actor=alice, resident_id=resident.pk, field="phone", value=f"1390000111{at}", source="卫健", at=AT)
        ask_worker(actor=alice, doubt_id=doubt.pk, at=AT)
    client = as_(alice)
    with django_assert_max_num_queries(32):
        client.get("/registry/pairs/")
    with django_assert_max_num_queries(30 + 2 * 3):
        client.get("/registry/doubts/")
    with django_assert_max_num_queries(30 + 2 * 3):
        client.get("/registry/tasks/")


def test_a_doubt_is_raised_sent_to_the_worker_and_settled_there(as_, alice, bob):
    resident = register(alice, 1)
    client = as_(alice)
    given = {"field": "phone", "value": "13900001111", "source": "卫健"}
    assert client.post(f"/registry/people/{resident.pk}/challenge/", given).status_code == 302
    doubt = Doubt.objects.get()
    page = text(client.get("/registry/doubts/"))
    assert "139****1111" in page
    assert "13900001111" not in page
    assert "不采纳须说明理由" in text(client.post("/registry/doubts/", {"id": doubt.pk, "ask": "refuse"}), 400)
    assert client.post("/registry/doubts/", {"id": doubt.pk, "ask": "worker"}).status_code == 302
    task = ChangeTask.objects.get()
    worker = as_(bob)
    assert "139****1111" in text(worker.get("/registry/tasks/"))
    assert worker.post(f"/registry/tasks/{task.pk}/", {"answer": "theirs"}).status_code == 302
    doubt.refresh_from_db()
    assert doubt.state == "accepted"


def test_a_doubt_about_a_firm_is_sent_to_the_worker_and_settled_there(as_, alice, bob):
    firm = Enterprise.objects.create(
        name="老陈面馆", kind="shop", code=GRID, staff_count=6, provenance={"staff_count": ["市场监管登记", ""]}
    )
    take_in(firm, {"staff_count": 9}, {}, source="税务登记", at=AT)
    page = text(as_(alice).get("/registry/doubts/"))
    assert "交网格员核实" in page
    [number] = re.findall(r'name="id" value="(\d+)"', page)
    as_(alice).post("/registry/doubts/", {"id": number, "of": "firm", "ask": "worker"})
    assert "网格员核实中" in text(as_(alice).get("/registry/doubts/"))
    page = text(as_(bob).get("/registry/tasks/"))
    assert "老陈面馆" in page
    assert "税务登记" in page
    [address] = re.findall(r'action="(/registry/tasks/[^"]+)"', page)
    as_(bob).post(address, {"answer": "theirs"})
    firm.refresh_from_db()
    assert (firm.staff_count, firm.provenance["staff_count"][0]) == (9, "税务登记")


def test_a_resident_declares_gets_a_receipt_and_sees_how_far_it_is(as_, client, bob, community):
    given = {"code": GRID[:12], "name": "林晓月", "phone": "13811112222", "residence_address": "锦绣路5号", "notice": "1"}
    wrong = text(client.post("/declare/person/", given | {"phone": "abc"}), 400)
    assert 'aria-describedby="w-phone"' in wrong
    page = text(client.post("/declare/person/", given))
    receipt = re.search(r'class="receipt num">([0-9A-F]+)<', page)[1]
    assert "待核对" in text(client.post("/declare/receipt/", {"receipt": receipt}))
    text(client.post("/declare/receipt/", {"receipt": "nothing"}), 404)
    report = SelfReport.objects.get()
    worker = as_(bob)
    page = text(worker.get("/registry/reports/"))
    assert "138****2222" in page
    assert "13811112222" not in page
    assert worker.post(f"/registry/reports/{report.pk}/", {"ask": "accept", "grid": GRID}).status_code == 302


def test_a_captain_opens_the_link_sees_doors_and_no_people_and_reports(client, alice, bob, building):
    home = Dwelling.objects.create(building=building, stairwell="1", floor=3, room="301")
    register(alice, 1)
    _link, token = appoint_captain(actor=bob, building_id=building.pk, at=AT)
    at = {"REMOTE_ADDR": "127.0.0.1"}
    page = text(client.get(f"/captain/{token}/", **at))
    assert "301" in page
    assert "王" not in page.replace("王小明", "")
    answer = client.post(f"/captain/{token}/", {"door": home.pk, "kind": "let", "people": "3"})
    assert "已收到" in text(answer)
    assert answer["Referrer-Policy"] == "no-referrer"
    text(client.post(f"/captain/{token}/", {"door": home.pk, "kind": "let", "people": "99"}), 400)
    text(client.get("/captain/wrong/"), 404)


def test_the_chart_shows_let_and_empty_homes_and_gives_the_captain_a_link_once(as_, bob, building):
    home = Dwelling.objects.create(building=building, stairwell="1", floor=3, room="301")
    client = as_(bob)
    path = f"/registry/buildings/{building.pk}/"
    assert client.post(path, {"door": home.pk, "says": "rented"}).status_code == 302
    assert HomeNote.objects.get().rented is True
    page = text(client.post(path, {"ask": "captain"}))
    assert "/captain/" in page
    assert "/captain/" not in text(client.get(path))


def test_a_filter_finds_by_field_in_a_grid_is_recorded_and_saved_as_a_view(as_, alice):
    register(alice, 1, living_alone="1")
    register(alice, 2, living_alone="0")
    client = as_(alice)
    given = {"code": GRID, "purpose": "care", "field0": "living_alone", "op0": "is", "value0": "是", "ask": "save", "view": "独居"}
    page = text(client.post("/registry/", given))
    assert "共 1 人" in page
    view = SavedView.objects.get()
    assert view.filters == {"code": GRID, "purpose": "care", "conditions": [["living_alone", "is", "1"]]}
    assert "共 1 人" in text(client.get(f"/registry/?view={view.pk}"))
    client.post("/registry/", {"drop": view.pk})
    assert not SavedView.objects.exists()


def test_nobody_filters_by_what_identifies_somebody(as_, alice):
    register(alice, 1)
    page = text(as_(alice).post("/registry/", {"code": GRID, "purpose": "registry", "field0": "phone", "value0": "13800000001"}))
    assert "这些数据项不属于所选用途" in page


def test_assessments_and_agreements_are_kept_and_parts_are_not_left_out(as_, alice):
    client = as_(alice)
    words = {"ask": "assess", "kind": "sensitive", "title": "名单", "lawful": "a", "effect": "b", "measures": "c", "decision": ""}
    text(client.post("/registry/accounts/", words), 400)
    assert client.post("/registry/accounts/", words | {"decision": "同意"}).status_code == 302
    one = Assessment.objects.get()
    assert one.keep_until >= (one.made_at + timedelta(days=3 * 365)).date()
    agreed = {"ask": "agree", "giver": "甲", "taker": "乙", "purpose": "p", "basis": "b", "items": "i", "way": "w", "contact": "c",
              "assessment": str(one.pk), "starts_on": "2026-12-01", "ends_on": "2026-11-01"}  # fmt: skip
    text(client.post("/registry/accounts/", agreed), 400)
    assert client.post("/registry/accounts/", agreed | {"ends_on": "2027-11-01"}).status_code == 302
    assert client.post("/registry/accounts/", {"ask": "stop", "id": Agreement.objects.get().pk}).status_code == 302
    assert Agreement.objects.get().stopped_at is not None


def test_missed_visits_stand_on_the_page_of_the_registrar(as_, alice):
    load_visit_kinds(actor=SYSTEM_ACTOR, at=AT)
    register(alice, 1, need_tags="独居老人")
    VisitPlan.objects.update(due_on=AT.date() - timedelta(days=9))
    page = text(as_(alice).get("/registry/visits/"))
    assert "独居老人" in page


def test_an_office_adds_a_field_without_code_and_not_what_may_not_be_collected(as_, alice):
    client = as_(alice)
    given = {"label": "是否养犬", "kind": "boolean", "purpose": "办理犬证提醒", "purposes": ["community"]}
    assert client.post("/registry/fields/", given).status_code == 302
    resident = register(alice, 1, own_shi_fou_yang_quan="1")
    assert "是否养犬" in text(client.get(f"/registry/people/{resident.pk}/?purpose=community"))
    assert "不得采集" in text(client.post("/registry/fields/", given | {"label": "宗教信仰"}), 400)
    assert "不得采集" in text(client.post("/registry/fields/", given | {"label": "重点人员标签"}), 400)
    assert "用途" in text(client.post("/registry/fields/", {"label": "爱好", "kind": "text", "purpose": ""}), 400)


def test_somebody_moves_founds_a_household_has_a_child_and_leaves(as_, alice, bob, building):
    Dwelling.objects.create(building=building, stairwell="1", floor=3, room="301")
    resident = register(alice, 1)
    client, path = as_(alice), f"/registry/people/{resident.pk}/moves/"
    assert "没有这个房屋" in text(client.post(path, {"ask": "move", "building": building.code, "room": "999"}), 400)
    assert client.post(path, {"ask": "move", "building": building.code, "room": "301"}).status_code == 302
    assert client.post(path, {"ask": "household"}).status_code == 302
    assert client.post(path, {"ask": "birth", "name": "王小宝", "sex": "1", "born": "2026-11-01"}).status_code == 302
    page = text(client.get(path))
    assert page.count("/moves/") >= 3
    assert "小宝" not in page
    other = register(alice, 2)
    theirs = f"/registry/people/{other.pk}/moves/"
    assert "没有找到已立户的这个人" in text(client.post(theirs, {"ask": "join", "number": identity_number(7)}), 400)
    assert client.post(theirs, {"ask": "join", "number": identity_number(1)}).status_code == 302
    assert client.post(theirs, {"ask": "head"}).status_code == 302
    other.refresh_from_db()
    shared = Household.objects.get(pk=other.household_id)
    assert (shared.head_id, shared.members.count()) == (other.pk, 3)
    assert client.post(theirs, {"ask": "household"}).status_code == 302  # a household of one's own again
    other.refresh_from_db()
    assert other.household_id != shared.pk
    assert client.post(theirs, {"ask": "left", "sure": "yes"}).status_code == 302
    assert Household.objects.filter(ended_at__isnull=False).count() == 1  # nobody is left in it
    assert "请勾选确认" in text(client.post(path, {"ask": "left"}), 400)
    assert client.post(path, {"ask": "left", "sure": "yes"}).status_code == 302
    resident.refresh_from_db()
    assert resident.status == "2"
    assert as_(bob).get(path).status_code == 403
