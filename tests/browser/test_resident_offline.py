"""A resident without a network: the form opens from a cold start, what is sent waits over a killed tab and arrives once, with its link;
the next person on the phone finds nothing to read. `street` leads through a network that can be cut; the first test shows that it is."""

import re

import pytest
from django.http import HttpResponse
from playwright.sync_api import Error, Page, expect

from drills.proxy import Proxy
from governance.ledger.models import Entry
from incidents.models import Incident
from tests.browser.people import Door, Person
from tests.browser.pictures import photo
from tests.browser.test_outbox import STORED, UPDATED, emptied, settled
from tests.browser.test_resident import at_work
from tests.bulletins.test_alerts import sent
from tests.town import Town, inside

PHONE = "13800138000"
WORDS = "井盖响了一夜"
AGED = """async () => {
  const cache = await caches.open((await caches.keys()).find((name) => name.startsWith("shell-")));
  const kept = await cache.match("/report/");
  const text = (await kept.text()).replace(/(name="now" content=")[^"]*/, (_all, before) => before + "2026-01-01T00:00:00Z");
  await cache.put("/report/", new Response(text, { headers: kept.headers }));
}"""
KEPT_WHOLE = """async (language) => {
  for (let n = 0; n < 400; n++) {
    const pages = await Promise.all(["/report/", "/mine/"].map(async (page) => (await (await caches.match(page))?.text()) || ""));
    if (pages.every((text) => text.includes(`lang="${language}"`))) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}"""
EVERYTHING = """async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  const open = await new Promise((done) => { const asked = indexedDB.open("wangge", 1); asked.onsuccess = () => done(asked.result); });
  for (const name of open.objectStoreNames) {
    const rows = await new Promise((done) => { const asked = open.transaction(name).objectStore(name).getAll(); asked.onsuccess = () => done(asked.result); });
    for (const row of rows) found.push(JSON.stringify(row), row.sealed ? new TextDecoder().decode(row.sealed.bytes) : "");
  }
  open.close();
  for (const name of await caches.keys()) for (const key of await (await caches.open(name)).keys()) found.push(key.url, await (await caches.match(key)).text());
  return found.join("\\n");
}"""
EMBEDDED = """
Object.defineProperty(window, "indexedDB", { value: undefined });
Object.defineProperty(navigator, "serviceWorker", { value: undefined });
"""


def afresh(person: Person) -> Page:
    """Another tab, the one before killed."""
    person.page.close()
    person.page = person.context.new_page()
    return person.page


def filled_in(page: Page, *, phone: str = PHONE) -> str:
    """Place, category, photo, words and number, up to the last button; the id that the form has."""
    at_work(page).get_by_role("button", name="用手机定位").click()
    expect(page.locator(".accuracy")).to_contain_text("GPS ±8")
    page.get_by_role("button", name="就是这里，下一步").click()
    page.locator("label.tile").first.click()
    page.locator("[data-shots] input").set_input_files(photo())
    expect(page.locator(".shot small")).to_contain_text("KB")
    page.get_by_label("一句话说明").fill(WORDS)
    page.get_by_role("button", name="下一步", exact=True).click()
    page.get_by_label("手机号").fill(phone)
    return str(page.locator("[name=id]").input_value())


def saved(page: Page) -> None:
    """Send it: there is no network, so it is on the phone."""
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("heading", name="已保存在手机上")).to_be_visible()


def online(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('online'))")


@pytest.fixture
def resident(street: Door, network: Proxy, town: Town) -> Person:
    """A resident who was here once, with the network gone since."""
    person = street.open(phone=True, at=inside(town.grid))
    settled(at_work(person.go("/report/")))
    assert person.page.evaluate(KEPT_WHOLE, "zh-hans")
    network.offline = True
    return person


def test_one_visit_then_no_network_a_photo_and_words_a_killed_tab_and_one_case_with_its_link(
    street: Door, network: Proxy, town: Town, resident: Person
) -> None:
    stranger = street.open(phone=True)
    with pytest.raises(Error, match="ERR_"):
        stranger.page.goto(f"{street.address}/report/")  # the network is really gone: who was never here sees nothing

    page = afresh(resident)
    page.goto(f"{street.address}/")  # not kept: it leads to the form
    expect(page).to_have_url(f"{street.address}/report/")
    key = filled_in(page)
    saved(page)
    page = afresh(resident)
    page.goto(f"{street.address}/mine/")
    expect(page.locator("#pending")).to_contain_text("待发送")
    expect(page.locator("#pending")).to_contain_text("1 张照片")

    network.offline, network.faults, network.rate = False, ("drop_after",), 0.6
    page = afresh(resident)
    page.goto(f"{street.address}/report/")  # from the phone; more than half of all answers are lost on their way
    for _n in range(20):
        online(page)
        page.wait_for_timeout(100)
    assert network.done["drop_after"]
    network.faults = ()
    online(page)
    emptied(page)
    case = Incident.objects.get()
    assert (str(case.pk), case.text, case.photos.count(), case.code) == (key, WORDS, 1, town.grid)
    assert Entry.objects.filter(object_id=key).count() == 1
    page = resident.go("/mine/")
    expect(page.locator("#pending li")).to_have_count(0)
    page.locator("#mine a.task").click()
    expect(page).to_have_url(re.compile("/follow/[0-9a-f]{64}/$"))
    expect(page.get_by_role("main")).to_contain_text(WORDS)


def test_a_person_who_opens_another_page_later_is_told_that_it_arrived(network: Proxy, town: Town, resident: Person) -> None:
    page = afresh(resident)
    page.goto(f"{resident.address}/report/")
    filled_in(page)
    saved(page)
    afresh(resident)
    network.offline = False
    page = resident.go("/")
    expect(page.locator("#toasts")).to_contain_text("先前存在手机上的反映已送达。")
    page.get_by_role("button", name="看进度").click()
    expect(page).to_have_url(re.compile("/follow/[0-9a-f]{64}/$"))


def test_g2_nothing_that_was_written_is_left_on_a_shared_phone_once_it_is_sent(network: Proxy, town: Town, resident: Person) -> None:
    page = afresh(resident)
    page.goto(f"{resident.address}/report/")
    filled_in(page)
    saved(page)
    there = page.evaluate(EVERYTHING)
    assert WORDS in there  # the search finds what waits
    assert PHONE in there
    network.offline = False
    online(page)
    expect(page).to_have_url(re.compile("/follow/[0-9a-f]{64}/$"))
    page = resident.go("/mine/")
    left = page.evaluate(EVERYTHING)
    assert WORDS not in left
    assert PHONE not in left
    assert page.evaluate(STORED)["items"] == 0
    page.once("dialog", lambda asked: asked.accept())
    page.locator("#mine .kept .button").click()
    expect(page.locator("#mine a.task")).to_have_count(0)
    assert not re.search("[0-9a-f]{64}", page.evaluate("JSON.stringify(localStorage)"))


def test_a19_a_new_release_of_the_app_keeps_what_a_resident_wrote(
    network: Proxy, town: Town, resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = afresh(resident)
    page.goto(f"{resident.address}/report/")
    filled_in(page)
    saved(page)
    network.offline, network.faults, network.rate = False, ("503",), 1.0
    monkeypatch.setattr("incidents.web.phone.version", lambda _roots: "next-release")
    page.evaluate(UPDATED)
    assert page.evaluate("caches.has('shell-next-release')")
    page = afresh(resident)
    page.goto(f"{resident.address}/mine/")
    expect(page.locator("#pending")).to_contain_text("待发送")
    assert not Incident.objects.exists()
    network.faults = ()
    online(page)
    emptied(page)
    assert Incident.objects.get().text == WORDS


def test_what_the_server_refuses_later_is_kept_said_and_can_be_mended(network: Proxy, town: Town, resident: Person) -> None:
    page = afresh(resident)
    page.goto(f"{resident.address}/report/")
    filled_in(page, phone="12")
    saved(page)
    afresh(resident)
    network.offline = False
    page = resident.go("/")
    expect(page.locator("#toasts")).to_contain_text("先前存在手机上的反映没有收下。")
    page.get_by_role("button", name="看原因").click()
    expect(page.locator("#pending")).to_contain_text("不是有效的手机号码")
    page.get_by_role("button", name="不留手机号，再发一次").click()
    expect(page.locator("#mine a.task")).to_have_count(1)
    expect(page.locator("#pending li")).to_have_count(0)
    case = Incident.objects.get()
    assert (case.text, case.photos.count()) == (WORDS, 1)


def test_what_waits_can_be_thrown_away_by_who_wrote_it(network: Proxy, town: Town, resident: Person) -> None:
    page = afresh(resident)
    page.goto(f"{resident.address}/report/")
    filled_in(page)
    saved(page)
    page.get_by_role("link", name="我的反映").click()
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="删除").click()
    expect(page.locator("#pending li")).to_have_count(0)
    assert WORDS not in page.evaluate(EVERYTHING)


def test_a_residents_report_is_nobodys_though_somebody_of_the_staff_is_signed_in_there(
    network: Proxy, town: Town, resident: Person
) -> None:
    network.offline = False
    alice = resident.context.browser and Door(resident.context.browser, resident.address).open(town.people["alice"])
    assert alice
    resident.context.add_cookies([cookie for cookie in alice.context.cookies() if cookie["name"] == "sessionid"])
    alice.context.close()
    page = resident.go("/report/")
    filled_in(page)
    page.get_by_role("button", name="发送").click()
    expect(page).to_have_url(re.compile("/follow/[0-9a-f]{64}/$"))
    case = Incident.objects.get()
    assert (case.reporter, case.photos.count()) == (None, 1)


def test_in_a_browser_within_another_app_that_keeps_nothing_it_goes_out_at_once(street: Door, town: Town) -> None:
    person = street.open(phone=True, at=inside(town.grid))
    person.context.add_init_script(EMBEDDED)
    page = person.go("/report/")
    filled_in(page)
    page.get_by_role("button", name="发送").click()
    expect(page).to_have_url(re.compile("/follow/[0-9a-f]{64}/$"))
    case = Incident.objects.get()
    assert (case.text, case.photos.count()) == (WORDS, 1)


def test_pages_that_are_not_kept_say_so_and_the_code_on_a_wall_leads_to_the_form(town: Town, resident: Person) -> None:
    page = afresh(resident)
    page.goto(f"{resident.address}/around/")
    expect(page.locator("h1")).to_have_text("离线 Offline")
    page.get_by_role("link", name="我要反映 Report").click()
    expect(page).to_have_url(f"{resident.address}/report/")
    page.goto(f"{resident.address}/report/?building=440399001001001")
    expect(page).to_have_url(f"{resident.address}/report/")
    at_work(page)


def test_in_another_language_the_form_opens_without_a_network_too(network: Proxy, town: Town, resident: Person) -> None:
    network.offline = False
    page = resident.go("/")
    page.get_by_role("button", name="English").click()
    assert page.evaluate(KEPT_WHOLE, "en")
    network.offline = True
    page = afresh(resident)
    page.goto(f"{resident.address}/report/")
    expect(at_work(page).get_by_role("button", name="Use my position")).to_be_visible()


def test_a_kept_form_shows_a_warning_that_came_since_and_makes_another_case_each_time(network: Proxy, town: Town, resident: Person) -> None:
    network.offline = False
    page = at_work(resident.go("/report/"))
    before = page.locator("[name=id]").input_value()
    page.evaluate(AGED)
    sent(town)
    page = at_work(resident.go("/report/"))
    expect(page.locator(".alerts")).to_contain_text("暴雨橙色预警")
    assert page.locator("[name=id]").input_value() != before


def test_what_a_public_wifi_answers_in_our_place_is_not_kept(
    network: Proxy, town: Town, resident: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    network.offline = False
    asked = []

    def wifi(*_given: object) -> HttpResponse:
        asked.append(1)
        return HttpResponse("<!doctype html><html><title>Free Wi-Fi</title>")

    monkeypatch.setattr("incidents.web.resident.ReportPage.get", wifi)
    page = resident.go("/mine/")
    page.evaluate(AGED)
    at_work(resident.go("/report/")).wait_for_load_state("networkidle")
    assert asked
    assert "Free Wi-Fi" not in page.evaluate("async () => (await caches.match('/report/')).text()")
    at_work(resident.go("/report/"))
