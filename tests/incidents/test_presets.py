"""Views and sentences that somebody keeps are their own."""

import pytest
from django.test import Client

from governance.ledger.models import Entry
from incidents.actions.presets import MOST, keep_preset
from incidents.models import Preset
from tests.town import Town

VIEW = {"kind": "view", "name": "早班", "body": "?stage=overdue&case=123&code=440399001001&order=due&x=1"}


def post(client: Client, body: dict[str, str]):
    return client.post("/api/presets/", body, content_type="application/json")


def test_a_view_is_kept_without_the_case_and_comes_back(town: Town, client: Client):
    client.force_login(town.people["alice"])
    assert post(client, VIEW).status_code == 200
    kept = client.get("/api/presets/").json()
    assert [(one["name"], one["body"]) for one in kept] == [("早班", "stage=overdue&code=440399001001&order=due")]
    assert Entry.objects.get(verb="preset.kept").detail == {"kind": "view", "topic": "", "name": "早班"}


def test_the_same_name_again_replaces_it(town: Town, client: Client):
    client.force_login(town.people["alice"])
    post(client, VIEW)
    post(client, VIEW | {"body": "?stage=filed"})
    assert [one["body"] for one in client.get("/api/presets/").json()] == ["stage=filed"]


def test_a_sentence_belongs_to_a_step(town: Town, client: Client):
    client.force_login(town.people["alice"])
    sentence = {"kind": "sentence", "topic": "dispatch", "name": "小心", "body": "现场有坑，注意安全。"}
    assert post(client, sentence).json()["body"] == "现场有坑，注意安全。"
    assert "topic" in post(client, sentence | {"topic": "explode"}).json()["error"]["fields"]
    assert "现场有坑" not in str(Entry.objects.get(verb="preset.kept").detail)


@pytest.mark.parametrize("wrong", [{"name": " "}, {"body": ""}, {"kind": "secret"}, {"name": "长" * 41}, {"user": 1}])
def test_what_cannot_be_kept_is_refused_by_name(town: Town, client: Client, wrong: dict[str, object]):
    client.force_login(town.people["alice"])
    answer = post(client, VIEW | wrong)  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert set(wrong) <= set(answer.json()["error"]["fields"])


def test_nobody_sees_or_drops_another_s(town: Town, client: Client):
    client.force_login(town.people["alice"])
    kept = post(client, VIEW).json()["id"]
    client.force_login(town.people["carol"])
    assert client.get("/api/presets/").json() == []
    assert client.delete(f"/api/presets/{kept}/").status_code == 404
    assert Preset.objects.filter(pk=kept).exists()
    client.force_login(town.people["alice"])
    assert client.delete(f"/api/presets/{kept}/").status_code == 204
    assert Entry.objects.filter(verb="preset.dropped").count() == 1
    assert not Preset.objects.exists()


def test_without_a_sign_in_nothing_is_kept(town: Town, client: Client):
    assert post(client, VIEW).status_code in {401, 403}
    assert client.get("/api/presets/").status_code in {401, 403}


def test_there_is_an_end_to_it(town: Town, client: Client):
    for number in range(MOST):
        keep_preset(actor=town.actor("alice"), kind="view", topic="", name=f"{number}", body="stage=all", at=town.at)
    client.force_login(town.people["alice"])
    assert "name" in post(client, VIEW).json()["error"]["fields"]
    assert post(client, VIEW | {"name": "3"}).status_code == 200
