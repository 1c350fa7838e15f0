"""The dispatcher's board: keyboard, filters in the address, live rows, and two people at one case."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from incidents.actions import desk
from incidents.models import Incident
from tests.browser.people import Door, Person
from tests.town import Town


def opened(door: Door, town: Town, path: str = "/desk/?order=new", name: str = "alice") -> Person:
    """A board whose line is up and whose list has come."""
    person = door.open(town.people[name])
    page = person.go(path)
    expect(page.locator(".live")).to_have_text("实时")
    expect(page.locator(".queue-body")).not_to_have_attribute("aria-busy", "true")
    return person


def test_two_keys_dispatch_the_most_urgent_case_to_the_first_proposal_and_a_third_takes_it_back(door: Door, town: Town) -> None:
    town.case(text="先来的")
    town.at += timedelta(seconds=1)
    town.case(text="后来的")
    page = opened(door, town, "/desk/").page
    expect(page.locator("#main li[data-id]")).to_have_count(2)
    page.keyboard.press("j")
    expect(page.locator(".detail article")).to_contain_text("先来的")
    page.keyboard.press("a")
    expect(page.locator("#toasts")).to_contain_text("已派遣：上水井盖 → 市政养护所")
    expect(page.locator(".detail .tag").first).to_have_text("待处置")
    case = Incident.objects.get(text="先来的")
    assert (case.state, case.unit) == ("dispatched", town.units["市政养护所"])
    page.keyboard.press("j")
    expect(page.locator(".detail article")).to_contain_text("后来的")
    page.keyboard.press("z")
    expect(page.locator("#toasts")).to_contain_text("已撤回：上水井盖")
    case.refresh_from_db()
    assert (case.state, case.unit) == ("filed", None)
    assert Incident.objects.get(text="后来的").state == "reported"


def test_a_reason_is_asked_for_and_a_template_fills_it(door: Door, town: Town) -> None:
    case = town.case()
    page = opened(door, town, f"/desk/?case={case.pk}").page
    expect(page.locator(".detail article")).to_be_visible()
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog", name="不予立案")
    dialog.get_by_role("button", name="与已有案件重复。").click()
    dialog.get_by_role("button", name="不予立案").click()
    expect(page.locator(".detail .tag").first).to_have_text("不予立案")
    expect(page.locator(".detail .steps")).to_contain_text("与已有案件重复。")


def test_slash_searches_and_the_address_keeps_filters_and_case(door: Door, town: Town) -> None:
    town.case(place="翠苑路1号")
    case = town.case(place="学院路88号")
    page = opened(door, town).page
    page.keyboard.press("/")
    page.keyboard.type("学院路")
    expect(page.locator("#main li[data-id]")).to_have_count(1)
    page.locator("#main li[data-id]").click()
    expect(page).to_have_url(re.compile(f"case={case.pk}"))
    page.reload()
    expect(page.locator("#main li[data-id]")).to_have_count(1)
    expect(page.locator(".detail article")).to_contain_text("学院路88号")
    expect(page.get_by_role("searchbox")).to_have_value("学院路")
    page.go_back()
    expect(page.locator(".detail article")).to_have_count(0)


def test_counts_tell_and_filter(door: Door, town: Town) -> None:
    town.case()
    filed = town.case(text="已立案的")
    desk.file_incident(actor=town.actor("alice"), incident_id=filed.pk, version=1, at=town.at)
    page = opened(door, town).page
    expect(page.locator("[data-stage=reported] b")).to_have_text("1")
    page.locator(".counts [data-stage=filed]").click()
    expect(page.locator("#main li[data-id]")).to_have_count(1)
    expect(page).to_have_url(re.compile("stage=filed"))
    page.go_back()
    expect(page.locator("#main li[data-id]")).to_have_count(2)


def test_new_cases_wait_behind_a_bar_and_known_rows_change_in_place(door: Door, town: Town) -> None:
    old = town.case(text="旧的")
    page = opened(door, town).page
    expect(page.locator("#main li[data-id]")).to_have_count(1)
    town.case(text="新的一")
    town.case(text="新的二")
    expect(page.locator(".fresh")).to_have_text("2 条新案件")
    expect(page.locator("#main li[data-id]")).to_have_count(1)
    desk.file_incident(actor=town.actor("alice"), incident_id=old.pk, version=1, at=town.at)
    expect(page.locator("#main li[data-id]")).to_contain_text("待派遣")
    page.locator(".fresh").click()
    expect(page.locator("#main li[data-id]")).to_have_count(3)
    expect(page.locator("#main li[data-id]").last).to_contain_text("待派遣")


def test_who_comes_second_sees_who_was_first_and_keeps_the_words(door: Door, town: Town) -> None:
    case = town.case()
    page = opened(door, town, f"/desk/?case={case.pk}").page
    expect(page.locator(".detail article")).to_be_visible()
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog", name="不予立案")
    dialog.get_by_label("理由").fill("我写了很久的理由")
    desk.send_to_verify(actor=town.actor("erin"), incident_id=case.pk, version=1, at=town.at)
    dialog.get_by_role("button", name="不予立案").click()
    alert = page.locator(".detail").get_by_role("alert")
    expect(alert).to_contain_text("Erin")
    expect(alert).to_contain_text("发核实")
    expect(alert).to_contain_text("我写了很久的理由")
    expect(page.locator(".detail .tag").first).to_have_text("待核实")


def test_where_the_step_is_still_possible_the_form_opens_again_with_the_words(door: Door, town: Town) -> None:
    case = town.case()
    page = opened(door, town, f"/desk/?case={case.pk}").page
    expect(page.locator(".detail article")).to_be_visible()
    page.keyboard.press("d")
    dialog = page.get_by_role("dialog", name="派遣")
    dialog.get_by_label("意见").fill("请优先")
    desk.file_incident(actor=town.actor("erin"), incident_id=case.pk, version=1, at=town.at)
    dialog.get_by_role("button", name="派遣", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Erin")
    expect(dialog.get_by_label("意见")).to_have_value("请优先")
    dialog.get_by_role("button", name="派遣", exact=True).click()
    expect(page.locator(".detail .tag").first).to_have_text("待处置")


def test_without_a_line_the_board_says_so_and_still_follows(door: Door, town: Town) -> None:
    person = door.open(town.people["alice"])
    person.context.add_init_script(
        "window.WebSocket = class { constructor() { setTimeout(() => this.onclose({ code: 1006 }), 10); } close() {} };"
    )
    person.page.clock.install()
    page = person.go("/desk/")
    expect(page.locator(".queue-body")).not_to_have_attribute("aria-busy", "true")
    town.case(text="断线时来的")
    page.clock.run_for(11_000)
    expect(page.locator(".live")).to_have_text("实时中断")
    page.clock.run_for(1_000)
    expect(page.locator(".fresh")).to_have_text("1 条新案件")
    town.case(text="还断着时来的")
    page.clock.run_for(16_000)
    page.clock.run_for(1_000)
    expect(page.locator(".fresh")).to_have_text("2 条新案件")


def test_a_case_of_another_street_is_not_found_and_not_shown(door: Door, town: Town) -> None:
    foreign = town.case(by="carol", grid=town.other_grid)
    page = opened(door, town, f"/desk/?case={foreign.pk}").page
    expect(page.locator("#toasts")).to_contain_text("没有这个案件")
    expect(page.locator("#main li[data-id]")).to_have_count(0)


def test_help_lists_the_keys_and_escape_closes_it(door: Door, town: Town) -> None:
    page = opened(door, town).page
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="快捷键")
    expect(dialog).to_contain_text("派遣给第一个建议单位")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_text_from_people_is_never_read_as_html(door: Door, town: Town) -> None:
    """E1: text of a report on row, detail and map."""
    nasty = "<img src=x onerror=alert(1)>"
    case = town.case(text=nasty, place=nasty)
    page = opened(door, town, f"/desk/?case={case.pk}").page
    expect(page.locator(".detail .story")).to_have_text(nasty)
    expect(page.locator("#main li .where")).to_contain_text(nasty)
    assert page.locator("img[src=x]").count() == 0


def test_a_row_lights_its_place_and_a_pin_opens_its_case(door: Door, town: Town) -> None:
    case = town.case(text="图上的")
    page = opened(door, town, "/desk/?map=16/22.705/114.305").page
    page.locator("#main li[data-id]").hover()
    glow = page.locator(".mark-glow")
    expect(glow).to_be_visible()
    box = glow.bounding_box()
    assert box
    page.mouse.move(700, 880)
    expect(glow).to_have_count(0)
    head = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 19)
    wave(page, *head)
    expect(page.locator(".pin-tip")).to_have_text("上水井盖")
    expect(page.locator("#main .row")).to_have_class(re.compile(r"\blit\b"))
    page.mouse.click(*head)
    expect(page).to_have_url(re.compile(f"case={case.pk}"))
    expect(page.locator(".detail article")).to_contain_text("图上的")


def wave(page: Page, x: float, y: float) -> None:
    """Move about a pin until it is noticed: Leaflet looks at the mouse every 32 ms at most, and pins come with the net."""
    for n in range(200):
        page.mouse.move(x + n % 3 - 1, y)
        if page.locator(".pin-tip").count():
            return
        page.wait_for_timeout(50)


def test_a_case_without_a_place_is_put_on_the_map_by_a_click(door: Door, town: Town) -> None:
    case = town.case(lon=None, lat=None, community="440399001001")
    page = opened(door, town, f"/desk/?case={case.pk}&map=14/22.71/114.32").page
    expect(page.locator(".detail")).to_contain_text("大致位置")
    page.keyboard.press("p")
    expect(page.locator("#toasts")).to_contain_text("请在地图上点击案件的位置")
    page.locator(".map").click(position={"x": 200, "y": 400})
    expect(page.locator(".detail .marks")).not_to_contain_text("大致位置")
    case.refresh_from_db()
    assert case.point is not None


def test_a_duplicate_is_merged_into_the_case_near_by(door: Door, town: Town) -> None:
    first, second = town.case(text="先报的"), town.case(text="又报的")
    page = opened(door, town, f"/desk/?case={second.pk}").page
    expect(page.locator(".near")).to_contain_text("0 m")
    page.keyboard.press("m")
    page.get_by_role("dialog").get_by_role("button", name="并案").click()
    expect(page.locator(".detail .tag").first).to_have_text("已并案")
    second.refresh_from_db()
    assert second.survivor == first


def test_a_key_never_reaches_the_case_that_is_no_longer_chosen(door: Door, town: Town) -> None:
    """Between choosing a case and seeing it, the old one is still on the screen: its buttons must be dead."""
    first = town.case(text="先看的")
    town.at += timedelta(seconds=1)
    second = town.case(text="后选的")
    page = opened(door, town, f"/desk/?order=new&case={first.pk}").page
    expect(page.locator(".detail")).to_contain_text("先看的")
    held = []
    page.route(f"**/desk/cases/{second.pk}/", lambda route: held.append(route), times=1)  # noqa: PLW0108  (playwright marks functions)
    page.locator("#main li[data-id]").first.click()
    expect(page.locator("#main .row").first).to_have_attribute("aria-current", "true")
    page.keyboard.press("a")
    page.locator(".detail [data-step=dispatch]").click(force=True)
    page.keyboard.press("r")
    expect(page.locator("dialog[open]")).to_have_count(0)
    for route in held:
        route.continue_()
    expect(page.locator(".detail")).to_contain_text("后选的")
    assert set(Incident.objects.values_list("state", flat=True)) == {"reported"}
    page.keyboard.press("a")
    expect(page.locator(".detail .tag").first).to_have_text("待处置")
    second.refresh_from_db()
    assert second.state == "dispatched"
