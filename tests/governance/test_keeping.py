"""The administrators' pages."""

import pytest
from django.test import Client
from django.utils import timezone

from governance.access.models import Post
from governance.ledger.models import Entry
from incidents.models import Category, Responsibility, Standard
from tests.town import STREET, Town


def browser(town: Town, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name])
    return client


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/people/", {"sam", "sue"}),
        ("/units/", {"sam", "sue"}),
        ("/posts/", {"sam", "sue"}),
        ("/ledger/", {"ann"}),
        ("/catalogue/", {"sam"}),
        ("/desk/", {"alice", "carol", "erin", "leo"}),
    ],
)
def test_each_page_opens_for_its_posts_only(town: Town, path: str, allowed: set[str]):
    opened = {name for name in town.people if browser(town, name).get(path).status_code == 200}
    assert opened == allowed


@pytest.mark.parametrize(
    ("name", "page"),
    [("sam", "/catalogue/"), ("sue", "/posts/"), ("ann", "/ledger/"), ("alice", "/desk/"), ("bob", "/w/"), ("dan", "/handle/")],
)
def test_everybody_begins_at_the_page_of_the_own_post(town: Town, name: str, page: str):
    assert browser(town, name).get("/")["Location"] == page


def test_the_security_administrator_grants_and_ends_a_post(town: Town):
    sue = browser(town, "sue")
    sent = {"user": "bea", "role": "clerk", "unit": town.units["第一街道办事处"].pk, "code": STREET}
    asked = sue.post("/posts/", sent)
    assert asked.status_code == 403
    assert 'href="/second-factor/"' in asked.content.decode()
    assert 'value="bea"' in asked.content.decode(), "what was typed stays"
    town.proved("sue", timezone.now())
    assert sue.post("/posts/", sent).status_code == 302
    post = Post.objects.get(user=town.people["bea"], role="clerk")
    assert sue.post("/posts/", {"end": post.pk}).status_code == 302
    assert [entry.verb for entry in Entry.objects.filter(kind="post").order_by("id")] == ["post.granted", "post.ended"]


@pytest.mark.parametrize(
    ("changes", "field"), [({"user": "nobody"}, "user"), ({"unit": "x"}, "unit"), ({"code": "12"}, "code"), ({"role": "king"}, "role")]
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(town: Town, changes: dict[str, str], field: str):
    sent = {"user": "bea", "role": "clerk", "unit": str(town.units["第一街道办事处"].pk), "code": STREET} | changes
    town.proved("sue", timezone.now())
    answer = browser(town, "sue").post("/posts/", sent)
    assert answer.status_code == 400
    assert list(answer.context["refused"].fields) == [field]
    assert sent["user"] in answer.content.decode()


def test_c5_the_system_administrator_sees_posts_and_grants_none(town: Town):
    sent = {"user": "bea", "role": "clerk", "unit": town.units["第一街道办事处"].pk, "code": STREET}
    town.proved("sam", timezone.now())
    assert browser(town, "sam").post("/posts/", sent).status_code == 403
    assert not Post.objects.filter(user=town.people["bea"], role="clerk").exists()


def test_the_auditor_reads_the_record_and_verifies_it(town: Town):
    town.case()
    page = browser(town, "ann").get("/ledger/?verify=1&chain=440399")
    assert "上报" in page.content.decode()
    assert [one.fault for one in page.context["checked"]] == [None]
    assert browser(town, "ann").get("/ledger/?chain=999999").status_code == 404


def test_the_system_administrator_changes_the_catalogue(town: Town):
    sam, path = browser(town, "sam"), f"/catalogue/{town.category.pk}/"
    assert sam.post(path, {"act": "category", "name": "自来水井盖", "name_en": "", "default_unit": "", "active": "on"}).status_code == 302
    sent = {
        "act": "standard",
        "standard": town.standard.pk,
        "name": "破损",
        "limit": "2 work_hour",
        "filing_condition": "",
        "closing_condition": "",
    }
    assert sam.post(path, sent).status_code == 302
    assert sam.post(path, {"act": "add_duty", "unit": town.units["环卫公司"].pk, "code": STREET}).status_code == 302
    duty = Responsibility.objects.get(category=town.category)
    assert sam.post(path, {"act": "end_duty", "duty": duty.pk}).status_code == 302
    assert Category.objects.get().name == "自来水井盖"
    assert Standard.objects.get(pk=town.standard.pk).limit == "2 work_hour"
    refused = sam.post(path, sent | {"limit": "soon"})
    assert (refused.status_code, list(refused.context["refused"].fields)) == (400, ["limit"])
    assert sam.post(path, {"act": "explode"}).status_code == 404
    assert sam.get("/catalogue/?q=自来水").content.decode().count("0101") == 1
