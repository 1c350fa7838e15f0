"""The page of the second factor: bound once, asked for again, it leads back to where it was wanted; a lost one is taken away."""

import base64

import pytest
from django.test import Client
from django.utils import timezone

from governance.access.second_factor.codes import code_at, step_of
from governance.access.second_factor.models import SecondFactor
from tests.town import Town

pytestmark = pytest.mark.django_db
PAGE = "/second-factor/?next=/posts/"


def browser(town: Town, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name])
    return client


def code_of(secret: str, step: int = 0) -> str:
    return code_at(base64.b32decode(secret), step_of(timezone.now()) + step)


def test_an_authenticator_is_bound_and_a_code_leads_back(town: Town):
    sue = browser(town, "sue")
    secret = sue.post(PAGE, {"ask": "enrol"}).context["secret"]
    assert sue.post(PAGE, {"code": "000000"}).status_code == 403
    page = sue.post(PAGE, {"code": code_of(secret)})
    assert page.status_code == 200
    assert 'href="/posts/"' in page.content.decode()
    assert sue.post(PAGE, {"code": code_of(secret)}).status_code == 403, "a code serves once"
    assert sue.post(PAGE, {"ask": "enrol"}).status_code == 400, "a bound one is not replaced"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_it_leads_nowhere_but_back_into_the_house(town: Town, elsewhere: str):
    page = browser(town, "sue").get("/second-factor/", {"next": elsewhere})
    assert page.context["back"] == ""


def test_a_lost_authenticator_is_taken_away_by_the_security_administrator_alone(town: Town):
    town.proved("erin")
    erin = {"act": "release", "user": town.people["erin"].pk}
    assert 'value="release"' in browser(town, "sue").get("/people/?q=erin").content.decode()
    assert browser(town, "sam").post("/people/", erin).status_code == 403
    assert browser(town, "sue").post("/people/", erin).status_code == 302
    assert not SecondFactor.objects.filter(user=town.people["erin"]).exists()
    town.proved("sue")
    assert browser(town, "sue").post("/people/", {"act": "release", "user": town.people["sue"].pk}).status_code == 403, "never one's own"
