"""The phone that never loses anything: offline from a cold start, five reports with photos and two tasks, then all there in order."""

import json
import zipfile

import pytest
from playwright.sync_api import Page, expect

from drills.proxy import Proxy
from governance.access.actions import end_post
from governance.access.actor import SYSTEM_ACTOR
from governance.ledger.models import Entry
from incidents.actions import desk
from incidents.models import Incident
from tests.browser.people import Door, Person
from tests.browser.pictures import photo
from tests.browser.test_phones import misfits
from tests.town import Town, inside

KEPT = "async urls => { for (const url of urls) { while (!(await (await caches.open('pages')).match(url))) await new Promise(r => setTimeout(r, 50)); } }"
STORED = """async () => {
  const open = await new Promise((done) => { const asked = indexedDB.open("wangge", 1); asked.onsuccess = () => done(asked.result); });
  const all = (name) => new Promise((done) => { const asked = open.transaction(name).objectStore(name).getAll(); asked.onsuccess = () => done(asked.result); });
  const [items, bytes, keys] = [await all("items"), await all("bytes"), await all("keys")];
  open.close();
  return { items: items.length, sealed: items.every((item) => item.sealed.iv) && bytes.every((one) => one.sealed.iv), keys: keys.length };
}"""
HEARS = """window.SpeechRecognition = class {
  start() { setTimeout(() => { this.onresult({ results: [[{ transcript: "一半" }]] }); this.onend(); }, 50); }
  stop() {}
};"""
UPDATED = """async () => {
  const one = await navigator.serviceWorker.getRegistration();
  await one.update();
  while (one.installing || one.waiting || one.active.state !== "activated") await new Promise((done) => setTimeout(done, 50));
}"""
LASTS = "navigator.storage.persist = async () => { sessionStorage.lasting = 'asked'; return true; }"
TAPS = "addEventListener('click', (event) => event.isTrusted && (sessionStorage.taps = Number(sessionStorage.taps || 0) + 1), true)"


def settled(page: Page, *paths: str) -> None:
    """Wait until the app and these pages are on the phone."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(KEPT, [*paths, page.locator("script[src*=jsi18n]").get_attribute("src")])


def emptied(page: Page) -> None:
    """Wait until nothing is left on the phone."""
    for _n in range(300):
        if page.evaluate(STORED)["items"] == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the outbox is not empty")


def file_one(page: Page, person: Person, text: str) -> None:
    """File a report with a photo by the form."""
    page.goto(person.address + "/w/report/")
    page.locator("[data-shots=before] input").set_input_files(photo(100))
    page.locator("label.tile").first.click()
    page.get_by_label("说明").fill(text)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已保存")).to_be_visible()


def test_offline_from_a_cold_start_five_reports_and_two_tasks_arrive_in_order(street: Door, network: Proxy, town: Town) -> None:
    tasks = [town.case(text=f"任务{n}") for n in (1, 2)]
    for case in tasks:
        desk.send_to_verify(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at)
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    settled(bob.go("/w/"), "/w/", "/w/report/", *(f"/w/tasks/{case.pk}/" for case in tasks))
    bob.page.close()

    network.offline = True
    page = bob.page = bob.context.new_page()
    page.goto(bob.address + "/w/")
    expect(page.locator("#outbox")).to_contain_text("离线")
    for n in range(5):
        file_one(page, bob, f"离线{n}")
    for case in tasks:
        page.goto(bob.address + f"/w/tasks/{case.pk}/")
        page.get_by_label("情况属实").check(force=True)
        page.get_by_role("button", name="核实").click()
        page.wait_for_url("**/w/")
    expect(page.locator("#outbox")).to_contain_text("7 条待上传")
    assert page.evaluate(STORED) == {"items": 7, "sealed": True, "keys": 1}
    page.close()  # the battery is flat

    network.offline = False
    page = bob.page = bob.context.new_page()
    page.goto(bob.address + "/w/")
    emptied(page)
    filed = Incident.objects.filter(text__startswith="离线").order_by("received_at")
    assert [case.text for case in filed] == [f"离线{n}" for n in range(5)]
    assert [case.photos.count() for case in filed] == [1] * 5
    assert all(case.code == town.grid and case.captured_at <= case.received_at for case in filed)
    assert sorted(Incident.objects.filter(pk__in=[case.pk for case in tasks]).values_list("verified", flat=True)) == ["exists", "exists"]


def test_the_portal_leaves_the_app_on_a_workers_phone(street: Door, town: Town) -> None:
    bob = street.open(town.people["bob"], phone=True)
    settled(bob.go("/w/"), "/w/")
    page = bob.go("/report/")
    expect(page.locator(".leaflet-container")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("navigator.serviceWorker.ready.then((one) => one.active.scriptURL)").endswith("/sw.js")


def test_whatever_page_was_opened_first_the_list_behind_the_bar_opens_without_a_network(street: Door, network: Proxy, town: Town) -> None:
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    page = bob.go("/w/report/")
    settled(page, "/w/unsent/")
    network.offline = True
    page.locator("label.tile").first.click()
    page.get_by_label("说明").fill("只开过上报页")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#outbox")).to_contain_text("1 条待上传")
    assert misfits(page, "the bar of the outbox") == []
    page.get_by_role("link", name="查看").click()
    expect(page.locator("#unsent")).to_contain_text("只开过上报页")


def test_the_grid_is_named_without_a_network(street: Door, network: Proxy, town: Town) -> None:
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    settled(bob.go("/w/"), "/w/", "/w/report/")
    bob.go("/w/report/")
    expect(bob.page.locator(".named")).to_have_text("第001网格")
    network.offline = True
    bob.page.goto(bob.address + "/w/report/")
    expect(bob.page.locator(".named")).to_have_text("第001网格")
    expect(bob.page.locator(".accuracy")).to_contain_text("GPS ±8")


def test_a1_an_answer_lost_after_the_commit_makes_one_case_and_one_entry(street: Door, network: Proxy, town: Town) -> None:
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    bob.go("/w/report/")
    network.faults, network.rate = ("drop_after",), 0.6
    file_one(bob.page, bob, "回执丢失")
    for _n in range(20):
        bob.page.evaluate("dispatchEvent(new Event('online'))")
        bob.page.wait_for_timeout(100)
    network.faults = ()
    bob.page.evaluate("dispatchEvent(new Event('online'))")
    expect(bob.page.get_by_text("已送达。")).to_be_visible()
    case = Incident.objects.get()
    assert (case.photos.count(), Entry.objects.filter(object_id=str(case.pk)).count()) == (1, 1)


def test_a2_the_same_id_with_another_content_is_kept_and_goes_out_as_a_new_case(street: Door, town: Town) -> None:
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    page = bob.go("/w/report/")
    case_id = page.evaluate("location.hash.slice(1)")
    town.case(case_id=case_id, text="另一份内容")
    page.locator("label.tile").first.click()
    page.get_by_label("说明").fill("手机上的内容")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#outbox")).to_contain_text("1 条需处理")
    page.get_by_role("link", name="查看").click()
    expect(page.locator("#unsent")).to_contain_text("手机上的内容")
    page.get_by_role("button", name="作为新案件发送").click()
    expect(page.get_by_text("全部已上传。")).to_be_visible()
    assert sorted(Incident.objects.values_list("text", flat=True)) == ["另一份内容", "手机上的内容"]


def test_a17_what_is_unsent_can_be_taken_out_and_signing_out_warns_with_the_count_and_seals(
    street: Door, network: Proxy, town: Town
) -> None:
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    bob.context.add_init_script(LASTS)
    settled(bob.go("/w/"), "/w/", "/w/report/")
    page = bob.go("/w/mine/")
    assert page.evaluate("sessionStorage.lasting") == "asked", "the browser is asked not to clear what is kept"
    network.faults, network.rate = ("503",), 1.0
    file_one(page, bob, "还没上传")
    page.goto(bob.address + "/w/unsent/")
    with page.expect_download() as taken:
        page.get_by_role("button", name="导出未上传").click()
    with zipfile.ZipFile(taken.value.path()) as archive:
        [told] = json.loads(archive.read("unsent.json"))
        assert archive.testzip() is None
        assert (told["body"]["text"], archive.read(f"{told['photos'][0]['id']}.jpg")[:3]) == ("还没上传", b"\xff\xd8\xff")
    page.goto(bob.address + "/w/mine/")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("dialog")).to_contain_text("还有 1 条没有上传")
    page.get_by_role("button", name="仍然退出").click()
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate(STORED) == {"items": 1, "sealed": True, "keys": 0}
    assert page.evaluate("caches.has('pages')") is False


def test_a18_another_person_on_the_phone_neither_reads_nor_sends_and_the_first_one_does(street: Door, network: Proxy, town: Town) -> None:
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    page = bob.go("/w/report/")
    network.faults, network.rate = ("503",), 1.0
    file_one(page, bob, "Bob 的内容")
    sign_in(bob, street, town, "bea")
    network.faults = ()  # not before: Bob's page is still open and would send
    bob.go("/w/")
    expect(page.locator("#outbox")).to_contain_text("前一位使用者还有 1 条未上传")
    bob.go("/w/unsent/")
    expect(page.get_by_text("全部已上传。")).to_be_visible()
    assert not Incident.objects.exists()
    sign_in(bob, street, town, "bob")
    bob.go("/w/unsent/")
    emptied(page)
    assert Incident.objects.get().reporter == town.people["bob"]


def test_a18_who_signs_in_after_another_sees_nothing_kept_of_the_one_before_on_a_bad_line(
    street: Door, network: Proxy, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    bea = town.people["bea"]
    bea.set_password("Lanterns-over-the-river-9")
    bea.save()
    bob = street.open(town.people["bob"], phone=True)
    settled(bob.go("/w/"), "/w/")
    bob.context.clear_cookies(name="sessionid")  # bob's session ran out: nobody signed out
    page = bob.go("/sign-in/?next=/w/")

    def cut_after_signing_in(head: bytes) -> str:
        network.offline = head.startswith(b"POST /sign-in/")
        return ""

    monkeypatch.setattr(network, "_fault", cut_after_signing_in)
    page.get_by_label("登录名").fill("bea")
    page.get_by_label("密码").fill("Lanterns-over-the-river-9")
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/w/")
    expect(page.locator("h1")).to_contain_text("离线")
    expect(page.locator("body")).not_to_contain_text("Bob")


def sign_in(person: Person, street: Door, town: Town, name: str) -> None:
    """Sign in as another on the same phone."""
    other = street.open(town.people[name])
    person.context.add_cookies([cookie for cookie in other.context.cookies() if cookie["name"] == "sessionid"])


def test_a8_steps_of_one_case_arrive_in_the_order_in_which_they_were_taken(street: Door, network: Proxy, town: Town) -> None:
    case = town.case()
    desk.dispatch_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)
    dan = street.open(town.people["dan"], phone=True)
    page = dan.go(f"/handle/{case.pk}/")
    network.faults, network.rate = ("503", "drop_after", "drop_before"), 0.6
    page.get_by_role("button", name="接单").click()
    page.locator("form[data-verb=feed_back] .add input").set_input_files(photo(180))
    expect(page.locator("form[data-verb=feed_back] .shot small")).to_contain_text("KB")
    page.get_by_role("button", name="反馈").click()
    page.wait_for_url("**/handle/")
    for _n in range(15):
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(100)
    network.faults = ()
    page.evaluate("dispatchEvent(new Event('online'))")
    emptied(page)
    verbs = Entry.objects.filter(object_id=str(case.pk)).order_by("version").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["incident.assigned", "incident.fed_back"]


def test_a19_a_new_release_of_the_app_keeps_the_queue(street: Door, network: Proxy, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    settled(bob.go("/w/"), "/w/", "/w/report/")
    network.faults, network.rate = ("503",), 1.0
    file_one(bob.page, bob, "旧版本存下的")
    monkeypatch.setattr("incidents.web.phone.version", lambda _roots: "next-release")
    bob.page.evaluate(UPDATED)
    assert bob.page.evaluate("caches.has('shell-next-release')")
    bob.go("/w/unsent/")
    expect(bob.page.locator("#unsent")).to_contain_text("旧版本存下的")
    network.faults = ()
    bob.page.evaluate("dispatchEvent(new Event('online'))")
    expect(bob.page.get_by_text("全部已上传。")).to_be_visible()
    assert Incident.objects.get().text == "旧版本存下的"


def test_b12_what_was_queued_before_the_post_ended_is_accepted_and_attributed(street: Door, network: Proxy, town: Town) -> None:
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    page = bob.go("/w/report/")
    network.faults, network.rate = ("503",), 1.0
    file_one(page, bob, "离任前")
    end_post(actor=SYSTEM_ACTOR, post=town.people["bob"].posts.get(), at=town.at)
    network.faults = ()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("已送达。")).to_be_visible()
    case = Incident.objects.get()
    assert (case.reporter, case.code) == (town.people["bob"], town.grid)
    page.goto(bob.address + "/w/mine/")
    expect(page.locator("h1")).not_to_contain_text("Bob")


def test_e7_a_photo_that_cannot_be_read_does_not_hold_back_the_words(street: Door, town: Town) -> None:
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    page = bob.go("/w/report/")
    broken = photo()
    page.locator("[data-shots=before] input").set_input_files(broken | {"buffer": bytes(broken["buffer"])[:3000]})  # type: ignore[index]
    page.locator("label.tile").first.click()
    page.get_by_label("说明").fill("照片坏了")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#outbox")).to_contain_text("1 条需处理")
    page.get_by_role("link", name="查看").click()
    expect(page.locator("#unsent")).to_contain_text("已送达，但有照片没有收下")
    assert Incident.objects.get().text == "照片坏了"


def test_a_report_takes_four_taps_and_a_task_three(street: Door, town: Town) -> None:
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    bob.context.add_init_script(TAPS)
    page = bob.go("/w/")
    with page.expect_file_chooser() as chosen:
        page.locator("label.shout").click()  # 1 拍照; the shutter is 2
    chosen.value.set_files(photo())
    expect(page.locator(".named")).to_contain_text("第001网格")  # the scripts are there; before them the form goes the plain way
    page.locator("label.tile").first.click()  # 3 类别
    page.get_by_role("button", name="提交").click()  # 4 提交
    expect(page.get_by_role("heading", name="已保存")).to_be_visible()
    expect(page.get_by_text("已送达。")).to_be_visible()
    case = Incident.objects.get()
    assert (case.photos.count(), case.code) == (1, town.grid)
    assert int(page.evaluate("sessionStorage.taps")) + 1 <= 4 + 2  # a label's tap is told twice, once for its field

    desk.dispatch_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)
    dan = street.open(town.people["dan"], phone=True)
    page = dan.go(f"/handle/{case.pk}/")
    page.get_by_role("button", name="接单").click()  # 1 到场
    with page.expect_file_chooser() as chosen:
        page.locator("form[data-verb=feed_back] .add").click()  # 2 photo
    chosen.value.set_files(photo(180))
    expect(page.locator(".shot")).to_have_count(1)
    page.get_by_role("button", name="反馈").click()  # 3 完成
    page.wait_for_url("**/handle/")
    emptied(page)
    case.refresh_from_db()
    assert (case.state, case.handler) == ("fed_back", town.people["dan"])


def test_a_draft_with_spoken_words_survives_a_killed_tab(street: Door, town: Town) -> None:
    bob = street.open(town.people["bob"], phone=True, at=inside(town.grid))
    bob.context.add_init_script(HEARS)
    page = bob.go("/w/report/")
    page.locator("[data-shots=before] input").set_input_files(photo())
    page.locator("label.tile").first.click()
    page.get_by_label("说明").fill("写到")
    page.get_by_role("button", name="按一下说话").press("Enter")
    expect(page.get_by_label("说明")).to_have_value("写到一半")
    page.wait_for_timeout(1500)
    page.close()
    page = bob.page = bob.context.new_page()
    page.goto(bob.address + "/w/")
    page.get_by_role("link", name="继续未提交的上报").click()
    expect(page.get_by_label("说明")).to_have_value("写到一半")
    expect(page.locator("[data-shots=before] .shot")).to_have_count(1)
    assert json.loads(page.evaluate("String(document.querySelector('[name=category]:checked') !== null)"))
