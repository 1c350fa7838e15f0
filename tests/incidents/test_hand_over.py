"""A task is handed to a colleague on the same grid: it leaves one list and stands in the other, with the same deadline."""

from datetime import timedelta

import pytest
from django.test import Client

from governance.access.actions import end_post
from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Invalid
from governance.ledger.models import Entry
from incidents.actions import desk, field
from incidents.models import Incident
from incidents.queries.colleagues import colleagues
from incidents.web.waiting import waiting_for
from incidents.web.worker import TASKS
from tests.town import Town


@pytest.fixture
def task(town: Town) -> Incident:
    return desk.send_to_verify(actor=town.actor("alice"), incident_id=town.case().pk, version=1, at=town.at)


def titles(town: Town, name: str) -> int:
    return len(waiting_for(actor=town.actor(name), states=TASKS, at=town.at))


def handed(town: Town, task: Incident, to: str, by: str = "bob") -> Incident:
    later = town.at + timedelta(minutes=10)
    return field.hand_over_incident(actor=town.actor(by), incident_id=task.pk, version=2, at=later, colleague_id=town.people[to].pk)


def test_a_task_goes_to_the_colleague_with_its_deadline_and_is_recorded(town: Town, task: Incident):
    assert (titles(town, "bob"), titles(town, "bea")) == (1, 1)
    moved = handed(town, task, "bea")
    assert (moved.state, moved.worker_id, moved.due_at) == ("verifying", town.people["bea"].pk, task.due_at)
    assert (titles(town, "bob"), titles(town, "bea")) == (0, 1)
    assert Entry.objects.get(verb="incident.handed_over").detail["worker"] == town.people["bea"].pk
    field.verify_incident(actor=town.actor("bea"), incident_id=task.pk, version=3, at=town.at, result="exists")
    assert Incident.objects.get(pk=task.pk).worker_id is None


@pytest.mark.parametrize("to", ["bob", "dan", "carol", "alice"])
def test_nobody_without_a_field_post_there_and_not_oneself(town: Town, task: Incident, to: str):
    with pytest.raises(Invalid) as refused:
        handed(town, task, to)
    assert list(refused.value.fields) == ["colleague"]


def test_a_colleague_whose_post_ended_is_none(town: Town, task: Incident):
    end_post(actor=SYSTEM_ACTOR, post=town.people["bea"].posts.get(), at=town.at)
    assert [one.name for one in colleagues(code=town.grid, at=town.at)] == ["Bob"]
    with pytest.raises(Invalid):
        handed(town, task, "bea")


def test_a1_handing_over_sent_again_is_one_and_to_another_is_a_conflict(town: Town, task: Incident):
    client = Client()
    client.force_login(town.people["bob"])
    path, body = f"/api/incidents/{task.pk}/hand_over/", {"version": 2, "colleague": town.people["bea"].pk}
    assert [client.post(path, body, content_type="application/json").status_code for _n in range(2)] == [200, 200]
    assert client.post(path, body | {"colleague": 1}, content_type="application/json").status_code == 409
    assert Entry.objects.filter(verb="incident.handed_over").count() == 1


def test_the_page_offers_colleagues_and_a_plain_form_hands_over(town: Town, task: Incident):
    client = Client()
    client.force_login(town.people["bob"])
    page = client.get(f"/w/tasks/{task.pk}/").content.decode()
    assert "Bea" in page
    assert "coordinate=wgs84" in page
    refused = client.post(f"/w/tasks/{task.pk}/", {"verb": "hand_over", "version": 2})
    assert refused.status_code == 400
    client.post(f"/w/tasks/{task.pk}/", {"verb": "hand_over", "version": 2, "colleague": town.people["bea"].pk})
    assert Incident.objects.get(pk=task.pk).worker == town.people["bea"]


def test_b12_a_step_taken_before_the_post_ended_counts_and_one_taken_after_does_not(town: Town, task: Incident):
    from django.utils import timezone

    now = timezone.now()
    end_post(actor=SYSTEM_ACTOR, post=town.people["bob"].posts.get(), at=now - timedelta(hours=1))
    client = Client()
    client.force_login(town.people["bob"])
    path, body = f"/api/incidents/{task.pk}/verify/", {"version": 2, "result": "exists", "payload": 3}
    task.refresh_from_db()
    Incident.objects.filter(pk=task.pk).update(reporter=None)
    after = client.post(path, body | {"captured_at": (now - timedelta(minutes=30)).isoformat()}, content_type="application/json")
    assert after.status_code == 404
    before = client.post(path, body | {"captured_at": (now - timedelta(hours=2)).isoformat()}, content_type="application/json")
    assert (before.status_code, before.json()) == (200, {"id": str(task.pk)})
    assert Entry.objects.get(verb="incident.verified").actor_id == town.people["bob"].pk
    assert client.get(f"/api/incidents/{task.pk}/").status_code == 404
