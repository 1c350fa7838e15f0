"""The command centre in a real browser: drilled by click and key, honest without a network, readable by everybody."""

from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from evaluation.actions.lend_screen import make_screen_link, revoke_screen_link
from evaluation.queries.screen.links import word_of
from incidents.actions import desk
from tests.browser.people import Door
from tests.browser.test_accessibility import AXE, RUN, TAGS
from tests.town import STREET, Town


@pytest.fixture(autouse=True)
def _figures_are_counted_anew() -> None:
    cache.clear()


WALL = {"width": 1920, "height": 1080}


def wall(door: Door, town: Town, path: str = "/screen/", name: str = "leo", size: dict[str, int] = WALL) -> Any:
    person = door.open(town.people.get(name))
    person.page.set_viewport_size(size)
    page = person.go(path)
    expect(page.locator(".stamp")).to_contain_text("数据时间")
    return page


def kiosk(town: Town) -> Any:
    return make_screen_link(actor=town.actor("leo"), name="大厅", code=STREET, days=9, at=town.at)


def test_a_click_goes_down_and_a_key_goes_up(door: Door, town: Town) -> None:
    town.case()
    page = wall(door, town)
    expect(page.locator("[data-tile=came]")).to_have_text("1")
    page.locator(".ranking button", has_text="第一街道").click()
    expect(page.locator("h1 .area")).to_have_text("第一街道")
    page.keyboard.press("1")
    expect(page.locator(".trail b")).to_contain_text("第一街道第")
    page.keyboard.press("Escape")
    expect(page.locator(".trail b")).to_have_text("第一街道")
    assert page.url.endswith(f"?code={STREET}")
    page.locator(".trail a").first.click()
    expect(page.locator("h1 .area")).to_have_text("某区")
    page.go_back()
    expect(page.locator("h1 .area")).to_have_text("第一街道")


def test_a_new_case_is_on_the_wall_without_a_touch(door: Door, town: Town) -> None:
    page = wall(door, town)
    expect(page.locator("[data-tile=came]")).to_have_text("0")
    town.case()
    expect(page.locator("[data-tile=came]")).to_have_text("1", timeout=60_000)
    expect(page.locator(".events li")).to_have_count(1)


def test_without_a_network_the_last_figures_stay_and_say_their_time(door: Door, town: Town) -> None:
    town.case()
    page = wall(door, town)
    page.context.set_offline(True)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".stamp")).to_contain_text("网络中断")
    expect(page.locator("[data-tile=came]")).to_have_text("1")
    page.context.set_offline(False)
    expect(page.locator(".stamp")).not_to_contain_text("网络中断")


def test_a_paused_wall_changes_nothing_until_it_goes_on(door: Door, town: Town) -> None:
    page = wall(door, town)
    page.keyboard.press("p")
    expect(page.locator(".stamp")).to_contain_text("已暂停")
    town.case()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-tile=came]")).to_have_text("0")
    page.get_by_role("button", name="继续").click()
    expect(page.locator("[data-tile=came]")).to_have_text("1", timeout=60_000)


def test_a_wall_with_a_link_needs_nobody_and_goes_dark_when_it_is_revoked(door: Door, town: Town) -> None:
    town.case()
    link = kiosk(town)
    page = wall(door, town, f"/screen/k/{word_of(link)}/", name="")
    expect(page.locator("[data-tile=came]")).to_have_text("1")
    expect(page.locator(".sky-toggle")).to_have_count(0)
    with page.expect_response("**/beat/"):
        pass  # the first word is known: another one is news
    town.case()
    expect(page.locator("[data-tile=came]")).to_have_text("2", timeout=20_000)
    revoke_screen_link(actor=town.actor("leo"), link_id=link.pk, at=town.at)
    expect(page.get_by_text("链接已失效")).to_be_visible(timeout=10_000)
    expect(page.locator("main")).to_be_hidden()


@pytest.mark.parametrize("size", [WALL, {"width": 3840, "height": 2160}, {"width": 3440, "height": 1440}, {"width": 1440, "height": 900}])
def test_walls_of_all_shapes_show_everything_without_scrolling(door: Door, town: Town, size: dict[str, int]) -> None:
    town.case()
    page = wall(door, town, size=size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight")
    rem = min(size["width"] / 120, size["height"] / 67.5)
    height = page.evaluate("parseFloat(getComputedStyle(document.querySelector('[data-tile=came]')).fontSize)")
    assert height >= rem / 16 * 34 * 0.999
    for panel in page.locator(".panel").all():
        box = panel.bounding_box()
        assert box["y"] + box["height"] <= size["height"] + 1
        assert box["height"] > 5 * rem / 2


CUT = """
() => [...document.querySelectorAll(".stages b, .stages span, .stages small, .events .tag")].filter((one) => {
  const [own, around] = [one.getBoundingClientRect(), one.closest("li").getBoundingClientRect()];
  const panel = one.closest(".panel").getBoundingClientRect();
  const beside = one.nextElementSibling?.getBoundingClientRect();
  return own.bottom > panel.bottom + 1 || one.scrollWidth > Math.ceil(around.width) + 1
    || (one.matches(".tag") && beside && own.right > beside.left + 1);
}).map((one) => one.textContent)
"""
"""Words of the chain and of the events that run out of their place."""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", [WALL, {"width": 1440, "height": 900}])
def test_words_stay_in_their_place(door: Door, town: Town, size: dict[str, int], language: str) -> None:
    case = town.case()
    desk.dispatch_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)
    person = door.open(town.people["leo"])
    person.context.add_cookies([{"name": "django_language", "value": language, "url": door.address}])
    person.page.set_viewport_size(size)
    page = person.go("/screen/")
    expect(page.locator(".events .tag.dispatched")).to_be_visible()
    expect(page.locator(".stages li")).to_have_count(8)
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_can_read_it(door: Door, town: Town, language: str) -> None:
    town.case()
    found = []
    kiosk(town)
    for name, path, there in (("leo", "/screen/", ".ranking button"), ("leo", "/screen/links/", "h2")):
        person = door.open(town.people[name])
        person.context.add_cookies([{"name": "django_language", "value": language, "url": door.address}])
        page = person.go(path)
        expect(page.locator(there).first).to_be_visible()
        page.evaluate(AXE)
        found += [
            f"{path} {one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for one in page.evaluate(RUN, TAGS)
            for node in one["nodes"]
        ]
    assert not found, "\n".join(found)
