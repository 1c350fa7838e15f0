"""Whole stories of the portal with everybody in them: a report judged by who sent it, and a small thing that neighbours mend."""

import re

from django.utils import timezone
from playwright.sync_api import Download, Page, expect

from incidents.actions import desk, field
from incidents.models import Incident, MeToo
from tests.browser.pages import kept
from tests.browser.people import Door
from tests.browser.pictures import photo
from tests.browser.portaltown import reported
from tests.browser.test_accessibility import findings_on
from tests.browser.test_resident import Taps
from tests.incidents.portal.test_my_data import PHONE, last_code
from tests.town import Town, inside

SMALL = {"size": (300, 200)}


def sent_with_photo_and_phone(page: Page) -> int:
    """From the opened form to the link; how many taps. The phone number is typed, as whoever wants news does."""
    tap = Taps()
    tap(page.get_by_role("button", name="用手机定位"))
    expect(page.locator(".named")).to_contain_text("第1社区")
    tap(page.get_by_role("button", name="就是这里，下一步"))
    tap(page.locator("label.tile").first)
    with page.expect_file_chooser() as chooser:
        tap(page.locator("[data-shots] .add"))
    chooser.value.set_files(photo(**SMALL))
    tap(page.get_by_role("button", name="下一步", exact=True))
    page.get_by_label("手机号").fill(PHONE)
    tap(page.get_by_role("button", name="发送"))
    expect(page).to_have_url(re.compile("/follow/[0-9a-f]{64}/$"))
    return tap.count


def handled_and_closed(town: Town, case: Incident) -> None:
    """The office, the unit and the grid do their part."""
    alice, dan, at = town.actor("alice"), town.actor("dan"), timezone.now()
    desk.dispatch_incident(actor=alice, incident_id=case.pk, version=None, at=at, unit_id=town.units["市政养护所"].pk)
    field.feed_back_incident(actor=dan, incident_id=case.pk, version=None, at=at, opinion="已更换井盖", photos=[kept(town, "dan")])
    desk.send_to_check(actor=alice, incident_id=case.pk, version=None, at=at)
    field.check_incident(actor=town.actor("bob"), incident_id=case.pk, version=None, at=at, result="passed")
    desk.close_incident(actor=alice, incident_id=case.pk, version=None, at=at)


def test_reported_with_a_photo_released_met_by_a_neighbour_closed_judged_and_opened_again(door: Door, town: Town) -> None:
    """C13: the photo is public only after the moderator; D1: a wrong code proves nothing; six taps, the photo's among them."""
    resident = door.open(phone=True, at=inside(town.grid))
    assert sent_with_photo_and_phone(resident.go("/report/")) <= 6
    case, link = Incident.objects.get(), resident.page.url.removeprefix(door.address)
    desk.file_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at)

    neighbour = door.open(phone=True)
    page = neighbour.go("/around/")
    page.locator("#cases a.task").click()
    expect(page.get_by_text(case.number)).to_be_visible()
    expect(page.locator(".thumb")).to_have_count(0)
    moderator = door.open(town.people["alice"]).go("/moderation/")
    moderator.get_by_role("button", name="公开", exact=True).first.click()
    expect(moderator.get_by_text("没有待审核的照片。")).to_be_visible()
    page.reload()
    expect(page.locator(".thumb img")).to_have_js_property("complete", True)
    page.get_by_role("button", name="我也遇到").click()
    expect(page.get_by_role("status").first).to_contain_text("您也遇到了")
    assert MeToo.objects.filter(incident=case).count() == 1

    handled_and_closed(town, case)
    page = resident.go(link)
    expect(page.locator(".said")).to_have_text("已办结，感谢您的反映。")
    assert not findings_on(page)
    page.get_by_role("button", name="2 星").tap()
    expect(page.get_by_role("status").first).to_contain_text("谢谢您的评价")
    page.get_by_text("没有解决，重新打开").tap()
    page.get_by_label("哪里没有解决").fill("井盖还是响")
    page.get_by_role("button", name="重新打开").tap()
    expect(page.get_by_role("status").first).to_contain_text("已重新打开")
    case.refresh_from_db()
    assert (case.state, case.rating, case.reopens) == ("filed", 2, 1)
    own_number(door, town, case)


def own_number(door: Door, town: Town, case: Incident) -> None:
    """On another phone, by the number and a code: see, who has looked, take a copy, delete."""
    office = door.open(town.people["alice"]).go(f"/contact/{case.pk}/")
    office.get_by_label("查看完整号码的理由").fill("核对井盖的位置")
    office.get_by_role("button", name="查看号码").click()
    expect(office.get_by_role("link", name=PHONE)).to_be_visible()

    page = door.open(phone=True).go("/mine/")
    page.get_by_role("link", name="获取验证码").tap()
    page.get_by_label("手机号").fill(PHONE)
    page.get_by_role("button", name="获取验证码").tap()
    expect(page.get_by_label("验证码")).to_be_visible()
    code = last_code()
    page.get_by_label("验证码").fill(f"{(int(code) + 1) % 1_000_000:06d}")
    page.get_by_role("button", name="确定").tap()
    expect(page.locator(".note.late")).to_contain_text("验证码不正确")
    page.get_by_role("button", name="重新获取").tap()
    expect(page.locator(".note.late")).to_contain_text("操作太频繁")  # D3: once a minute
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="确定").tap()
    expect(page.get_by_text(case.number)).to_be_visible()
    expect(page.locator(".steps")).to_contain_text("核对井盖的位置")
    assert not findings_on(page)
    with page.expect_download() as copy:
        page.get_by_role("link", name="下载一份").tap()
    assert case.number in text_of(copy.value)
    page.get_by_text(case.number).tap()
    expect(page.locator(".way")).to_be_visible()
    page.reload()  # of the same report, as after a form
    page.goto(page.url.partition("#")[0])
    expect(page.locator(".way")).to_be_visible()
    page.goto(f"{door.address}/my-data/")
    page.get_by_role("button", name="删除这个号码").tap()
    expect(page.get_by_role("heading", name="这部手机上的反映")).to_be_visible()
    expect(page.locator("#none")).to_be_visible()  # it is not this phone's: nothing of it stays here


def text_of(download: Download) -> str:
    """What was downloaded."""
    return download.path().read_text(encoding="utf-8")


def test_a_small_thing_is_offered_taken_up_mended_checked_and_thanked_for(door: Door, town: Town) -> None:
    case = reported(town, "绿地里有纸屑", "学院路88号")
    office = door.open(town.people["alice"]).go("/moderation/")
    office.get_by_role("button", name="开放认领").click()
    expect(office.get_by_role("button", name="开放认领")).to_have_count(0)

    helper = door.open(phone=True)
    page = helper.go("/around/?offered=on")
    page.locator("#cases a.task").tap()
    page.get_by_text("我来认领").tap()
    page.get_by_label("我是").select_option("volunteers")
    page.get_by_label("署名").fill("红马甲志愿队")
    page.get_by_role("button", name="认领", exact=True).tap()
    expect(page.locator("#adoption")).to_contain_text("红马甲志愿队已认领")
    other = door.open(phone=True)
    other.go(f"/around/{case.number}/")
    expect(other.page.get_by_role("button", name="已完成，请核查")).to_have_count(0)
    page.get_by_label("完成后的照片").set_input_files(photo(200, **SMALL))
    page.get_by_role("button", name="已完成，请核查").tap()
    expect(page.locator("#adoption")).to_contain_text("网格员正在核查")

    worker = door.open(town.people["bob"], phone=True).go("/w/")
    worker.locator("a.task").tap()
    worker.get_by_label("通过", exact=True).check(force=True)
    worker.get_by_role("button", name="核查").tap()
    expect(worker.get_by_text("没有待办任务。")).to_be_visible()
    desk.close_incident(actor=town.actor("alice"), incident_id=case.pk, version=None, at=town.at)
    other.page.reload()
    expect(other.page.locator("#adoption")).to_contain_text("红马甲志愿队（志愿队）修好了它，谢谢！")


def test_a_report_is_filed_by_keyboard_alone(door: Door, town: Town) -> None:
    page = door.open(phone=True).go("/report/")
    expect(page.locator(".leaflet-container")).to_be_visible()
    reach(page, "#place")
    page.keyboard.type("学院路88号")
    reach(page, "#community")
    page.keyboard.press("ArrowDown")
    press(page, "就是这里，下一步")
    reach(page, "input[name=category]")
    page.keyboard.press("Space")
    press(page, "下一步")
    press(page, "发送")
    expect(page).to_have_url(re.compile("/follow/[0-9a-f]{64}/$"))
    case = Incident.objects.get()
    assert (case.place, case.community) == ("学院路88号", "440399001001")


def reach(page: Page, selector: str) -> None:
    """Tab to a field."""
    tab_until(page, f"document.activeElement.matches('{selector}')")


def press(page: Page, name: str) -> None:
    """Tab to a button and press it."""
    tab_until(page, f"document.activeElement.textContent.trim() === '{name}'")
    page.keyboard.press("Enter")


def tab_until(page: Page, there: str) -> None:
    """Press Tab until the focus is there; a page has fewer stops than sixty."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(there):
            return
    raise AssertionError(f"not reached by keyboard: {there}")
