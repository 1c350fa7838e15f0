"""The GeoReport v2 server: what it tells, what it takes, how it refuses."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.ledger.models import Entry
from governance.notices.models import Address
from incidents.actions.desk import refuse_incident
from incidents.models import Category, Incident, Submission
from incidents.publicity import CELL
from tests.town import STREET, Town, inside

SAID = {"service_code": "c0101", "lat": "22.705", "long": "114.305", "description": "井盖破损，联系 13800131234"}


@pytest.fixture
def now_town(town: Town) -> Town:
    """The town today: lists begin ninety days before now."""
    town.at = timezone.now() - timedelta(days=2)
    return town


def only(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content.decode()
    (row,) = answer.json()
    return row


def test_discovery_names_the_endpoint_in_both_forms(db: None):
    found = Client().get("/open311/discovery.json").json()
    assert found["endpoints"][0]["url"].endswith("/open311/v2")
    assert found["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    answer = Client().get("/open311/discovery.xml")
    top = ET.fromstring(answer.content)
    assert (top.tag, top.findtext("endpoints/endpoint/url"), len(top.findall("endpoints/endpoint/formats/format"))) == (
        "discovery", found["endpoints"][0]["url"], 2,
    )  # fmt: skip
    assert answer["Content-Type"] == "text/xml; charset=utf-8"


def test_services_and_definitions_tell_what_is_asked(ask: Any, asking: Any, coarse: Category):
    rows = {row["service_code"]: row for row in ask("services.json").json()}
    assert set(rows) == {"c0101", "e0184"}
    assert (rows["c0101"]["metadata"], rows["c0101"]["type"], rows["e0184"]["metadata"], rows["e0184"]["type"]) == (
        True,
        "realtime",
        False,
        "batch",
    )
    definition = ask("services/c0101.json").json()
    assert [(one["code"], one["required"], one["datatype"]) for one in definition["attributes"]] == [
        ("state", True, "singlevaluelist"), ("lane", False, "multivaluelist"),
    ]  # fmt: skip
    top = ET.fromstring(ask("services/c0101.xml").content)
    assert [one.findtext("key") for one in top.findall("attributes/attribute/values/value")] == ["missing", "damaged", "road", "pavement"]
    english = Client(headers={"Accept-Language": "en"}).get("/open311/v2/services/c0101.json").json()
    assert english["attributes"][0]["values"][0] == {"key": "missing", "name": "Missing"}
    Category.objects.filter(pk=coarse.pk).update(publicity="hidden")
    assert ask("services/e0184.json").status_code == 404


def test_a_report_comes_in_with_its_answers_and_goes_out_without_the_reporter(send: Any, ask: Any, asking: Any):
    row = only(
        send(
            **SAID,
            **{"attribute[state]": "missing", "attribute[lane][]": ["road", "pavement"]},
            phone="139 0013 1234",
            first_name="三",
            last_name="张",
        )
    )
    case = Incident.objects.get(number=row["service_request_id"])
    assert (case.source, case.reporter_id, case.code) == ("open311", None, f"{STREET}001001")
    assert case.text == "井盖破损，联系 13800131234\n井盖现在怎样：缺失\n哪里：车行道、人行道"
    assert Submission.objects.get().answers == {"state": ["missing"], "lane": ["road", "pavement"]}
    assert Address.objects.get().topic == f"incident:{case.pk}"
    Incident.objects.update(state="filed")
    shown = ask(f"requests/{case.number}.json").content.decode()
    assert "井盖破损" in shown
    assert not any(secret in shown for secret in ("13800131234", "13900131234", "张", "follow"))


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"service_code": ""}, "service_code"), ({"service_code": "x9"}, "service_code"), ({"lat": "", "long": ""}, "lat"), ({"lat": "91"}, "lat"), ({"lat": "NaN"}, "lat"),
        ({"long": ""}, "long"), ({"long": "1e400"}, "long"), ({"description": "字" * 4001}, "description"), ({"description": "a\0b"}, "description"),
        ({"attribute[nope]": "1", "attribute[state]": "missing"}, "attribute[nope]"), ({}, "attribute[state]"), ({"attribute[state]": "burnt"}, "attribute[state]"),
        ({"attribute[state]": ["missing", "damaged"]}, "attribute[state]"), ({"attribute": "state"}, "attribute"), ({"attribute[state]": "missing", "email": "x"}, "address"),
        ({"address_id": "12"}, "address_id"), ({"attribute[state]": "missing", "address_id": "440399009009", "lat": "", "long": ""}, "community"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_400_and_names_the_parameter_and_nothing_is_kept(send: Any, asking: Any, form: dict[str, Any], told: str):
    answer = send(**(SAID | form))
    assert answer.status_code == 400
    assert answer.json()[0]["code"] == 400
    assert answer.json()[0]["description"].startswith(told)
    assert Incident.objects.count() == 0
    as_xml = send("requests.xml", **(SAID | form))
    assert ET.fromstring(as_xml.content).findtext("error/code") == "400"


def test_without_a_key_or_with_an_ended_one_it_is_403(town: Town, key: str, send: Any):
    from governance.access.actor import SYSTEM_ACTOR
    from incidents.actions.keys import end_key
    from incidents.models import ApiKey

    assert Client().post("/open311/v2/requests.json", SAID).json()[0]["code"] == 403
    assert Client().post("/open311/v2/requests.json", SAID | {"api_key": key + "x"}).status_code == 403
    assert key.encode() not in bytes(ApiKey.objects.get().digest)
    end_key(actor=SYSTEM_ACTOR, key_id=ApiKey.objects.get().pk, at=town.at)
    assert send(**SAID).status_code == 403


def test_d11_a_key_is_used_so_often_in_an_hour_and_then_told_to_wait(town: Town):
    from governance.access.actor import SYSTEM_ACTOR
    from incidents.actions.keys import issue_key

    slow = issue_key(actor=SYSTEM_ACTOR, name="慢", at=town.at, per_hour=2)
    answers = [Client().post("/open311/v2/requests.json", SAID | {"api_key": slow}) for _n in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"]


def test_a1_and_a2_the_same_client_id_is_one_case_and_another_form_under_it_a_conflict(send: Any):
    first, again = only(send(**SAID, client_id="app-1")), only(send(**SAID, client_id="app-1"))
    assert first == again
    assert Incident.objects.count() == 1
    assert Entry.objects.filter(verb="incident.reported").count() == 1
    assert send(**(SAID | {"description": "别的"}), client_id="app-1").status_code == 409


def test_g7_a_coarse_case_is_a_token_for_a_day_and_then_the_middle_of_its_cell_without_words(send: Any, ask: Any, coarse: Category):
    row = only(send(**(SAID | {"service_code": "e0184"})))
    assert set(row) == {"token", "service_notice", "account_id"}
    case = Incident.objects.get()
    assert only(ask(f"tokens/{row['token']}.json")) == {"service_request_id": "", "token": row["token"]}
    assert ask(f"requests/{case.number}.json").status_code == 404
    Incident.objects.update(received_at=case.received_at - timedelta(hours=25), state="filed")
    assert only(ask(f"tokens/{row['token']}.json"))["service_request_id"] == case.number
    shown = only(ask(f"requests/{case.number}.json"))
    assert shown["description"] is None
    assert (abs(shown["lat"] - 22.705) <= CELL, shown["lat"] != 22.705) == (True, True)
    assert ask("tokens/nope.json").status_code == 404


def test_filters_find_what_they_say(now_town: Town, ask: Any):
    old, new, closed = now_town.case(), now_town.case(), now_town.case(grid=now_town.other_grid)
    Incident.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=100))
    Incident.objects.filter(pk=closed.pk).update(state="closed", closed_at=timezone.now())

    def ids(**given: Any) -> set[str]:
        answer = ask("requests.json", **given)
        assert answer.status_code == 200, answer.content.decode()
        return {row["service_request_id"] for row in answer.json()}

    assert ids() == {new.number, closed.number}, "ninety days"
    assert ids(status="open") == {new.number}
    assert ids(status="closed") == {closed.number}
    assert ids(status="open,closed") == {new.number, closed.number}
    assert ids(service_request_id=f"{old.number},{new.number}", status="closed") == {old.number, new.number}, "ids override"
    assert ids(service_code="c0101") == {new.number, closed.number}
    assert ids(service_code="c9999,garbage") == set()
    day = (timezone.now() - timedelta(days=101)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert ids(start_date=day) == {old.number}, "from there ninety days"
    assert ids(start_date=day, end_date=(timezone.now() - timedelta(days=99)).isoformat()) == {old.number}
    assert ids(jurisdiction_id=STREET) == {new.number}
    assert ids(page_size=1) | ids(page_size=1, page=2) == {new.number, closed.number}
    assert ids(updated_after="2020-01-01") == {old.number, new.number, closed.number}
    assert ids(updated_after=(timezone.now() + timedelta(hours=1)).isoformat()) == set()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"status": "lost"}, "status"), ({"start_date": "gestern"}, "start_date"), ({"end_date": "9999-12-31T23:59:59-14:00"}, "end_date"), ({"page": "0"}, "page"),
        ({"start_date": "2026-01-01", "end_date": "2026-06-01"}, "end_date"), ({"start_date": "2026-06-01", "end_date": "2026-01-01"}, "end_date"),
        ({"page_size": "1001"}, "page_size"), ({"service_request_id": "\0"}, "service_request_id"), ({"updated_after": "²"}, "updated_after"),
    ],
)  # fmt: skip
def test_a_wrong_filter_is_400_and_named(ask: Any, given: dict[str, str], told: str):
    answer = ask("requests.xml", **given)
    assert answer.status_code == 400
    assert ET.fromstring(answer.content).findtext("error/description").startswith(told)


def test_another_jurisdiction_form_or_method_is_not_here(ask: Any):
    assert ask("requests.json", jurisdiction_id="city.example").json()[0]["code"] == 404
    assert ask("services.yaml").status_code == 404
    assert ask("requests/none.json").json()[0]["code"] == 404
    refused = Client().put("/open311/v2/services.json")
    assert (refused.status_code, refused["Allow"], refused.json()[0]["code"]) == (405, "GET, HEAD, OPTIONS", 405)


def test_e1_texts_are_escaped_in_both_forms_and_signs_that_xml_cannot_hold_are_left_out(now_town: Town, ask: Any):
    text = "<script>alert(1)</script>&'\"]]>\ufffe𠮷"
    now_town.case(text=text)
    Incident.objects.update(state="filed")
    assert ask("requests.json").json()[0]["description"] == text
    answer = ask("requests.xml")
    assert b"<script>" not in answer.content
    assert ET.fromstring(answer.content).findtext("request/description") == text.replace("\ufffe", "")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_list_asks_as_often_for_three_rows_as_for_one(now_town: Town, ask: Any):
    counts = []
    for number in range(3):
        now_town.case()
        if number in {0, 2}:
            ask("requests.json")
            with CaptureQueriesContext(connection) as seen:
                ask("requests.json")
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_updates_tell_steps_once_and_a_note_from_outside_moves_nothing(now_town: Town, ask: Any, send: Any):
    case = now_town.case()
    refuse_incident(actor=now_town.actor("alice"), incident_id=case.pk, version=1, at=timezone.now(), reason="属物业，电话 13800131234")
    rows = ask("servicerequestupdates.json", start_date=(timezone.now() - timedelta(days=5)).isoformat()).json()
    assert [(row["service_request_id"], row["status"]) for row in rows] == [(case.number, "open"), (case.number, "closed")]
    assert "属物业" in rows[1]["description"]
    assert "13800131234" not in rows[1]["description"]
    note = {"service_request_id": case.number, "update_id": "7", "status": "closed", "description": "对方已修好"}
    for _n in range(2):
        assert send("servicerequestupdates.json", **note).json() == [{"update_id": "7"}]
    assert send("servicerequestupdates.json", **(note | {"description": "另一句"})).status_code == 409
    assert send("servicerequestupdates.json", **(note | {"service_request_id": "1"})).status_code == 404
    assert send("servicerequestupdates.json", **(note | {"status": "lost"})).status_code == 400
    assert Entry.objects.filter(verb="incident.noted", object_id=str(case.pk)).count() == 1
    assert Incident.objects.get(pk=case.pk).state == "refused"


def test_c1_c3_what_is_not_public_is_in_no_list_no_update_and_under_no_number(now_town: Town, ask: Any):
    case = now_town.case()
    Category.objects.update(publicity="hidden")
    assert ask("requests.json").json() == []
    assert ask("requests.json", service_request_id=case.number).json() == []
    assert ask("requests.json", updated_after="2020-01-01").json() == []
    assert ask("servicerequestupdates.json", start_date=(timezone.now() - timedelta(days=5)).isoformat()).json() == []
    assert ask(f"requests/{case.number}.json").content == ask("requests/44039920261118000.json").content.replace(
        b"44039920261118000", case.number.encode()
    )


def test_a_merged_case_says_which_one_stands_for_it(now_town: Town, ask: Any):
    from incidents.actions.desk import merge_incident

    survivor, merged = now_town.case(), now_town.case()
    merge_incident(actor=now_town.actor("alice"), incident_id=merged.pk, version=1, at=timezone.now(), survivor_id=survivor.pk)
    row = only(ask(f"requests/{merged.number}.json"))
    assert (row["status"], survivor.number in row["status_notes"]) == ("closed", True)


def test_keys_are_issued_on_a_page_by_the_administrator_only(town: Town):
    def page(name: str) -> Client:
        client = Client()
        client.force_login(town.people[name])
        return client

    assert Client().get("/open311/keys/").status_code == 200
    assert Client().post("/open311/keys/", {"name": "x", "per_hour": "5"}).status_code == 401
    assert page("alice").post("/open311/keys/", {"name": "x", "per_hour": "5"}).status_code == 403
    made = page("sam").post("/open311/keys/", {"name": "应用甲", "per_hour": "5"})
    assert "<code>" in made.content.decode()
    assert page("sam").post("/open311/keys/", {"name": "应用甲", "per_hour": "5"}).status_code == 409
    assert page("sam").post("/open311/keys/", {"name": "应用乙", "per_hour": "x"}).status_code == 400


def test_a_point_of_the_town_is_where_it_was_reported(now_town: Town, ask: Any):
    now_town.case()
    lon, lat = inside(now_town.grid)
    row = only(ask("requests.json"))
    assert (row["long"], row["lat"]) == (round(lon, 4), round(lat, 4))
    assert row["requested_datetime"] == now_town.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert datetime.fromisoformat(row["updated_datetime"])


def test_a_photo_comes_as_a_file_cleaned_and_once_and_what_is_no_picture_is_refused(send: Any, settings: Any, tmp_path: Any):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from incidents.models import Photo
    from tests.browser.pictures import photo

    settings.MEDIA_ROOT = tmp_path
    body = photo()["buffer"]
    for _n in range(2):
        only(send(**SAID, client_id="with-photo", media=SimpleUploadedFile("x.jpg", body)))
    assert Photo.objects.get().incident == Incident.objects.get()
    refused = send(**SAID, media=SimpleUploadedFile("x.jpg", b"<script>"))
    assert refused.status_code in {400, 415}
    assert Incident.objects.count() == 1


def test_what_a_moderator_or_a_reporter_decided_holds_here_too(now_town: Town, ask: Any):
    from incidents.models import Photo, Showing

    case = now_town.case(text="楼道堆物", place="学院路88号")
    Incident.objects.update(state="filed")
    photo = Photo.objects.create(
        pk=uuid4(),
        incident=case,
        file="x",
        sent_digest=b"1",
        sha256=b"1",
        width=1,
        height=1,
        bytes=1,
        uploaded_at=now_town.at,
        released=True,
        judged_at=now_town.at,
    )
    assert only(ask("requests.json"))["media_url"].endswith(f"/photos/{photo.pk}/full/")
    Photo.objects.update(released=False)
    assert only(ask("requests.json"))["media_url"] is None
    showing = Showing.objects.create(incident=case, private=True)
    Photo.objects.update(released=True)
    row = only(ask("requests.json"))
    _lon, lat = inside(now_town.grid)
    assert (row["description"], row["media_url"], "学院路" in row["address"], row["lat"] == lat) == (None, None, False, False)
    for decided in ({"held": True, "hidden": False}, {"held": False, "hidden": True}):
        Showing.objects.filter(pk=showing.pk).update(**decided)
        assert ask("requests.json").json() == []
        assert ask(f"requests/{case.number}.json").status_code == 404


def test_remarks_among_staff_go_nowhere(now_town: Town, ask: Any):
    from incidents.actions.desk import dispatch_incident

    case = now_town.case()
    unit = now_town.units["市政养护所"].pk
    dispatch_incident(
        actor=now_town.actor("alice"), incident_id=case.pk, version=1, at=timezone.now(), unit_id=unit, opinion="此人常投诉，先拖着"
    )
    answer = ask("servicerequestupdates.json", start_date=(timezone.now() - timedelta(days=5)).isoformat())
    assert len(answer.json()) == 3
    assert "此人" not in answer.content.decode()
    assert "此人" not in ask(f"requests/{case.number}.json").content.decode()
