"""What the server promises a phone: who is signed in, a key for each user alone, steps sent twice, payloads of the last release."""

import gzip
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from governance.access.actions import end_post, issue_token
from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Post
from governance.access.roles import Role
from governance.codes import Level
from governance.ledger.models import Entry
from incidents.actions import desk
from incidents.api.session import phone_key
from incidents.models import Incident, Photo
from incidents.web.shell import BLANK, FIELD, PORTAL, shell, source, with_imports
from tests.browser.pages import kept
from tests.town import Town, inside


def signed_in(town: Town, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name])
    return client


def report(town: Town, **changes: object) -> dict[str, object]:
    lon, lat = inside(town.grid)
    return {
        "category": town.category.pk,
        "captured_at": "2026-11-18T04:00:00Z",
        "point": {"lon": lon, "lat": lat},
        "text": "井盖破损",
    } | changes


def test_the_session_names_the_user_and_gives_a_key_to_nobody_else(town: Town, client: Client):
    assert client.get("/api/session/").json()["user"] is None
    assert client.get("/api/session/").json()["key"] is None
    bob, bea = (signed_in(town, name).get("/api/session/").json() for name in ("bob", "bea"))
    assert (bob["user"], bea["user"]) == (town.people["bob"].pk, town.people["bea"].pk)
    assert bob["key"] != bea["key"]
    assert phone_key(town.people["bob"].pk) == phone_key(town.people["bob"].pk)


def test_a1_a_step_sent_again_after_a_lost_answer_is_taken_once(town: Town):
    case = town.case()
    desk.send_to_verify(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at)
    client, body = signed_in(town, "bob"), {"version": 2, "result": "exists", "opinion": "确实 "}
    answers = [client.post(f"/api/incidents/{case.pk}/verify/", body, content_type="application/json") for _n in range(2)]
    assert [(one.status_code, one.json()["id"]) for one in answers] == [(200, str(case.pk))] * 2
    assert Entry.objects.filter(verb="incident.verified").count() == 1


@pytest.mark.parametrize("change", [{"result": "absent"}, {"opinion": "别的话"}, {"photos": [str(uuid4())]}])
def test_a7_another_step_on_the_same_version_is_a_conflict_with_the_present_card(town: Town, change: dict[str, object]):
    case = town.case()
    desk.send_to_verify(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at)
    client, body = signed_in(town, "bob"), {"version": 2, "result": "exists"}
    assert client.post(f"/api/incidents/{case.pk}/verify/", body, content_type="application/json").status_code == 200
    again = client.post(f"/api/incidents/{case.pk}/verify/", body | change, content_type="application/json")
    assert (again.status_code, again.json()["error"]["card"]["version"]) == (409, 3)
    other = signed_in(town, "bea").post(f"/api/incidents/{case.pk}/verify/", body, content_type="application/json")
    assert other.status_code == 409


def test_a1_giving_back_sent_again_is_acknowledged_though_the_case_is_out_of_sight(town: Town):
    case = town.case()
    desk.dispatch_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)
    case.refresh_from_db()
    client, body = signed_in(town, "dan"), {"version": case.version, "reason": "不属于本单位职责。"}
    first, again = (client.post(f"/api/incidents/{case.pk}/return/", body, content_type="application/json") for _n in range(2))
    assert first.status_code in {200, 404}
    assert (again.status_code, again.json()["id"]) == (200, str(case.pk))
    carol = signed_in(town, "dora").post(f"/api/incidents/{case.pk}/return/", body, content_type="application/json")
    assert carol.status_code == 404


@pytest.mark.parametrize(
    ("payload", "status"), [({}, 201), ({"payload": 1}, 201), ({"payload": 2}, 201), ({"payload": 3}, 201), ({"payload": 4}, 400)]
)
def test_a19_reports_of_this_and_the_last_two_payload_versions_are_read(town: Town, payload: dict[str, int], status: int):
    answer = signed_in(town, "bob").put(f"/api/incidents/{uuid4()}/", report(town, **payload), content_type="application/json")
    assert answer.status_code == status


def test_a19_the_version_of_the_payload_is_no_part_of_the_content(town: Town):
    client, case_id = signed_in(town, "bob"), uuid4()
    first = client.put(f"/api/incidents/{case_id}/", report(town), content_type="application/json")
    again = client.put(f"/api/incidents/{case_id}/", report(town, payload=2), content_type="application/json")
    assert (first.status_code, again.status_code, Incident.objects.count()) == (201, 200, 1)


def test_a18_a_write_for_one_user_is_not_taken_from_another(town: Town):
    client = signed_in(town, "bea")
    headers = {"X-Sent-For": str(town.people["bob"].pk)}
    answer = client.put(f"/api/incidents/{uuid4()}/", report(town), content_type="application/json", headers=headers)
    assert (answer.status_code, Incident.objects.count()) == (401, 0)
    photo = client.put(f"/api/photos/{uuid4()}/", b"x", content_type="image/jpeg", headers=headers)
    assert photo.status_code == 401


def test_b12_the_post_that_ended_reads_nothing_any_more_with_the_next_request(town: Town):
    case, photo_id = town.case(by="bea"), kept(town, "bea")
    Photo.objects.filter(pk=photo_id).update(incident=case)
    client = signed_in(town, "bob")
    paths = [f"/w/tasks/{case.pk}/", f"/api/incidents/{case.pk}/", f"/api/photos/{photo_id}/", "/w/", "/w/area/", "/api/visits/"]
    assert [client.get(path).status_code for path in paths] == [200] * len(paths)
    end_post(actor=SYSTEM_ACTOR, post=town.people["bob"].posts.get(), at=timezone.now())
    assert [client.get(path).status_code for path in paths] == [403, 404, 404, 403, 403, 403]


def test_c6_a_post_that_ended_counts_no_more_for_a_session_and_a_token_that_go_on(town: Town):
    case, alice = town.case(), town.people["alice"]
    bearer = {"Authorization": f"Bearer {issue_token(actor=SYSTEM_ACTOR, user=alice, at=timezone.now())}"}
    session, program, path = signed_in(town, "alice"), Client(headers=bearer), f"/api/incidents/{case.pk}/"
    assert [one.get(path).status_code for one in (session, program)] == [200, 200]
    for post in alice.posts.all():
        end_post(actor=SYSTEM_ACTOR, post=post, at=timezone.now())
    assert [one.get(path).status_code for one in (session, program)] == [404, 404]
    steps = [one.post(f"{path}file/", {"version": 1}, content_type="application/json").status_code for one in (session, program)]
    assert steps == [404, 404]
    case.refresh_from_db()
    assert case.state == "reported"


def test_d7_a_page_says_whose_it_is_and_is_not_cached_by_anything_between(town: Town):
    answer = signed_in(town, "bob").get("/w/")
    assert (answer["X-Signed-In-As"], answer["Cache-Control"]) == (str(town.people["bob"].pk), "no-store")


def test_d7_a_sign_in_makes_a_new_session_and_a_new_password_ends_those_of_a_lost_phone(town: Town):
    bob = town.people["bob"]
    bob.set_password("Neues-Wort-31")
    bob.save()
    lost, own = Client(), Client()
    own.cookies["sessionid"] = planted = lost.session.session_key or "planted"
    for client in (lost, own):
        client.post("/sign-in/", {"username": "bob", "password": "Neues-Wort-31"})
        assert client.get("/w/").status_code == 200
    assert planted != own.cookies["sessionid"].value != lost.cookies["sessionid"].value
    bob.set_password("Anderes-Wort-32")
    bob.save()
    assert (lost.get("/w/").status_code, lost.get("/api/session/").json()["user"]) == (302, None)


def test_d8_a_step_without_its_token_is_refused(town: Town):
    case = town.case()
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.people["bob"])
    refused = client.put(f"/api/incidents/{uuid4()}/", report(town), content_type="application/json")
    token = client.get("/api/session/").json()["csrf"]
    taken = client.put(f"/api/incidents/{uuid4()}/", report(town), content_type="application/json", headers={"X-CSRFToken": token})
    assert (refused.status_code, taken.status_code, Incident.objects.exclude(pk=case.pk).count()) == (403, 201, 1)


def test_the_outlines_on_the_phone_are_those_of_ones_own_grid_and_its_neighbours(town: Town):
    found = signed_in(town, "bob").get("/w/area/").json()
    codes = [feature["id"] for feature in found["areas"]["features"]]
    assert found["own"] == [town.grid]
    assert town.grid in codes
    assert town.other_grid not in codes
    assert 1 < len(codes) < 9


def test_a_leader_of_a_community_has_the_outlines_of_all_its_grids(town: Town):
    community = town.grid[: Level.COMMUNITY]
    unit = town.units["第一街道办事处"]
    Post.objects.filter(user=town.people["bea"]).delete()
    Post.objects.create(user=town.people["bea"], role=Role.GRID_LEADER, unit=unit, code=community, starts_at=town.at - timedelta(days=9))
    found = signed_in(town, "bea").get("/w/area/").json()
    codes = [feature["id"] for feature in found["areas"]["features"]]
    assert found["own"] == [f"{community}{number:03d}" for number in range(1, 5)]
    assert len(codes) == len(set(codes)) > len(found["own"])


def test_the_service_worker_names_every_module_that_a_page_imports(town: Town, client: Client):
    script = client.get("/sw.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert script["Cache-Control"] == "no-cache"
    assert "js/lib/outbox/sending.js" in with_imports(("js/worker/home.js",))
    assert all(url in script.content.decode() for url in shell(FIELD))
    assert "const BLANK = [];" in script.content.decode()


def test_residents_get_files_of_their_own_and_whole_pages_that_tell_nothing_of_anybody(town: Town, client: Client):
    script = client.get("/sw.js?portal").content.decode()
    assert all(url in script for url in shell(PORTAL))
    assert "js/worker/" not in script
    assert sum(len(gzip.compress(source(name))) for name in with_imports(PORTAL)) < 130_000
    client.force_login(town.people["bob"])
    client.session["proved"] = {"hint": "138****8000"}
    for page in BLANK:
        assert page in script
        answer = client.get(page)
        told = re.sub(r"csrf[^>]*>|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9T:.+-]{19,}", "", answer.content.decode())
        nobody = re.sub(r"csrf[^>]*>|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9T:.+-]{19,}", "", Client().get(page).content.decode())
        assert (answer.status_code, told) == (200, nobody)


def test_the_manifest_opens_the_app_at_its_front_door(client: Client, db: None):
    manifest = client.get("/manifest.webmanifest").json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}


def test_what_a_page_imports_before_it_runs_is_named_beside_it_and_what_comes_later_is_not(town: Town):
    page = signed_in(town, "bob").get("/w/patrol/").content.decode()
    ahead = re.findall(r'rel="modulepreload" href="/static/([^"]+)"', page)
    assert {"js/lib/outbox.js", "js/lib/outbox/store.js", "js/lib/walking.js"} <= set(ahead)
    assert not {"js/worker/patrol.js", "js/worker/patrolmap.js", "js/lib/map.js", "js/lib/scan.js"} & set(ahead)
    assert len(ahead) == len(set(ahead))
