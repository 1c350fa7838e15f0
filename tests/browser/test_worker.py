"""The grid worker's phone: tasks in order, reports, and what keeps working when scripts are late or missing."""

from datetime import timedelta

from playwright.sync_api import expect

from incidents.actions import desk
from incidents.models import Category, Incident
from tests.browser.people import Door
from tests.browser.pictures import photo
from tests.incidents.walking import to
from tests.town import Town, inside


def test_a_worker_mends_it_on_the_spot_with_both_photos(door: Door, town: Town) -> None:
    page = door.open(town.people["bob"], phone=True, at=inside(town.grid)).go("/w/report/")
    expect(page.locator(".named")).to_contain_text("第001网格")
    page.locator("[data-shots=before] input").set_input_files(photo(100))
    page.locator("label.tile").first.click()
    page.get_by_label("当场已处理").check()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#toasts")).to_contain_text("需要一张处置后的照片")
    page.locator("[data-shots=after] input").set_input_files(photo(200))
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已送达。")).to_be_visible()
    case = Incident.objects.get()
    assert (case.state, case.code, sorted(case.photos.values_list("stage", flat=True))) == ("closed", town.grid, ["after", "before"])


def test_outside_the_own_grid_the_refusal_is_kept_and_goes_out_as_a_plain_report(door: Door, town: Town) -> None:
    page = door.open(town.people["bob"], phone=True, at=inside(town.other_grid)).go("/w/report/")
    expect(page.locator(".named")).to_contain_text("第001网格")
    page.locator("label.tile").first.click()
    page.get_by_label("当场已处理").check()
    page.locator("[data-shots=after] input").set_input_files(photo(200))
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#outbox")).to_contain_text("1 条需处理")
    page.get_by_role("link", name="查看").click()
    page.get_by_role("button", name="改为普通上报发送").click()
    expect(page.get_by_text("全部已上传。")).to_be_visible()
    assert (Incident.objects.get().state, Incident.objects.get().code) == ("reported", town.other_grid)


def test_moving_the_map_by_hand_overrides_the_position(door: Door, town: Town) -> None:
    page = door.open(town.people["bob"], phone=True, at=inside(town.grid)).go("/w/report/")
    expect(page.locator(".accuracy")).to_contain_text("GPS ±8")
    page.locator(".leaflet-container").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".accuracy")).to_have_text("已在地图上选定")


def test_a_photo_is_shrunk_on_the_phone_and_can_be_taken_back(door: Door, town: Town) -> None:
    page = door.open(town.people["bob"], phone=True).go("/w/report/")
    expect(page.locator(".leaflet-container")).to_be_visible()
    page.locator("[data-shots=before] input").set_input_files([photo(90, size=(4000, 3000)), photo(91)])
    expect(page.locator("[data-shots=before] .shot")).to_have_count(2)
    expect(page.locator("[data-shots=before] .shot small").first).to_contain_text("KB")
    page.get_by_role("button", name="删除这张照片").first.click()
    expect(page.locator("[data-shots=before] .shot")).to_have_count(1)


def test_categories_are_found_by_name_and_pinyin(door: Door, town: Town) -> None:
    town.category.pinyin = "shang shui jing gai"
    type(town.category).objects.filter(pk=town.category.pk).update(pinyin=town.category.pinyin)
    page = door.open(town.people["bob"], phone=True).go("/w/report/")
    expect(page.locator(".leaflet-container")).to_be_visible()
    page.get_by_role("button", name="更多").click()
    field = page.get_by_role("searchbox", name="搜索类别")
    for typed in ("井盖", "jinggai", "ssjg"):
        field.fill(typed)
        expect(page.locator(".found label")).to_contain_text("上水井盖")
    field.fill("xyz")
    expect(page.locator(".found")).to_be_hidden()


def test_what_a_worker_searches_for_often_becomes_a_tile(door: Door, town: Town) -> None:
    rows = [
        Category(
            kind="event", code=f"01{n:02d}", name=f"类别{n}", name_en=f"Kind {n}", major_code="01", major_name="市容", pinyin=f"lei bie {n}"
        )
        for n in range(10, 22)
    ]
    Category.objects.bulk_create(rows)
    page = door.open(town.people["bob"], phone=True, at=inside(town.grid)).go("/w/report/")
    expect(page.locator(".tiles label.tile", has_text="类别21")).to_have_count(0)
    page.get_by_role("button", name="更多").click()
    page.get_by_role("searchbox", name="搜索类别").fill("类别21")
    found = page.locator(".found label")
    expect(found).to_have_count(1)
    while not found.locator("input").is_checked():  # what is found is drawn anew while one types
        found.click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已保存")).to_be_visible()
    page.get_by_role("link", name="再报一条").click()
    expect(page.locator(".tiles label.tile").first).to_contain_text("类别21")
    expect(page.locator(".tiles > *")).to_have_count(8)


def test_tasks_stand_overdue_first_then_near(door: Door, town: Town) -> None:
    far, near, late = town.case(text="远"), town.case(text="近"), town.case(text="晚")
    lon, lat = inside(town.grid)
    for case, east, minutes in ((far, 0.004, 5), (near, 0.0001, 0), (late, 0.003, -60)):
        at = town.at + timedelta(minutes=minutes)
        desk.send_to_verify(actor=town.actor("alice"), incident_id=case.pk, version=1, at=at)
        Incident.objects.filter(pk=case.pk).update(point=f"SRID=4326;POINT({lon + east} {lat})", place=case.text)
    page = door.open(town.people["bob"], phone=True, at=(lon, lat)).go("/w/")
    expect(page.locator(".task .far").first).not_to_be_empty()
    expect(page.locator(".task .where")).to_have_text(["晚", "近", "远"])


def test_a7_a_stale_step_is_kept_with_its_words_and_shows_the_present_case(door: Door, town: Town) -> None:
    case = town.case()
    desk.send_to_verify(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at)
    page = door.open(town.people["bob"], phone=True).go(f"/w/tasks/{case.pk}/")
    expect(page.locator(".leaflet-container")).to_be_visible()
    desk.cancel_incident(actor=town.actor("erin"), incident_id=case.pk, version=2, at=town.at, reason="误报。")
    page.get_by_label("情况属实").check(force=True)
    page.locator("#verify-opinion").fill("确实破损")
    page.get_by_role("button", name="核实").click()
    expect(page.locator("#outbox")).to_contain_text("1 条需处理")
    page.get_by_role("link", name="查看").click()
    expect(page.locator("#unsent")).to_contain_text("Erin")
    expect(page.locator("#unsent")).to_contain_text("状态：待核实 → 已作废")
    expect(page.locator("#unsent")).to_contain_text("确实破损")
    page.get_by_role("link", name="看最新情况").click()
    expect(page.locator("main .tag").first).to_have_text("已作废")


def test_who_sends_work_back_is_asked_for_the_reason_on_the_phone_not_hours_later(door: Door, town: Town) -> None:
    case = to(town, "checking")
    page = door.open(town.people["bob"], phone=True).go(f"/w/tasks/{case.pk}/")
    page.get_by_label("不通过").check(force=True)
    page.get_by_role("button", name="核查").click()
    expect(page.locator("#toasts")).to_contain_text("请写明哪里没有办好")
    page.locator("#check-opinion").fill("井盖仍然松动")
    page.get_by_role("button", name="核查").click()
    page.wait_for_url("**/w/")
    case.refresh_from_db()
    assert case.state == "fed_back"


def test_without_scripts_a_task_is_done_by_its_form(door: Door, town: Town) -> None:
    case = town.case()
    desk.send_to_verify(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at)
    page = door.open(town.people["bob"], phone=True, scripts=False).page
    page.goto(f"{door.address}/w/tasks/{case.pk}/")
    page.get_by_label("没有发现").check(force=True)
    page.locator("input.plain-file").set_input_files(photo())
    page.get_by_role("button", name="核实").click()
    expect(page.get_by_text("没有待办任务。")).to_be_visible()
    case.refresh_from_db()
    assert (case.state, case.verified, case.photos.get().stage) == ("reported", "absent", "verify")


def test_without_scripts_the_report_form_files(door: Door, town: Town) -> None:
    page = door.open(town.people["bob"], phone=True, scripts=False).page
    page.goto(f"{door.address}/w/report/")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择类别。")
    page.locator("label.tile").first.click()
    page.get_by_label("地点描述").fill("学院路88号")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已上报")).to_be_visible()
    assert Incident.objects.get().reporter == town.people["bob"]
