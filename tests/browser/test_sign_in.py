"""Signing in, and where each post begins."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.access.models import User
from governance.access.sessions.models import Session
from tests.browser.people import Door
from tests.town import Town

PASSWORD = "Lanterns-over-the-river-9"


@pytest.fixture
def with_password(town: Town) -> Town:
    hashed = make_password(PASSWORD)
    User.objects.update(password=hashed)
    return town


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


@pytest.mark.parametrize(
    ("name", "path"), [("alice", "/desk/"), ("erin", "/desk/"), ("leo", "/desk/"), ("bob", "/w/"), ("dan", "/handle/")]
)
def test_each_post_begins_at_its_own_page(door: Door, with_password: Town, name: str, path: str) -> None:
    page = door.open().go("/sign-in/")
    sign_in(page, name)
    expect(page).to_have_url(re.compile(re.escape(path) + r"(\?.*)?$"))


def test_a_wrong_password_is_told_and_the_name_is_kept(door: Door, with_password: Town) -> None:
    page = door.open().go("/sign-in/")
    page.get_by_label("登录名").fill("alice")
    page.get_by_label("密码").fill("not this one")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    expect(page.get_by_label("登录名")).to_have_value("alice")


def test_a_page_that_needs_a_sign_in_comes_back_after_it(door: Door, with_password: Town) -> None:
    page = door.open().go("/w/report/")
    sign_in(page, "bob")
    expect(page).to_have_url(re.compile("/w/report/$"))


def test_a_page_of_another_post_is_refused_in_plain_words(door: Door, town: Town) -> None:
    page = door.open(town.people["bob"]).go("/desk/")
    expect(page.get_by_role("heading", name="您的岗位没有此项权限。")).to_be_visible()


def test_people_without_a_sign_in_begin_at_the_residents_page(door: Door, town: Town) -> None:
    page = door.open().go("/")
    page.locator("#main").get_by_role("link", name="我要反映").click()
    expect(page).to_have_url(re.compile("/report/#here$"))


def test_the_language_switches_and_stays(door: Door, town: Town) -> None:
    person = door.open()
    page = person.go("/sign-in/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    person.go("/report/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_signing_out_ends_at_the_sign_in_page(door: Door, town: Town) -> None:
    page = door.open(town.people["alice"]).go("/desk/")
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(re.compile("/sign-in/$"))


def test_d7_a_desk_left_alone_is_signed_out_and_what_was_typed_is_still_sent_after_signing_in(door: Door, with_password: Town) -> None:
    person = door.open(User.objects.get(username="sam"))
    page = person.go("/people/")
    page.get_by_label("登录名", exact=True).fill("newcomer")
    Session.objects.update(idle=timedelta(minutes=30), seen_at=timezone.now() - timedelta(minutes=31))
    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 6 * 60000; }")
    page.get_by_label("姓名", exact=True).press_sequentially("新人")
    with person.context.expect_page() as opened:
        page.get_by_role("link", name="在新页面登录").click()
    sign_in(opened.value, "sam")
    expect(opened.value).not_to_have_url(re.compile("/sign-in/"))
    opened.value.close()
    page.get_by_role("button", name="新增并取得链接").click()
    expect(page.get_by_label("设置密码的链接")).to_be_visible()
    assert User.objects.get(username="newcomer").display_name == "新人"


def test_d7_a_lost_phone_is_signed_out_from_the_page_of_devices(door: Door, with_password: Town) -> None:
    lost, mine = door.open(phone=True), door.open(phone=True)
    for person in (lost, mine):
        sign_in(person.go("/sign-in/"), "bob")
        expect(person.page).to_have_url(re.compile("/w/"))
    page = mine.go("/devices/")
    expect(page.get_by_text("这台设备")).to_have_count(1)
    page.get_by_role("button", name="退出", exact=False).first.click()
    expect(page.locator(".device")).to_have_count(1)
    expect(lost.go("/w/tasks/")).to_have_url(re.compile("/sign-in/"))
    assert mine.go("/password/").get_by_role("link", name="登录设备").is_visible()
