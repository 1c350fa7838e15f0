"""A case from report to close, over HTTP, by the people whose work it is; and all of it is on the record."""

import hashlib
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image

from governance.ledger.models import Entry
from governance.ledger.verify import chains, check_chain
from incidents.models import Incident, Tally
from tests.town import Town, inside


class Web:
    """The town's people with their browsers."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def __getattr__(self, name: str) -> Client:
        client = Client()
        client.force_login(self.town.people[name])
        return client


def jpeg(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def send_photo(client: Client, colour: str, stage: str) -> str:
    photo_id = str(uuid4())
    answer = client.put(f"/api/photos/{photo_id}/?stage={stage}", jpeg(colour), content_type="image/jpeg")
    assert answer.status_code == 201, answer.content
    return photo_id


@pytest.fixture
def web(town: Town) -> Web:
    return Web(town)


def take(client: Client, case_id: str, verb: str, version: int, **data: Any) -> dict[str, Any]:
    answer = client.post(f"/api/incidents/{case_id}/{verb}/", data | {"version": version}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    card: dict[str, Any] = answer.json()
    return card


def test_a_worker_reports_and_the_case_goes_through_every_hand_to_its_close(town: Town, web: Web):
    lon, lat = inside(town.grid)
    case_id, before = str(uuid4()), send_photo(web.bob, "red", "before")
    body = {
        "category": town.category.pk, "captured_at": "2026-11-22T03:00:00Z", "text": "井盖破损", "photos": [before],
        "point": {"lon": lon, "lat": lat, "accuracy_m": 6},
    }  # fmt: skip
    assert web.bob.put(f"/api/incidents/{case_id}/", body, content_type="application/json").status_code == 201

    queue = web.alice.get("/api/incidents/?state=reported").json()["items"]
    assert [row["id"] for row in queue] == [case_id]
    assert web.carol.get("/api/incidents/").json()["items"] == []

    card = take(web.alice, case_id, "send_to_verify", 1)
    card = take(web.bea, case_id, "verify", card["version"], result="exists", opinion="属实")
    unit = web.alice.get(f"/api/incidents/{case_id}/").json()["proposals"][0]["unit_id"]
    card = take(web.alice, case_id, "dispatch", card["version"], unit=unit)
    assert (card["state"], card["unit"]) == ("dispatched", "市政养护所")
    assert card["standard"]["limit"] == "4 work_hour"

    assert [row["id"] for row in web.dan.get("/api/incidents/?state=open").json()["items"]] == [case_id]
    card = take(web.dan, case_id, "assign", card["version"])
    after = send_photo(web.dan, "green", "after")
    card = take(web.dan, case_id, "feed_back", card["version"], opinion="已更换井盖", photos=[after])
    assert card["late"] is False

    card = take(web.alice, case_id, "send_to_check", card["version"])
    card = take(web.bob, case_id, "check", card["version"], result="failed", opinion="盖板松动")
    card = take(web.alice, case_id, "rework", card["version"], reason="盖板松动")
    card = take(web.dan, case_id, "feed_back", card["version"], opinion="已加固")
    card = take(web.alice, case_id, "send_to_check", card["version"])
    card = take(web.bob, case_id, "check", card["version"], result="passed")
    card = take(web.alice, case_id, "close", card["version"])

    assert (card["state"], card["reworks"], card["actions"]) == (
        "closed",
        1,
        [
            {"verb": "reopen", "label": "重新打开", "needs": ["reason"]},
            {"verb": "call_back", "label": "回访", "needs": ["result"]},
        ],
    )
    assert [photo["stage"] for photo in card["photos"]] == ["before", "after"]
    verbs = [entry["verb"].removeprefix("incident.") for entry in card["timeline"]]
    assert verbs == [
        "reported", "sent_to_verify", "verified", "filed", "dispatched", "assigned", "fed_back", "sent_to_check", "checked", "reworked",
        "fed_back", "sent_to_check", "checked", "closed",
    ]  # fmt: skip
    assert all(check_chain(chain=chain, outside={}).fault is None for chain in chains())
    assert dict(Tally.objects.filter(count__gt=0).values_list("state", "count")) == {"closed": 1}


def test_the_feed_replayed_over_an_old_board_gives_the_board_of_now(town: Town, web: Web):
    """Idea 6: hints are refetched by id; what was missed is caught up by the cursor, and nothing else is needed."""

    def board() -> dict[str, tuple[str, int]]:
        return {row["id"]: (row["state"], row["version"]) for row in web.alice.get("/api/incidents/").json()["items"]}

    cases = [town.case() for _ in range(4)]
    old = board()
    cursor = web.alice.get("/api/incidents/feed/").json()["cursor"]
    unit = town.units["市政养护所"].pk
    take(web.alice, str(cases[0].pk), "file", 1)
    card = take(web.alice, str(cases[1].pk), "dispatch", 1, unit=unit)
    take(web.dan, str(cases[1].pk), "return", card["version"], reason="不属我单位")
    town.case(grid=town.other_grid)  # another street's: must not be heard
    fresh = town.case()

    seen, pages = [], 0
    while True:
        page = web.alice.get(f"/api/incidents/feed/?after={cursor}&limit=2").json()
        seen += page["items"]
        cursor, pages = page["cursor"], pages + 1
        if not page["more"]:
            break
    assert pages > 1
    for case_id in {item["incident"] for item in seen}:
        answer = web.alice.get(f"/api/incidents/?ids={case_id}").json()["items"]
        old |= {row["id"]: (row["state"], row["version"]) for row in answer}
    assert old == board()
    assert str(fresh.pk) in old
    assert len({item["seq"] for item in seen}) == len(seen)


def test_a_worker_mends_it_on_the_spot(town: Town, web: Web):
    lon, lat = inside(town.grid)
    photos = [send_photo(web.bob, "red", "before"), send_photo(web.bob, "green", "after")]
    body = {
        "category": town.category.pk, "captured_at": "2026-11-22T03:00:00Z", "photos": photos, "on_the_spot": True, "point": {"lon": lon, "lat": lat},
    }  # fmt: skip
    answer = web.bob.put(f"/api/incidents/{uuid4()}/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (201, "closed")
    assert Entry.objects.get(kind="incident").verb == "incident.handled_on_the_spot"
    assert Incident.objects.get().on_the_spot


def test_a_photo_sent_twice_is_one_and_other_bytes_are_a_conflict(town: Town, web: Web):
    photo_id, red = uuid4(), jpeg("red")
    first = web.bob.put(f"/api/photos/{photo_id}/", red, content_type="image/jpeg")
    again = web.bob.put(f"/api/photos/{photo_id}/", red, content_type="image/jpeg")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert web.bob.put(f"/api/photos/{photo_id}/", jpeg("blue"), content_type="image/jpeg").status_code == 409
    assert web.alice.put(f"/api/photos/{photo_id}/", red, content_type="image/jpeg").status_code == 409, "another sender"
    kept = b"".join(web.bob.get(f"/api/photos/{photo_id}/").streaming_content)
    assert hashlib.sha256(kept).hexdigest() == first.json()["sha256"]


def test_c13_a_photo_is_seen_by_those_who_see_the_case_and_by_nobody_else(town: Town, web: Web):
    photo = send_photo(web.bob, "red", "before")
    assert web.bob.get(f"/api/photos/{photo}/").status_code == 200
    assert web.alice.get(f"/api/photos/{photo}/").status_code == 404, "it belongs to no case yet"
    lon, lat = inside(town.grid)
    body = {"category": town.category.pk, "captured_at": "2026-11-22T03:00:00Z", "photos": [photo], "point": {"lon": lon, "lat": lat}}
    web.bob.put(f"/api/incidents/{uuid4()}/", body, content_type="application/json")
    for path in ("", "thumb/"):
        assert web.alice.get(f"/api/photos/{photo}/{path}").status_code == 200
        assert web.carol.get(f"/api/photos/{photo}/{path}").status_code == 404
        assert Client().get(f"/api/photos/{photo}/{path}").status_code == 404


def test_e5_a_photo_with_a_page_hung_on_is_served_as_a_picture_and_as_nothing_else(town: Town, web: Web):
    photo_id, page = uuid4(), b"<html><script>alert(1)</script></html>"
    answer = web.bob.put(f"/api/photos/{photo_id}/?stage=before", jpeg("red") + page, content_type="image/jpeg")
    assert answer.status_code == 201
    for path in ("", "thumb/"):
        served = web.bob.get(f"/api/photos/{photo_id}/{path}")
        assert (served.status_code, served["Content-Type"], served["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
        sent = b"".join(served)
        assert sent.startswith(b"\xff\xd8\xff")
        assert b"<script" not in sent


def test_e10_a_photos_file_is_named_by_us_whatever_the_sender_calls_it(town: Town, web: Web):
    from django.conf import settings

    from incidents.models import Photo

    headers = {"Content-Disposition": 'attachment; filename="../../../etc/passwd.jpg"', "X-File-Name": "..%2f..%2fx.jpg"}
    photo_id = uuid4()
    answer = web.bob.put(f"/api/photos/{photo_id}/?stage=before", jpeg("red"), content_type="image/jpeg", headers=headers)
    assert answer.status_code == 201
    name = Photo.objects.get(pk=photo_id).file
    assert name.startswith(f"photos/{photo_id.hex[:2]}/{photo_id.hex}-")
    kept = (settings.MEDIA_ROOT / f"{name}.jpg").resolve()
    assert kept.is_relative_to(settings.MEDIA_ROOT.resolve())
    assert web.bob.put("/api/photos/..%2f..%2fetc%2fpasswd/", jpeg("red"), content_type="image/jpeg").status_code == 404
