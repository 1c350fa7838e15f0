"""A morning of the office by keyboard: decisions, calls after closing, a black-out, many cases at once, and what the unit sees of it."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from incidents.models import Blackout, Incident, Request, Urging
from incidents.queries import reference
from tests.browser.people import Door
from tests.browser.test_board import opened
from tests.incidents.walking import step, to
from tests.town import Town


def test_a_chief_decides_calls_back_shuts_and_takes_many_at_once(door: Door, town: Town) -> None:
    asked, urged, closed, late = to(town, "handling"), to(town, "handling"), to(town, "closed"), to(town, "closed")
    step(town, asked, "request_extension", reason="等待配件")
    step(town, urged, "urge", level=2, kind="leader", text="请今天办完")
    Incident.objects.filter(pk=closed.pk).update(source="resident")
    Incident.objects.filter(pk=late.pk).update(late=True)
    step(town, late, "appeal", by="dan", reason="台风停工")
    chief = door.open(town.people["erin"])
    decides(chief.go("/desk/approvals/"), asked, late)
    replied(door, town, urged)
    page = chief.go("/desk/callbacks/")
    page.keyboard.press("j")
    page.locator("article:focus textarea").fill("修得很好")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有待回访的案件")).to_be_visible()
    closed.refresh_from_db()
    assert closed.called_back == "content"
    shuts(chief.go("/desk/blackouts/"), town)
    many(door, town)


def decides(page: Page, asked: Incident, late: Incident) -> None:
    """J goes to the first request, G grants it; the appeal after it passes the first review."""
    page.keyboard.press("j")
    expect(page.locator("article:focus")).to_contain_text("等待配件")
    page.keyboard.press("g")
    expect(page.get_by_text("等待配件")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator("article:focus")).to_contain_text("台风停工")
    page.keyboard.press("n")
    page.locator("article textarea").first.fill("属实")
    page.get_by_role("button", name=re.compile("^同意")).click()
    expect(page.get_by_text("等待有权限的岗位审批").or_(page.get_by_text("由他人审批"))).to_be_visible()
    asked.refresh_from_db()
    late.refresh_from_db()
    assert (asked.extensions, late.pending) == (1, "appeal_2")
    assert set(Request.objects.values_list("outcome", flat=True)) == {"granted", "reviewed"}


def replied(door: Door, town: Town, urged: Incident) -> None:
    """The unit finds the urging from its own list, on a phone, and replies."""
    page = door.open(town.people["dan"], phone=True).go("/handle/")
    page.get_by_role("link", name="我的申请与督办").click()
    page.get_by_label("回复").fill("下午到场")
    page.get_by_role("button", name="回复").click()
    expect(page.get_by_text("没有等待回复的督办")).to_be_visible()
    assert Urging.objects.get().reply == "下午到场"
    urged.refresh_from_db()
    assert urged.owed == 0


def shuts(page: Page, town: Town) -> None:
    """A black-out is set, seen in the list, and ended."""
    page.get_by_label("区域", exact=True).select_option(value=town.grid[:12])
    page.get_by_label("开始").fill(f"{town.at - timedelta(days=2):%Y-%m-%dT%H:%M}")
    page.get_by_label("结束").fill(f"{town.at + timedelta(days=9):%Y-%m-%dT%H:%M}")
    page.get_by_label("说明").fill("地铁施工，暂停受理。")
    page.get_by_role("button", name="暂停受理", exact=True).click()
    expect(page.get_by_role("row", name=re.compile("地铁施工"))).to_contain_text("进行中")
    page.get_by_role("button", name=re.compile("现在恢复")).click()
    expect(page.get_by_text("没有暂停受理的")).to_be_visible()
    assert Blackout.objects.get().ends_at <= town.at + timedelta(hours=1)


def many(door: Door, town: Town) -> None:
    """Space picks rows, the bar files them at once; where one is refused, it is told which and why."""
    town.at = timezone.now()  # after the black-out, which ended a moment ago
    reference.forget_all()
    for n in range(3):
        town.case(place=f"批量{n}")
    mine, other = to(town, "checked"), to(town, "checked")
    Incident.objects.filter(pk=mine.pk).update(handler=town.people["alice"])
    page = opened(door, town, "/desk/?order=new&stage=reported").page
    rows = page.locator("#main li[data-id]")
    expect(rows).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press(" ")
    rows.nth(1).hover()
    rows.nth(1).locator(".pick").check()
    bar = page.get_by_role("group", name="批量办理")
    expect(bar).to_contain_text("已选 2 件")
    bar.locator("[data-bulk=file]").click()
    expect(page.locator("#toasts")).to_contain_text("立案：已办理 2 件，未办理 0 件")
    assert Incident.objects.filter(place__startswith="批量", state="filed").count() == 2
    page.goto(f"{page.url.split('?')[0]}?order=new&stage=checking")
    expect(rows).to_have_count(2)
    page.keyboard.press("j")
    page.keyboard.press(" ")
    bar.get_by_role("button", name="全选本页").click()
    bar.locator("[data-bulk=close]").click()
    told = page.get_by_role("dialog", name="批量办理结果")
    expect(told).to_contain_text("已办理 1 件，未办理 1 件")
    expect(told.locator("li.not")).to_contain_text(mine.number)
    other.refresh_from_db()
    mine.refresh_from_db()
    assert (other.state, mine.state) == ("closed", "checked")
