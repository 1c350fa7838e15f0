"""Signing in, and where each post begins."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from governance.access.models import User
from tests.browser.people import Door
from tests.town import Town

PASSWORD = "Lanterns-over-the-river-9"


@pytest.fixture
def with_password(town: Town) -> Town:
    hashed = make_password(PASSWORD)
    User.objects.update(password=hashed)
    return town


@pytest.mark.parametrize(
    ("name", "path"), [("alice", "/desk/"), ("erin", "/desk/"), ("leo", "/desk/"), ("bob", "/w/"), ("dan", "/handle/")]
)
def test_each_post_begins_at_its_own_page(door: Door, with_password: Town, name: str, path: str) -> None:
    page = door.open().go("/sign-in/")
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
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
    page.get_by_label("登录名").fill("bob")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page).to_have_url(re.compile("/w/report/$"))


def test_a_page_of_another_post_is_refused_in_plain_words(door: Door, town: Town) -> None:
    page = door.open(town.people["bob"]).go("/desk/")
    expect(page.get_by_role("heading", name="您的岗位没有此项权限。")).to_be_visible()


def test_people_without_a_sign_in_begin_at_the_residents_page(door: Door, town: Town) -> None:
    page = door.open().go("/")
    page.locator("#main").get_by_role("link", name="我要反映").click()
    expect(page).to_have_url(re.compile("/report/$"))


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
