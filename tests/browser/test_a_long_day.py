"""Eight hours without a reload: what is opened, pushed and panned leaves nothing behind."""

from typing import Any

from playwright.sync_api import expect

from incidents.actions import desk
from tests.browser.people import Door
from tests.town import Town

COUNTED = ("Nodes", "JSEventListeners")
SLACK = {"Nodes": 400, "JSEventListeners": 40}
"""Room for what a browser keeps of its own; a leak of one detail column per round is ten times as much."""


def test_rounds_of_work_leave_no_nodes_and_no_listeners_behind(door: Door, town: Town) -> None:
    cases = [town.case(text=f"第{n}件") for n in range(6)]
    person = door.open(town.people["alice"])
    page = person.go("/desk/")
    expect(page.locator("#main li[data-id]")).to_have_count(6)
    cdp = person.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    versions = {case.pk: 1 for case in cases}

    def round_of_work() -> None:
        for _ in range(8):
            page.keyboard.press("j")
            page.keyboard.press("k")
        for link in page.locator("#main .row").all():
            link.click()
            case_id = str(link.get_attribute("href")).removeprefix("?case=")
            expect(page.locator(".detail article")).to_have_attribute("data-id", case_id)
        page.keyboard.press("r")
        expect(page.locator("dialog[open]")).to_be_visible()
        page.keyboard.press("Escape")
        case = cases[0]
        moved = desk.place_incident(
            actor=town.actor("alice"), incident_id=case.pk, version=versions[case.pk], at=town.at, lon=114.305, lat=22.705
        )
        versions[case.pk] = moved.version
        for key in ("ArrowLeft", "ArrowRight", "+", "-"):
            page.locator(".map").press(key)
        page.locator(".counts [data-stage=reported]").click()
        page.locator(".narrow [data-stage=open]").click()
        expect(page.locator("#main li[data-id]")).to_have_count(6)

    round_of_work()
    round_of_work()
    before = measured(cdp)
    for _ in range(4):
        round_of_work()
    after = measured(cdp)
    grown = {name: after[name] - before[name] for name in COUNTED}
    assert all(grown[name] <= SLACK[name] for name in COUNTED), f"{before} became {after}"


def measured(cdp: Any) -> dict[str, int]:
    """How many nodes and listeners live after a collection."""
    for _ in range(2):
        cdp.send("HeapProfiler.collectGarbage")
    metrics = {one["name"]: int(one["value"]) for one in cdp.send("Performance.getMetrics")["metrics"]}
    return {name: metrics[name] for name in COUNTED}
