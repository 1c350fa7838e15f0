"""One case from the worker's phone to its close, by five hands, before a board that is never reloaded."""

import re

from playwright.sync_api import Page, expect

from incidents.models import Incident
from tests.browser.people import Door
from tests.browser.pictures import photo
from tests.town import Town, inside

NAVIGATED = "performance.getEntriesByType('navigation').length + '/' + performance.timeOrigin"


def test_a_case_goes_through_every_step_on_a_live_board(door: Door, town: Town) -> None:
    board = door.open(town.people["alice"]).go("/desk/")
    expect(board.locator(".live")).to_have_text("实时")
    born = board.evaluate(NAVIGATED)

    report(door, town)
    board.locator(".fresh").click()
    row = board.locator("#main li[data-id]").first
    expect(row).to_contain_text("待受理")
    row.click()
    article = board.locator(".detail article")
    expect(article).to_contain_text("井盖破损")
    expect(article.locator(".thumb img")).to_have_count(1)
    board.keyboard.press("a")
    expect(article.locator(".tag").first).to_have_text("待处置")
    expect(row).to_contain_text("市政养护所")

    handle(door, town)
    expect(article.locator(".tag").first).to_have_text("已反馈")
    expect(row).to_contain_text("已反馈")
    board.keyboard.press("c")
    expect(article.locator(".tag").first).to_have_text("待核查")

    check(door, town)
    expect(article.locator(".tag").first).to_have_text("待结案")
    board.keyboard.press("e")
    expect(article.locator(".tag").first).to_have_text("已结案")
    expect(row.locator(".row")).to_have_class(re.compile(r"\bgone\b"))
    assert board.evaluate(NAVIGATED) == born
    assert Incident.objects.get().state == "closed"


def report(door: Door, town: Town) -> None:
    """Bob photographs a broken cover in his grid and sends it."""
    page = door.open(town.people["bob"], phone=True, at=inside(town.grid)).go("/w/report/")
    expect(page.locator(".named")).to_contain_text("第001网格")
    page.locator("[data-shots=before] input").set_input_files(photo())
    page.locator("label.tile").first.click()
    page.get_by_label("说明").fill("井盖破损，路人险些踩空")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已保存")).to_be_visible()
    expect(page.get_by_text("已送达。")).to_be_visible()


def handle(door: Door, town: Town) -> None:
    """Dan takes the case and reports it done with a photo."""
    page = door.open(town.people["dan"], phone=True).go("/handle/")
    page.locator("a.task").click()
    page.get_by_role("button", name="接单").click()
    expect(page.get_by_text("由Dan处置")).to_be_visible()
    send(page, "feed_back", "已更换井盖。")
    expect(page.get_by_text("没有正在处置的案件。")).to_be_visible()


def send(page: Page, verb: str, opinion: str) -> None:
    form = page.locator(f"form[data-verb={verb}]")
    form.locator(".add input").set_input_files(photo(180))
    form.get_by_label("意见").fill(opinion)
    form.get_by_role("button", name="反馈").click()


def check(door: Door, town: Town) -> None:
    """Bea, who works the same grid, looks at before and after and passes it."""
    page = door.open(town.people["bea"], phone=True).go("/w/")
    page.locator("a.task").click()
    expect(page.locator(".pair img")).to_have_count(2)
    page.get_by_label("通过", exact=True).check(force=True)
    page.get_by_role("button", name="核查").click()
    expect(page.get_by_text("没有待办任务。")).to_be_visible()
