"""What is said while a report is typed: to staff what they may see, to residents only what is public."""

from datetime import timedelta

import pytest
from django.test import Client

from incidents.models import Category, Incident
from incidents.publicity import Publicity
from incidents.queries import reference
from tests.town import Town, inside

TEXT = "学院路88号井盖破损，路人险些踩空"


@pytest.fixture
def fresh(town: Town) -> Incident:
    from django.utils import timezone

    case = town.case()
    Incident.objects.filter(pk=case.pk).update(received_at=timezone.now() - timedelta(hours=1))
    return case


def ask(client: Client, town: Town, **changes: object):
    lon, lat = inside(town.grid)
    body = {"category": town.category.pk, "text": TEXT, "point": {"lon": lon, "lat": lat, "datum": "wgs84"}} | changes
    return client.post("/api/incidents/advice/", body, content_type="application/json")


def test_the_case_that_may_be_repeated_is_shown_to_who_may_see_it(town: Town, fresh: Incident, client: Client):
    client.force_login(town.people["bea"])
    (found,) = ask(client, town).json()["duplicates"]
    assert found["id"] == str(fresh.pk)
    assert found["score"] > 0.8
    assert (found["distance_m"], found["title"]) == (0, "上水井盖")
    client.force_login(town.people["carol"])
    assert ask(client, town).json()["duplicates"] == []


def test_residents_see_public_ones_and_no_word_of_the_report(town: Town, fresh: Incident, client: Client):
    Category.objects.update(publicity=Publicity.OPEN)
    reference.forget_all()
    (found,) = ask(client, town).json()["duplicates"]
    assert "踩空" not in str(found)
    assert "学院路" not in str(found)
    for hidden in (Publicity.COARSE, Publicity.HIDDEN):
        Category.objects.update(publicity=hidden)
        assert ask(client, town).json()["duplicates"] == []


def test_something_else_is_no_duplicate(town: Town, fresh: Incident, client: Client):
    other = Category.objects.create(kind="event", code="0301", name="施工扰民", major_code="03", major_name="施工管理")
    reference.forget_all()
    client.force_login(town.people["bea"])
    lon, lat = inside(town.grid)
    far = {"lon": lon + 0.0012, "lat": lat, "datum": "wgs84"}
    assert ask(client, town, category=other.pk, text="半夜打桩，整栋楼都睡不着", point=far).json()["duplicates"] == []


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"point": None, "community": "440399001001"}, {"category": 999999}, {"point": {"lon": 0, "lat": 0}}]
)
def test_little_is_answered_with_little(town: Town, fresh: Incident, client: Client, body: dict[str, object]):
    answer = client.post("/api/incidents/advice/", body, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["categories"] == []


@pytest.mark.parametrize(
    "wrong", [{"text": "长" * 2001}, {"point": {"lon": 200, "lat": 1}}, {"community": "12"}, {"state": "closed"}, {"text": "a\x00b"}]
)
def test_what_is_no_draft_is_refused_by_name(town: Town, client: Client, wrong: dict[str, object]):
    assert ask(client, town, **wrong).status_code == 400
