"""The desk beyond single cases: order, drawn areas, views, own sentences, workers on the map, a call entered."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from incidents.models import Incident, Preset
from tests.browser.people import Door
from tests.browser.test_board import opened
from tests.town import STREET, Town


def test_dispatchers_find_the_most_urgent_first_and_a_key_turns_to_the_newest(door: Door, town: Town) -> None:
    urgent, new = town.case(place="急路1号"), town.case(place="新路2号")
    Incident.objects.filter(pk=urgent.pk).update(received_at=town.at - timedelta(hours=3), due_at=town.at + timedelta(minutes=5))
    Incident.objects.filter(pk=new.pk).update(due_at=town.at + timedelta(hours=5))
    page = opened(door, town, "/desk/").page
    rows = page.locator("#main .row .where")
    expect(rows).to_have_text([re.compile("急路"), re.compile("新路")])
    page.keyboard.press("s")
    expect(rows).to_have_text([re.compile("新路"), re.compile("急路")])
    expect(page).to_have_url(re.compile("order=new"))
    page.reload()
    expect(rows).to_have_text([re.compile("新路"), re.compile("急路")])


def test_an_area_drawn_on_the_map_filters_the_list_and_is_cleared_again(door: Door, town: Town) -> None:
    here, there = town.case(place="里面"), town.case(place="外面", grid=f"{STREET}001004", by="alice")
    assert here.point is not None
    assert there.point is not None
    page = opened(door, town, f"/desk/?map=16/{here.point.y}/{here.point.x}").page
    expect(page.locator("#main li[data-id]")).to_have_count(2)
    page.keyboard.press("b")
    box = page.locator(".map").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for dx, dy in ((-150, -120), (150, -120), (150, 150), (-150, 150)):
        page.mouse.click(middle[0] + dx, middle[1] + dy)
        page.wait_for_timeout(350)  # two clicks within a moment are a double click, which closes the area
    page.keyboard.press("Enter")
    expect(page.locator("#main li[data-id]")).to_have_count(1)
    expect(page.locator("#main .row .where")).to_contain_text("里面")
    expect(page).to_have_url(re.compile("ring="))
    page.reload()
    expect(page.locator("#main li[data-id]")).to_have_count(1)
    page.get_by_role("button", name="清除范围").click()
    expect(page.locator("#main li[data-id]")).to_have_count(2)


def test_a_view_is_kept_chosen_and_deleted(door: Door, town: Town) -> None:
    town.case()
    page = opened(door, town, "/desk/?stage=overdue").page
    page.get_by_role("button", name="保存…").click()
    page.get_by_label("把现在的筛选和地图存为").fill("只看超时")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("视图已保存")
    page.locator(".narrow [data-stage=open]").click()
    expect(page.locator("#main li[data-id]")).to_have_count(1)
    page.locator(".views select").select_option("只看超时")
    expect(page.locator(".counts [data-stage=overdue]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#main li[data-id]")).to_have_count(0)
    page.get_by_role("button", name="保存…").click()
    page.get_by_role("button", name="删除只看超时").click()
    expect(page.get_by_role("button", name="删除只看超时")).to_have_count(0)
    assert not Preset.objects.exists()


def test_a_sentence_of_ones_own_is_there_the_next_time(door: Door, town: Town) -> None:
    case = town.case()
    page = opened(door, town, f"/desk/?case={case.pk}").page
    expect(page.locator(".detail article")).to_be_visible()
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog", name="不予立案")
    dialog.locator("textarea").fill("已在微信群答复。")
    dialog.get_by_role("button", name="存为常用语").click()
    expect(page.locator("#toasts")).to_contain_text("已存为常用语")
    page.reload()
    expect(page.locator(".detail article")).to_be_visible()
    page.keyboard.press("r")
    dialog.get_by_role("button", name="已在微信群答复。").click()
    expect(dialog.locator("textarea")).to_have_value("已在微信群答复。")


def test_a_call_is_entered_with_the_likely_duplicate_in_sight(door: Door, town: Town) -> None:
    known = town.case(lon=None, lat=None, community=f"{STREET}001", text="学院路路口井盖破损")
    person = door.open(town.people["alice"])
    page = person.go("/desk/intake/")
    page.get_by_label("来电人说了什么").fill("有人打电话说学院路路口井盖破损，骑车摔了")
    page.get_by_label("社区", exact=True).select_option(label="第一街道第1社区")
    page.locator(".tiles label").first.click()
    link = page.locator(".hints .repeated a")
    expect(link).to_have_attribute("href", re.compile(str(known.pk)))
    page.get_by_role("button", name=re.compile("^登记")).click()
    expect(page).to_have_url(re.compile("/desk/.*case="))
    expect(page.locator(".detail article")).to_contain_text("骑车摔了")
    assert Incident.objects.get(text__contains="骑车").source == "hotline"
    assert person.collect() == []
