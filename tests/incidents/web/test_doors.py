"""Who gets which page. A page of another post is refused, a page without a sign-in asks for one."""

import re

import pytest

from governance.access.models import Post

STAFF = {
    "/desk/": {"alice", "carol", "erin", "leo"},
    "/w/": {"bob", "bea"},
    "/w/mine/": {"bob", "bea"},
    "/w/report/": {"bob", "bea"},
    "/w/visits/": {"bob", "bea"},
    "/w/patrol/": {"bob", "bea"},
    "/w/check/": {"bob", "bea"},
    "/w/map/": {"bob", "bea"},
    "/w/tasks/": {"bob", "bea"},
    "/w/contacts/": {"bob", "bea"},
    "/w/leaves/": set(),
    "/handle/": {"dan", "dora"},
}
NONE = "00000000-0000-4000-8000-000000000000"
PEOPLE = ["alice", "bob", "bea", "carol", "dan", "dora", "erin", "leo", "sam", "sue", "ann"]


@pytest.mark.parametrize("path", STAFF)
def test_a_page_of_staff_opens_for_its_posts_and_nobody_else(as_, path: str) -> None:
    answers = {name: as_(name).get(path).status_code for name in PEOPLE}
    assert answers == {name: 200 if name in STAFF[path] else 403 for name in PEOPLE}


@pytest.mark.parametrize("path", STAFF)
def test_without_a_sign_in_one_is_sent_to_it_and_back(as_, path: str) -> None:
    answer = as_("").get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={path}")


def test_a_script_that_fetches_a_fragment_is_told_instead(as_, town) -> None:
    case = town.case()
    answer = as_("").get(f"/desk/cases/{case.pk}/", headers={"accept": "text/html, application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_signed_in")


def test_the_front_door_is_the_portal_for_people_without_a_sign_in(as_) -> None:
    page = as_("").get("/").content.decode()
    assert "我要反映" in page
    assert 'href="/report/"' in page


@pytest.mark.parametrize(
    ("name", "path"), [("alice", "/desk/"), ("erin", "/desk/"), ("leo", "/desk/"), ("bob", "/w/"), ("dan", "/handle/")]
)
def test_the_front_door_leads_each_to_their_work(as_, name: str, path: str) -> None:
    assert as_(name).get("/")["Location"] == path


def test_who_holds_no_post_is_told_so(as_, town) -> None:
    Post.objects.filter(user=town.people["bob"]).delete()
    assert "没有对应的工作页面" in as_("bob").get("/").content.decode()


@pytest.mark.parametrize(("name", "path"), [("carol", "/desk/cases/{}/"), ("dora", "/handle/{}/"), ("bob", "/w/tasks/{}/")])
def test_a_case_outside_the_scope_answers_as_if_it_did_not_exist(as_, town, name: str, path: str) -> None:
    """C1: the same status and the same page for a foreign case and for none."""
    grids = {"carol": town.grid, "dora": town.grid, "bob": town.other_grid}
    case = town.case(by="carol" if name == "bob" else "bob", grid=grids[name])
    foreign = as_(name).get(path.format(case.pk))
    missing = as_(name).get(path.format(NONE))
    assert foreign.status_code == missing.status_code == 404
    assert told(foreign.content.decode(), str(case.pk)) == told(missing.content.decode(), NONE)


def told(page: str, case_id: str) -> str:
    """The page without what differs at each request: token, clock, and the address that was asked for."""
    return re.sub(r'(content|value)="[^"]*"', "", page.replace(case_id, ""))


def test_pages_about_cases_are_not_kept_by_caches(as_, town) -> None:
    case = town.case()
    assert as_("alice").get(f"/desk/cases/{case.pk}/")["Cache-Control"] == "no-store"
