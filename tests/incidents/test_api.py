"""The doors of a case over HTTP: shapes, refusals, conflicts, scope."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from governance.notices.actions import add_address
from governance.notices.models import Notice
from incidents.actions.recategorising import recategorise_case
from incidents.models import Category, Incident
from incidents.queries import reference
from tests.town import Town, inside


@pytest.fixture
def web(town: Town):
    """A client signed in as one of the town's people."""

    def sign_in(name: str | None = None) -> Client:
        client = Client(raise_request_exception=True)
        if name:
            client.force_login(town.people[name])
        return client

    return sign_in


def body(town: Town, **changes: Any) -> dict[str, Any]:
    lon, lat = inside(town.grid)
    point = {"lon": lon, "lat": lat, "accuracy_m": 8, "datum": "wgs84"}
    return {"category": town.category.pk, "captured_at": "2026-11-22T03:00:00Z", "point": point, "text": "井盖破损"} | changes


def put(client: Client, case_id: Any, data: Any) -> Any:
    return client.put(f"/api/incidents/{case_id}/", data, content_type="application/json")


def step(client: Client, case: Incident, verb: str, **data: Any) -> Any:
    return client.post(f"/api/incidents/{case.pk}/{verb}/", data, content_type="application/json")


def test_a1_filing_twice_answers_201_then_200_with_the_same_number(town: Town, web: Any):
    bob, case_id = web("bob"), uuid4()
    first, again = put(bob, case_id, body(town)), put(bob, case_id, body(town))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    assert first.json()["id"] == str(case_id), "the sender recognises its own id"
    assert put(bob, case_id, body(town, text="另一段")).status_code == 409


def test_a1_filing_twice_tells_the_desk_once_and_gives_the_reporter_the_same_link(town: Town, web: Any):
    number, alice, case_id = {"address": "13800131234"}, town.people["alice"], uuid4()
    add_address(actor=town.actor("alice"), channel="sms", address=number, at=town.at, user_id=alice.pk)
    first, again = (put(web(), case_id, body(town)) for _n in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["follow_token"] == first.json()["follow_token"]
    assert Notice.objects.get().event == "incident.reported"


def test_a3_the_answer_about_an_id_in_use_is_the_same_for_the_same_and_for_other_words(town: Town, web: Any):
    case_id = uuid4()
    put(web("bob"), case_id, body(town))
    answers = [put(web(name), case_id, data) for name in ("carol", None) for data in (body(town), body(town, text="另一段"))]
    assert {one.status_code for one in answers} == {409}
    assert len({one.content for one in answers}) == 1


def test_a5_the_retry_of_a_merged_report_answers_410_with_the_number_that_stands_for_it(town: Town, web: Any):
    bob, case_id, survivor = web("bob"), uuid4(), town.case(by="bea")
    put(bob, case_id, body(town))
    assert step(web("alice"), Incident.objects.get(pk=case_id), "merge", version=1, survivor=str(survivor.pk)).status_code == 200
    again = put(bob, case_id, body(town))
    assert (again.status_code, again.json()["error"]["survivor"]) == (410, survivor.number)


def test_a6_who_was_slower_is_told_who_took_it(town: Town, web: Any):
    case, unit = town.case(), town.units["市政养护所"].pk
    assert step(web("alice"), case, "dispatch", version=1, unit=unit).status_code == 200
    slower = step(web("erin"), case, "dispatch", version=1, unit=unit)
    last = slower.json()["error"]["card"]["timeline"][-1]
    assert (slower.status_code, last["actor"], last["label"]) == (409, "Alice", "派遣")
    assert slower.json()["error"]["code"] == "conflict", "the version is looked at before the state"


def test_anybody_may_report_and_gets_a_link_and_nobody_signed_out_may_read(town: Town, web: Any):
    case_id = uuid4()
    answer = put(web(), case_id, body(town))
    assert answer.status_code == 201
    assert len(answer.json()["follow_token"]) == 64
    assert "follow_token" not in put(web("bob"), uuid4(), body(town)).json()
    for path in ("", f"{case_id}/", "counts/", "feed/"):
        refused = web().get(f"/api/incidents/{path}")
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category": "x"}, "category"), ({"category": 9999}, "category"), ({"captured_at": "gestern"}, "captured_at"),
        ({"point": {"lon": "east", "lat": 1}}, "point"), ({"point": {"lon": 1.0}}, "point"), ({"point": {"lon": 1.0, "lat": 1.0, "datum": "mars"}}, "point"),
        ({"community": "12"}, "community"), ({"text": "字" * 2001}, "text"), ({"text": "a\u0000b"}, "text"), ({"photos": ["x"]}, "photos"),
        ({"nature": "rage"}, "nature"), ({"state": "closed"}, "state"), ({"number": "1"}, "number"), ({"reporter": 1}, "reporter"),
    ],
)  # fmt: skip
def test_c4_a_wrong_or_foreign_field_is_named(town: Town, web: Any, changes: dict[str, Any], field: str):
    refused = put(web("bob"), uuid4(), body(town, **changes))
    assert refused.status_code == 400
    assert list(refused.json()["error"]["fields"]) == [field]
    assert Incident.objects.count() == 0


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000,
        b'{"text": NaN}',
        b'{"category": 1e999}',
        b'{"a":' * 60 + b"1" + b"}" * 60,
        b'"\xed\xa0\x80"',
        b'{"text": "\\ud800"}',
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"7",
    ],
)
def test_a23_json_that_is_no_report_is_refused_and_never_an_error_of_ours(town: Town, web: Any, raw: bytes):
    answer = web("bob").put(f"/api/incidents/{uuid4()}/", raw, content_type="application/json")
    assert answer.status_code == 400, answer.content
    assert answer.json()["error"]["code"] == "invalid"


def test_a22_long_and_strange_text_is_kept_exactly(town: Town, web: Any):
    text = "𠮷野家·‮RTL‬👩‍👩‍👧" + "好" * 1900
    case_id = uuid4()
    assert put(web("bob"), case_id, body(town, text=text)).status_code == 201
    assert Incident.objects.get(pk=case_id).text == text


def test_a_body_over_the_limit_is_413_and_another_content_type_415(town: Town, web: Any):
    assert put(web("bob"), uuid4(), body(town, text="x" * 1_100_000)).status_code == 413
    assert web("bob").put(f"/api/incidents/{uuid4()}/", "a=1", content_type="application/x-www-form-urlencoded").status_code == 415


def test_c1_a_foreign_case_answers_as_one_that_does_not_exist(town: Town, web: Any):
    case, carol = town.case(), web("carol")
    foreign, missing = carol.get(f"/api/incidents/{case.pk}/"), carol.get(f"/api/incidents/{uuid4()}/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert step(carol, case, "file", version=1).status_code == 404
    assert web("alice").get(f"/api/incidents/{case.pk}/").status_code == 200


def test_a7_a_stale_version_answers_409_with_the_card_of_now(town: Town, web: Any):
    case, alice = town.case(), web("alice")
    assert step(alice, case, "file", version=1).status_code == 200
    stale = step(alice, case, "refuse", version=1, reason="重复上报")
    assert stale.status_code == 409
    error = stale.json()["error"]
    assert (error["code"], error["card"]["version"], error["card"]["state"]) == ("conflict", 2, "filed")
    assert [(one["field"], one["was"], one["is"]) for one in error["changed"]] == [("state", "待受理", "待派遣")]


def test_a7_the_conflict_tells_field_by_field_what_is_another_now(town: Town, web: Any):
    case, alice = town.case(), web("alice")
    other = Category.objects.create(kind="event", code="0999", name="路面塌陷", major_code="09", major_name="突发")
    reference.forget_all()
    recategorise_case(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, category_id=other.pk, reason="看过照片")
    assert step(alice, case, "dispatch", version=2, unit=town.units["市政养护所"].pk).status_code == 200
    error = step(alice, case, "refuse", version=1, reason="重复上报").json()["error"]
    changed = {one["field"]: (one["was"], one["is"]) for one in error["changed"]}
    assert changed["state"] == ("待受理", "待处置")
    assert changed["unit"] == ("—", "市政养护所")
    assert changed["category"] == ("上水井盖", "路面塌陷")
    assert changed["due_at"][0] == "—"
    assert changed["due_at"][1] > "2026"
    later = step(alice, case, "refuse", version=2, reason="重复上报").json()["error"]["changed"]
    assert [one["field"] for one in later] == ["state", "unit", "due_at"]


def test_a6_of_two_dispatchers_one_has_200_and_the_other_409_with_the_name_of_who_was_faster(town: Town, web: Any):
    case, unit = town.case(), town.units["市政养护所"].pk
    answers = [step(web(name), case, "dispatch", version=1, unit=unit) for name in ("alice", "erin")]
    assert [one.status_code for one in answers] == [200, 409]
    assert answers[1].json()["error"]["code"] == "conflict", "not only that the state allows no second one"
    last = answers[1].json()["error"]["card"]["timeline"][-1]
    assert (last["verb"], last["actor"]) == ("incident.dispatched", "Alice")


def test_a_step_that_the_state_does_not_allow_answers_409_and_one_that_the_post_does_not_403(town: Town, web: Any):
    case = town.case()
    illegal = step(web("alice"), case, "close", version=1)
    assert (illegal.status_code, illegal.json()["error"]["code"]) == (409, "illegal_step")
    assert step(web("bob"), case, "file", version=1).status_code == 403
    assert step(web("alice"), case, "explode", version=1).status_code == 404


def test_c2_a_unit_of_another_area_cannot_be_named(town: Town, web: Any):
    case = town.case()
    refused = step(web("alice"), case, "dispatch", version=1, unit=town.units["第二街道办事处"].pk)
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["unit"])
    assert Incident.objects.get(pk=case.pk).state == "reported", "filing it first was undone too"


def test_the_detail_card_offers_what_this_viewer_may_do(town: Town, web: Any):
    case = town.case()
    card = web("alice").get(f"/api/incidents/{case.pk}/").json()
    assert [action["verb"] for action in card["actions"]] == [
        "send_to_verify",
        "file",
        "refuse",
        "merge",
        "place",
        "recategorise",
        "dispatch",
        "ask",
        "urge",
        "transfer",
    ]
    assert card["proposals"][0]["name"] == "市政养护所"
    assert [entry["verb"] for entry in card["timeline"]] == ["incident.reported"]
    assert [action["verb"] for action in web("bob").get(f"/api/incidents/{case.pk}/").json()["actions"]] == ["add"]


def test_c14_answers_are_not_kept_by_caches(town: Town, web: Any):
    assert web("alice").get(f"/api/incidents/{town.case().pk}/")["Cache-Control"] == "no-store"
