"""The desk with ten thousand open cases, and after hundreds of refreshes. What is measured is printed; growth is what fails."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect

from incidents.actions import desk
from incidents.actions.insert_many import insert_cases
from incidents.models import Incident
from tests.browser.people import Door
from tests.browser.test_a_long_day import measured
from tests.browser.test_board import opened
from tests.town import CELLS, STREET, Town, inside

CASES = 10_000
REFRESHES = 300
KEYS = (("j", 40, 0), ("k", 40, 0), ("j", 10, 250), ("k", 10, 250), (" ", 8, 0), ("?", 8, 0), ("u", 8, 0), ("/", 8, 0))
"""The next row, the one before, without a pause and with one in ms; pick, help, urge, search; Escape closes what the last three opened."""
WATCH = """
() => {
  window.heard = [];
  new PerformanceObserver((list) => window.heard.push(...list.getEntries()))
    .observe({ type: "event", durationThreshold: 16 });
}
"""
"""The browser itself says how long it took from a key to the next picture; what took less than 16 ms it does not tell."""
HEARD = """
() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => {
  resolve(window.heard.splice(0).filter((one) => one.name === "keydown").map((one) => one.duration));
}, 30)))
"""


def crowd(town: Town) -> None:
    """Ten thousand open cases of one street, written at once."""
    grids = [code for code in CELLS if code.startswith(STREET)]
    cases = []
    for number in range(CASES):
        code = grids[number % len(grids)]
        lon, lat = inside(code)
        at = town.at - timedelta(minutes=number)
        cases.append(Incident(
            id=uuid4(), state="reported" if number % 3 else "filed", code=code, category=town.category, source="app", placing="inside",
            text=f"第{number}件", place=f"{number}号", point=Point(lon + (number % 97 - 48) / 12000, lat + (number % 89 - 44) / 12000, srid=4326),
            captured_at=at, received_at=at, due_at=town.at + timedelta(minutes=number % 5000), body_digest=b"x" * 32, proposals=[],
        ))  # fmt: skip
    insert_cases(cases)


def presses(page: Page, key: str, times: int, pause: int) -> list[float]:
    """Milliseconds from each press to the picture after it, the shortest first."""
    page.evaluate(HEARD)
    taken = []
    for _ in range(times):
        page.keyboard.press(key)
        page.wait_for_timeout(pause)
        taken.append(max(page.evaluate(HEARD), default=8.0))
        if key in "?u/":
            page.keyboard.press("Escape")
            page.evaluate(HEARD)
    return sorted(taken)


def test_a_key_press_among_ten_thousand_open_cases_is_measured(door: Door, town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    crowd(town)
    page = opened(door, town).page
    expect(page.locator("#main li[data-id]").first).to_be_visible()
    expect(page.locator(".counts [data-stage=reported] b")).to_have_text("6666")
    page.keyboard.press("j")
    expect(page.locator(".detail article")).to_be_visible()
    page.evaluate(WATCH)
    for key, times, pause in KEYS:
        taken = presses(page, key, times, pause)
        middle, late, worst = taken[len(taken) // 2], taken[int(len(taken) * 0.95)], taken[-1]
        told = f"{middle:.0f} ms (95 %: {late:.0f} ms, longest {worst:.0f} ms)"
        with capsys.disabled():
            print(f"\n{CASES} open cases, key {key!r} {times} times, pause {pause}: {told}", end="")  # noqa: T201
    chosen = page.locator("#main li[data-id]:has([aria-current=true])").get_attribute("data-id") or ""
    expect(page.locator(".detail article")).to_have_attribute("data-id", chosen)
    expect(page.locator("#main li[data-id]")).not_to_have_count(CASES)
    assert page.locator("#main li[data-id]").count() < 200


def test_hundreds_of_refreshes_leave_nothing_behind(door: Door, town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    looked_at = [town.case(place=f"看{number}") for number in range(2)]
    moving = [town.case(place=f"动{number}", grid=f"{STREET}001002", by="alice") for number in range(20)]
    person = opened(door, town, f"/desk/?order=new&case={looked_at[0].pk}")
    page, cdp = person.page, person.context.new_cdp_session(person.page)
    cdp.send("Performance.enable")
    versions = {case.pk: 1 for case in moving}
    refreshed(page, town, moving, looked_at, versions, 60)
    before, heap = measured(cdp), heap_of(cdp)
    refreshed(page, town, moving, looked_at, versions, REFRESHES)
    after, heap_after = measured(cdp), heap_of(cdp)
    with capsys.disabled():
        grown = f"heap {heap / 1e6:.1f} MB -> {heap_after / 1e6:.1f} MB, nodes {before['Nodes']} -> {after['Nodes']}"
        print(f"\n{REFRESHES} refreshes: {grown}")  # noqa: T201
    assert after["Nodes"] - before["Nodes"] < 400
    assert after["JSEventListeners"] - before["JSEventListeners"] < 40
    assert heap_after - heap < 3_000_000


def refreshed(page: Page, town: Town, moving: list[Incident], looked_at: list[Incident], versions: dict[UUID, int], times: int) -> None:
    """Cases change again and again: rows and pins follow; now and then the column of another case is fetched."""
    for number in range(times):
        case = moving[number % len(moving)]
        lon = 114.311 + number % 7 / 10_000
        moved = desk.place_incident(
            actor=town.actor("alice"), incident_id=case.pk, version=versions[case.pk], at=town.at, lon=lon, lat=22.705
        )
        versions[case.pk] = moved.version
        if number % 10 == 9:
            row = page.locator(f'#main li[data-id="{case.pk}"]')
            expect(row).to_have_attribute("data-version", str(moved.version))
            shown = looked_at[number // 10 % 2]
            page.locator(f'#main li[data-id="{shown.pk}"]').click()
            expect(page.locator(".detail article")).to_have_attribute("data-id", str(shown.pk))


def heap_of(cdp: Any) -> float:
    """Bytes that the page's objects take, after a collection."""
    return next(one["value"] for one in cdp.send("Performance.getMetrics")["metrics"] if one["name"] == "JSHeapUsedSize")
