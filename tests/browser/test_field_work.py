"""Visits, patrols and one-point checks on a phone: with a network, without one, and with what is kept of people."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Leave, Post
from grids import queries as names
from grids.actions.patrols import Fix, plan_point, start_patrol
from grids.actions.patrols.walking import keep_track
from grids.models import Building, CheckIn, Patrol, TrackPoint
from incidents.actions import desk
from incidents.models import Incident
from residents.actions.declaring import load_fields
from residents.actions.registering import register_resident
from residents.actions.rights import challenge_value
from residents.actions.tasks import ask_worker
from residents.actions.visits import load_visit_kinds, plan_visit
from residents.models import Enterprise, Errand, Resident, SpotCheck, Visit
from tests.browser.people import Door
from tests.browser.pictures import photo, photo_of_code
from tests.browser.test_outbox import emptied, settled
from tests.town import Town, inside, square

FACTS = """async () => {
  const open = await new Promise((done) => { const asked = indexedDB.open("wangge-facts"); asked.onsuccess = () => done(asked.result); });
  if (!open.objectStoreNames.contains("facts")) return (open.close(), []);
  const all = await new Promise((done) => { const asked = open.transaction("facts").objectStore("facts").getAll(); asked.onsuccess = () => done(asked.result); });
  open.close();
  return all.map((one) => ({ key: one.key, sealed: Boolean(one.sealed.iv), text: new TextDecoder().decode(one.sealed.bytes) }));
}"""
AGE = """async (hours) => {
  const open = await new Promise((done) => { const asked = indexedDB.open("wangge-facts"); asked.onsuccess = () => done(asked.result); });
  const store = open.transaction("facts", "readwrite").objectStore("facts");
  const rows = await new Promise((done) => { const asked = store.getAll(); asked.onsuccess = () => done(asked.result); });
  for (const row of rows) store.put({ ...row, at: row.at - hours * 3600 * 1000 });
  await new Promise((done) => { store.transaction.oncomplete = done; });
  open.close();
}"""

DASHES = """window.dashed = 0;
const was = CanvasRenderingContext2D.prototype.setLineDash;
CanvasRenderingContext2D.prototype.setLineDash = function (dash) { window.dashed += dash.length ? 1 : 0; return was.call(this, dash); };"""


@pytest.fixture
def due(town: Town) -> Town:
    """One person and one shop in Bob's grid are due for a visit."""
    load_fields(actor=SYSTEM_ACTOR, at=town.at)
    load_visit_kinds(actor=SYSTEM_ACTOR, at=town.at)
    values = {"name": "王桂兰", "phone": "19900001234"}
    person = register_resident(actor=SYSTEM_ACTOR, resident_id=uuid4(), code=town.grid, values=values, at=town.at)
    firm = Enterprise.objects.create(name="甲饮食店", code=town.grid, address="学院路88号")
    for target in ({"kind": "solitary_elderly", "resident_id": person.pk}, {"kind": "enterprise", "enterprise_id": firm.pk}):
        plan_visit(actor=SYSTEM_ACTOR, at=town.at, due_on=town.at.date(), **target)
    return town


def visit(page: Page, row: str, outcome: str) -> None:
    page.locator("#visits .task", has_text=row).click()
    page.locator("label.tile", has_text=outcome).first.click()


def test_a_visit_takes_three_taps_and_an_errand_is_one_more(door: Door, due: Town) -> None:
    page = door.open(due.people["bob"], phone=True, at=inside(due.grid)).go("/w/visits/")
    expect(page.locator("#visits .task")).to_have_count(2)
    visit(page, "王**", "已见面")  # 1 row, 2 outcome
    page.locator("label.tile", has_text="就医取药").click()
    page.get_by_role("button", name="保存", exact=True).click()  # 3 save
    expect(page.locator("#errands li")).to_contain_text("就医取药")
    emptied(page)
    expect(page.locator("#visits .task")).to_have_count(1)
    page.get_by_role("button", name="办结").click()
    expect(page.locator("#errands li")).to_have_count(0)
    assert (Visit.objects.get().outcome, Errand.objects.get().done_by) == ("met", due.people["bob"].pk)


def test_a_need_becomes_a_case_whose_form_is_filled_in(door: Door, due: Town) -> None:
    page = door.open(due.people["bob"], phone=True, at=inside(due.grid)).go("/w/visits/")
    visit(page, "甲饮食店", "已见面")
    page.get_by_role("button", name="保存并上报").click()
    expect(page.get_by_label("地点描述")).to_have_value("学院路88号")
    page.locator("label.tile").first.click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已送达。")).to_be_visible()
    assert Visit.objects.get().case_id == Incident.objects.get().pk


def test_offline_the_list_is_there_masked_and_sealed_and_a_visit_arrives_later(street: Door, network, due: Town) -> None:
    bob = street.open(due.people["bob"], phone=True, at=inside(due.grid))
    page = bob.go("/w/")
    settled(page, "/w/", "/w/visits/")
    bob.go("/w/visits/")
    expect(page.locator("#visits .task")).to_have_count(2)
    [kept] = [one for one in page.evaluate(FACTS) if one["key"].endswith(":visits")]
    assert kept["sealed"]
    assert "王" not in kept["text"]

    network.offline = True
    page.goto(bob.address + "/w/visits/")
    visit(page, "王**", "无人")
    assert "王桂兰" not in page.content()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#visits .task", has_text="王**")).to_contain_text("已走访，待上传")
    network.offline = False
    page.evaluate("dispatchEvent(new Event('online'))")
    emptied(page)
    assert Visit.objects.get().outcome == "absent"


def test_offline_what_was_seen_at_the_door_and_a_leave_wait_for_the_network(street: Door, network, due: Town) -> None:
    person = Resident.objects.get()
    doubt = challenge_value(actor=SYSTEM_ACTOR, resident_id=person.pk, field="phone", value="19900005678", source="卫健", at=due.at)
    ask_worker(actor=SYSTEM_ACTOR, doubt_id=doubt.pk, at=due.at)
    bob = street.open(due.people["bob"], phone=True, at=inside(due.grid))
    page = bob.go("/w/")
    settled(page, "/w/", "/w/changes/")
    bob.go("/w/changes/")
    expect(page.locator("#tasks .task")).to_have_count(1)
    lead = Post.objects.create(
        user=due.people["bea"], role="grid_leader", unit=due.units["第一街道办事处"], code=due.grid[:12], starts_at=due.at
    )
    lena = street.open(due.people["bea"], phone=True)
    leaves = lena.go("/w/leaves/")
    expect(leaves.locator("#leave")).to_be_visible()

    network.offline = True
    page.goto(bob.address + "/w/changes/")
    page.locator("#tasks .task", has_text="王**").click()  # 1 row
    page.locator("label.tile", has_text="199****5678").click()  # 2 which is right
    page.get_by_role("button", name="保存").click()  # 3 save
    expect(page.locator("#tasks .task")).to_contain_text("已核实，待上传")
    leaves.get_by_label("谁请假").select_option(label=f"Bob · {names.full_name(due.grid)}")
    leaves.get_by_role("button", name="保存").click()
    expect(leaves.locator("#toasts")).to_contain_text("联网自动发送")
    network.offline = False
    for tab in (page, leaves):
        tab.evaluate("dispatchEvent(new Event('online'))")
    emptied(page)
    expect(leaves.locator("form[data-leave]")).to_contain_text("Bob")  # drawn anew once it has arrived
    doubt.refresh_from_db()
    assert (doubt.state, Leave.objects.get().post.user, lead.role) == ("accepted", due.people["bob"], "grid_leader")


def test_a18_after_a_day_and_after_the_sign_out_nobody_is_left_on_the_phone(street: Door, network, due: Town) -> None:
    bob = street.open(due.people["bob"], phone=True)
    page = bob.go("/w/")
    settled(page, "/w/", "/w/visits/", "/w/mine/")
    bob.go("/w/visits/")
    expect(page.locator("#visits .task")).to_have_count(2)
    network.offline = True
    page.evaluate(AGE, 25)
    page.goto(bob.address + "/w/visits/")
    expect(page.locator("#no-visits")).to_be_visible()
    assert not [one for one in page.evaluate(FACTS) if one["key"].endswith(":visits")]

    network.offline = False
    page.goto(bob.address + "/w/visits/")
    expect(page.locator("#visits .task")).to_have_count(2)
    page.goto(bob.address + "/w/mine/")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate(FACTS) == []


def test_a_patrol_walks_checks_in_survives_a_killed_tab_and_arrives_without_a_network(street: Door, network, town: Town) -> None:
    lon, lat = inside(town.grid)
    plan_point(actor=SYSTEM_ACTOR, point_id=uuid4(), name="北门消防栓", lon=lon, lat=lat, at=town.at)
    bob = street.open(town.people["bob"], phone=True, at=(lon, lat))
    page = bob.go("/w/")
    settled(page, "/w/", "/w/patrol/")
    bob.go("/w/patrol/")
    expect(page.locator("#points li")).to_contain_text("今日待查")
    network.offline = True
    page.get_by_role("button", name="开始巡查").click()
    expect(page.locator("#duty")).to_contain_text("巡查中")
    bob.context.set_geolocation({"longitude": lon + 0.0004, "latitude": lat, "accuracy": 8})
    page.locator("#points button").click()
    expect(page.locator("#points li")).to_contain_text("已打卡")
    page.close()  # killed

    page = bob.page = bob.context.new_page()
    page.goto(bob.address + "/w/patrol/")
    expect(page.get_by_role("button", name="结束巡查")).to_be_visible()
    bob.context.set_geolocation({"longitude": lon + 0.0008, "latitude": lat, "accuracy": 8})
    page.get_by_role("button", name="结束巡查").click()
    expect(page.locator("#duty")).to_contain_text("不记录位置")
    assert not Patrol.objects.exists()
    network.offline = False
    page.evaluate("dispatchEvent(new Event('online'))")
    emptied(page)
    patrol = Patrol.objects.get()
    assert patrol.stopped_at is not None
    assert (TrackPoint.objects.filter(patrol=patrol).count() >= 1, CheckIn.objects.get().by) == (True, "position")


def test_where_nothing_was_heard_of_a_walk_the_way_is_dashed(door: Door, town: Town) -> None:
    lon, lat = inside(town.grid)
    begun, bob = town.at - timedelta(seconds=150), town.actor("bob")
    patrol, _new = start_patrol(actor=bob, patrol_id=uuid4(), captured_at=begun, at=begun)

    def heard(*seconds: int) -> None:
        fixes = [Fix(second, lon + second * 1e-5, lat, 8.0, begun + timedelta(seconds=second)) for second in seconds]
        keep_track(actor=bob, patrol_id=patrol.pk, fixes=fixes, at=town.at)

    heard(1, 10, 20)
    worker = door.open(town.people["bob"], phone=True, at=(lon, lat))
    worker.context.add_init_script(DASHES)
    page = worker.go("/w/patrol/")
    expect(page.locator("#figures")).to_contain_text("0.0 公里")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.dashed") == 0
    heard(140)
    page.reload()
    page.wait_for_function("() => window.dashed > 0")


def test_far_from_a_point_only_its_code_checks_in_read_from_a_photo_or_typed(door: Door, town: Town) -> None:
    lon, lat = inside(town.grid)
    names = ("北门消防栓", "充电棚", "垃圾投放点")
    read, typed, quick = (
        plan_point(actor=SYSTEM_ACTOR, point_id=uuid4(), name=name, lon=lon + 0.003, lat=lat, at=town.at) for name in names
    )
    bob = door.open(town.people["bob"], phone=True, at=(lon, lat))
    fetched: list[str] = []
    bob.page.on("request", lambda request: fetched.append(request.url))
    page = bob.go("/w/patrol/")
    page.get_by_role("button", name="开始巡查").click()
    expect(page.locator("#duty")).to_contain_text("巡查中")
    row = page.locator("#points li", has_text=read.name)
    expect(row).to_contain_text("310 米")
    row.locator("button").click()
    expect(page.locator("#toasts")).to_contain_text("走近后再打卡")
    assert page.evaluate("'BarcodeDetector' in window") is False  # as on phones without Google's services: our decoder reads it
    page.locator("#code").set_input_files(photo_of_code(f"wangge:{read.pk}:{read.mark}"))
    expect(row).to_contain_text("已打卡")
    page.locator("#code").set_input_files(photo(50))
    expect(page.locator("#toasts")).to_contain_text("没有读到二维码")
    page.get_by_label("二维码文字").fill(f"wangge:{typed.pk}:{typed.mark}")
    page.locator("#typed-form button").click()
    expect(page.locator("#points li", has_text=typed.name)).to_contain_text("已打卡")
    emptied(page)
    assert any("/vendor/qr/" in url for url in fetched)

    fetched.clear()
    bob.context.add_init_script(
        f"window.BarcodeDetector = class {{ detect = async () => [{{ rawValue: 'wangge:{quick.pk}:{quick.mark}' }}]; }}"
    )
    page.reload()
    page.locator("#code").set_input_files(photo(50))
    expect(page.locator("#points li", has_text=quick.name)).to_contain_text("已打卡")
    emptied(page)
    assert not any("/vendor/qr/" in url for url in fetched)  # where the browser reads codes nothing is fetched for it
    assert list(CheckIn.objects.values_list("by", flat=True)) == ["code"] * 3


def test_a_task_is_handed_to_a_colleague(door: Door, town: Town) -> None:
    case = town.case()
    desk.send_to_verify(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at)
    page = door.open(town.people["bob"], phone=True).go(f"/w/tasks/{case.pk}/")
    page.locator("summary", has_text="移交").click()
    page.get_by_label("Bea").check()
    page.get_by_role("button", name="移交").click()
    expect(page.get_by_text("没有待办任务。")).to_be_visible()
    page.goto(f"{door.address}/w/tasks/")
    expect(page.get_by_role("heading", name="同事在办")).to_be_visible()
    case.refresh_from_db()
    assert case.worker == town.people["bea"]


def test_the_map_opens_a_building_and_one_check_tells_everything(door: Door, town: Town) -> None:
    lon, lat = inside(town.grid)
    Building.objects.create(
        code="B1", name="3栋", address="学院路88号", grid_code=town.grid, floors=6, footprint=square(0, 0), source="房屋普查"
    )
    page = door.open(town.people["bob"], phone=True, at=(lon, lat)).go("/w/check/")
    page.get_by_label("楼栋或商铺").fill("学院路")
    page.locator("#found a").click()
    expect(page.locator("#spot")).to_contain_text("房屋普查")
    page.locator("label.tile", has_text="疏散通道").click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("已保存")
    emptied(page)
    assert SpotCheck.objects.get().faults == ["exits"]
    page.goto(f"{door.address}/w/map/")
    expect(page.locator(".area-name", has_text="第001网格")).not_to_have_count(0)
    expect(page.locator("h1")).to_contain_text(re.compile("地图"))
