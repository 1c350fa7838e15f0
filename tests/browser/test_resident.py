"""A resident reports in three steps and follows by a link; without scripts by one plain form."""

import re

from playwright.sync_api import Page, expect

from incidents.actions import desk
from incidents.models import Incident
from tests.browser.people import Door
from tests.browser.pictures import photo
from tests.town import Town, inside


def at_work(page: Page) -> Page:
    """The form's scripts have come: what is touched before that does nothing."""
    expect(page.locator(".leaflet-container")).to_be_visible()
    return page


def test_three_steps_and_the_link_shows_how_far_it_is(door: Door, town: Town) -> None:
    person = door.open(phone=True, at=inside(town.grid))
    page = at_work(person.go("/report/"))
    page.get_by_role("button", name="用手机定位").click()
    expect(page.locator(".named")).to_contain_text("第1社区")
    page.get_by_role("button", name="就是这里，下一步").click()
    page.locator("label.tile").first.click()
    page.locator("[data-shots] input").set_input_files(photo())
    page.get_by_label("一句话说明").fill("井盖响了一夜")
    page.get_by_role("button", name="下一步", exact=True).click()
    expect(page.locator("[data-sum=text]")).to_have_text("井盖响了一夜")
    expect(page.locator("[data-sum=photos] img")).to_have_count(1)
    page.get_by_role("button", name="发送").click()
    expect(page).to_have_url(re.compile("/follow/[0-9a-f]{64}/$"))
    expect(page.locator(".said")).to_have_text("已收到，街道正在受理。")
    expect(page.locator(".thumb img")).to_have_js_property("complete", True)

    case = Incident.objects.get()
    assert (case.source, case.code, case.text) == ("resident", town.grid, "井盖响了一夜")
    desk.dispatch_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)
    page.reload()
    expect(page.locator(".way .now")).to_contain_text("处置")
    expect(page.locator("main")).to_contain_text("市政养护所")
    expect(page.locator("main")).not_to_contain_text("Alice")


def test_a_step_cannot_be_left_without_what_it_asks(door: Door, town: Town) -> None:
    page = at_work(door.open(phone=True).go("/report/"))
    page.get_by_role("button", name="就是这里，下一步").click()
    expect(page.locator("#toasts")).to_contain_text("请拖动地图、选社区或写下地点。")
    page.get_by_label("社区").select_option(label="第一街道第2社区")
    page.get_by_role("button", name="就是这里，下一步").click()
    page.get_by_role("button", name="下一步", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("请选一类问题。")
    page.go_back()
    expect(page.get_by_role("button", name="就是这里，下一步")).to_be_visible()


def test_what_was_filled_in_survives_a_reload(door: Door, town: Town) -> None:
    page = at_work(door.open(phone=True).go("/report/"))
    page.get_by_label("地点描述").fill("学院路88号")
    before = page.locator("input[name=id]").input_value()
    page.reload()
    expect(page.get_by_label("地点描述")).to_have_value("学院路88号")
    assert page.locator("input[name=id]").input_value() == before


def test_a_report_whose_answer_was_lost_is_sent_again_as_the_same_case(door: Door, town: Town) -> None:
    """A1: the first PUT reaches the server, its answer does not reach the phone."""
    page = at_work(door.open(phone=True, at=inside(town.grid)).go("/report/"))
    page.get_by_role("button", name="用手机定位").click()
    expect(page.locator(".named")).to_contain_text("第1社区")
    page.get_by_role("button", name="就是这里，下一步").click()
    page.locator("label.tile").first.click()
    page.get_by_role("button", name="下一步", exact=True).click()
    lost = []

    def lose(route, request) -> None:
        route.fetch()
        lost.append(request.url)
        route.abort()

    page.route("**/api/incidents/*/", lose, times=1)
    page.get_by_role("button", name="发送").click()
    expect(page).to_have_url(re.compile("/follow/"))  # the outbox sends it again by itself
    assert lost
    assert Incident.objects.count() == 1


def test_without_scripts_one_plain_form_does_the_same(door: Door, town: Town) -> None:
    page = door.open(phone=True, scripts=False).page
    page.goto(f"{door.address}/report/")
    page.locator("label.tile").first.click()
    page.get_by_label("社区").select_option(label="第一街道第1社区")
    page.get_by_label("地点描述").fill("学院路88号")
    page.locator("input.plain-file").set_input_files(photo())
    page.get_by_label("一句话说明").fill("没有脚本也能报")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".said")).to_have_text("已收到，街道正在受理。")
    case = Incident.objects.get()
    assert (case.source, case.community, case.photos.count()) == ("resident", "440399001001", 1)


class Taps:
    """Counts what a finger does."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, target) -> None:
        self.count += 1
        target.tap()


def test_from_the_first_page_to_sent_with_a_photo_in_six_taps(door: Door, town: Town) -> None:
    """The tap on the first page asks for the position too; the camera's own button is not counted."""
    page = door.open(phone=True, at=inside(town.grid)).go("/")
    expect(page.get_by_text("会先问手机的位置")).to_be_visible()
    tap = Taps()
    tap(page.get_by_role("main").get_by_role("link", name="我要反映"))
    expect(at_work(page).locator(".named")).to_contain_text("第1社区")
    tap(page.get_by_role("button", name="就是这里，下一步"))
    tap(page.locator("label.tile").first)
    with page.expect_file_chooser() as chooser:
        tap(page.locator("[data-shots] .add"))
    chooser.value.set_files(photo())
    tap(page.get_by_role("button", name="下一步", exact=True))
    tap(page.get_by_role("button", name="发送"))
    expect(page).to_have_url(re.compile("/follow/[0-9a-f]{64}/$"))
    assert tap.count == 6
    case = Incident.objects.get()
    assert (case.code, case.photos.count()) == (town.grid, 1)


def test_a_phone_that_does_not_tell_its_position_is_not_kept_from_reporting(door: Door, town: Town) -> None:
    page = at_work(door.open(phone=True).go("/report/#here"))
    expect(page.locator(".accuracy")).to_contain_text("请拖动地图")
    page.get_by_label("社区").select_option(label="第一街道第2社区")
    page.get_by_role("button", name="就是这里，下一步").click()
    expect(page.locator("label.tile").first).to_be_visible()


def test_what_somebody_reported_already_is_joined_in_two_taps(door: Door, town: Town) -> None:
    case = town.case(text="井盖破损")
    page = at_work(door.open(phone=True, at=inside(town.grid)).go("/report/"))
    tap = Taps()
    tap(page.get_by_role("button", name="用手机定位"))
    expect(page.locator(".near")).to_contain_text("上水井盖")
    tap(page.get_by_role("button", name="我也遇到"))
    expect(page.get_by_text("已记下：您也遇到了。谢谢。")).to_be_visible()
    assert tap.count == 2
    assert case.metoos.count() == 1
    assert Incident.objects.count() == 1


def test_a_report_without_a_network_is_kept_and_sent_when_it_is_back(door: Door, town: Town) -> None:
    person = door.open(phone=True, at=inside(town.grid))
    page = at_work(person.go("/report/"))
    page.get_by_role("button", name="用手机定位").click()
    expect(page.locator(".named")).to_contain_text("第1社区")
    page.get_by_role("button", name="就是这里，下一步").click()
    page.locator("label.tile").first.click()
    page.locator("[data-shots] input").set_input_files(photo())
    expect(page.locator(".shot small")).to_contain_text("KB")
    page.get_by_role("button", name="下一步", exact=True).click()
    page.wait_for_load_state("networkidle")
    person.context.set_offline(True)
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("heading", name="已保存在手机上")).to_be_visible()
    assert not Incident.objects.exists()
    person.context.set_offline(False)
    expect(page).to_have_url(re.compile("/follow/[0-9a-f]{64}/$"))
    assert Incident.objects.get().photos.count() == 1
    page = person.go("/mine/")
    expect(page.locator("#mine a.task")).to_have_count(1)


def test_a_phone_and_privacy_go_along_and_an_address_is_found(door: Door, town: Town) -> None:
    page = at_work(door.open(phone=True).go("/report/"))
    page.get_by_label("社区").select_option(label="第一街道第1社区")
    page.get_by_role("button", name="就是这里，下一步").click()
    page.locator("label.tile").first.click()
    page.get_by_role("button", name="下一步", exact=True).click()
    page.get_by_label("手机号").fill("12")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".wrong")).to_contain_text("不是有效的手机号码")
    page.get_by_label("手机号").fill("13800138000")
    page.get_by_label("不公开我的描述和照片").check()
    page.get_by_role("button", name="发送").click()
    expect(page).to_have_url(re.compile("/follow/[0-9a-f]{64}/$"))
    case = Incident.objects.get()
    assert case.showing.private
    from governance.notices.models import Address

    assert Address.objects.get().topic == f"incident:{case.pk}"
