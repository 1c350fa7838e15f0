"""The register for programs: the same door, scopes and counts as the pages; nothing by GET that names somebody. Cases C1, C3, C4, C9, C10."""

import pytest

from grids.models import Dwelling
from residents.models import Enterprise, Look
from residents.queries.map import people_by_area
from residents.queries.search import find
from tests.residents.conftest import AT, ELSEWHERE, GRID
from tests.residents.people import identity_number, prove_second_factor, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
SEARCH = "/api/registry/people/search/"


def post(client, path, **data):
    return client.post(path, data, content_type="application/json")


def test_a_search_answers_masked_and_is_recorded(as_, alice):
    resident = register(alice, 1)
    answer = post(as_(alice), SEARCH, q=identity_number(1), purpose="registry")
    assert answer.status_code == 200
    [one] = answer.json()["items"]
    assert (one["id"], one["values"]["phone"]["text"], one["values"]["phone"]["masked"]) == (str(resident.pk), "138****0001", True)
    assert "13800000001" not in answer.content.decode()
    assert Look.objects.filter(resident_id=resident.pk).count() == 1
    assert "no-store" in answer["Cache-Control"]


def test_c1_c3_a_stranger_gets_the_same_nothing_and_the_count_says_nothing(as_, alice, carol):
    resident = register(alice, 1)
    client = as_(carol)
    assert post(client, SEARCH, q=identity_number(1), purpose="registry").json() == {"items": [], "count": "0", "after": ""}
    foreign = post(client, f"/api/registry/people/{resident.pk}/look/", purpose="registry")
    missing = post(client, f"/api/registry/people/{'0' * 8}-0000-4000-8000-{'0' * 12}/look/", purpose="registry")
    assert (foreign.status_code, foreign.json()) == (404, missing.json())
    assert client.get("/api/registry/counts/?level=grid").json() == {}


def test_c4_a_field_that_is_not_asked_for_is_refused(as_, alice):
    assert post(as_(alice), SEARCH, purpose="registry", state="x").status_code == 400
    assert post(as_(alice), SEARCH, purpose="curiosity").status_code == 400


def test_c9_a_look_shows_only_what_the_purpose_has(as_, bob, alice):
    resident = register(alice, 1, need_tags="残疾人")
    shown = post(as_(bob), f"/api/registry/people/{resident.pk}/look/", purpose="contact").json()["values"]
    assert "need_tags" not in shown
    assert post(as_(bob), f"/api/registry/people/{resident.pk}/look/", purpose="registry").status_code == 403


def test_whole_values_need_a_reason_and_a_second_factor(as_, alice):
    resident = register(alice, 1)
    path = f"/api/registry/people/{resident.pk}/look/"
    client = as_(alice)
    assert post(client, path, purpose="registry", whole=["phone"], reason="核对电话号码").status_code == 403
    prove_second_factor(alice, at=AT)
    assert post(client, path, purpose="registry", whole=["phone"]).status_code in {400, 403}


def test_list_map_and_counts_agree(as_, alice, bob):
    for n in range(3):
        register(alice, n)
    register(alice, 7, code="440310001001002")
    for actor, total in ((alice, 4), (bob, 3)):
        counts = as_(actor).get("/api/registry/counts/?level=grid").json()
        assert sum(counts.values()) == find(actor=actor).count == total == int(post(as_(actor), SEARCH, purpose="visit").json()["count"])
        assert counts == people_by_area(actor=actor, digits=15)


def test_buildings_and_their_chart_name_nobody(as_, alice, carol, building):
    home = Dwelling.objects.create(building=building, stairwell="1", floor=3, room="301")
    register(alice, 1)
    found = as_(alice).get("/api/registry/buildings/?bbox=114.33,22.68,114.35,22.70").json()["items"]
    assert [one["id"] for one in found] == [building.pk]
    chart = as_(alice).get(f"/api/registry/buildings/{building.pk}/").json()
    assert chart["floors"][0]["doors"][0]["id"] == home.pk
    assert as_(carol).get(f"/api/registry/buildings/{building.pk}/").status_code == 404
    assert as_(carol).get("/api/registry/buildings/?bbox=114.33,22.68,114.35,22.70").json() == {"items": []}


def test_enterprises_are_scoped(as_, alice, carol):
    one = Enterprise.objects.create(name="某公司", code=GRID)
    other = Enterprise.objects.create(name="别公司", code=ELSEWHERE)
    client = as_(alice)
    assert [row["id"] for row in client.get("/api/registry/enterprises/").json()["items"]] == [str(one.pk)]
    assert client.get(f"/api/registry/enterprises/{one.pk}/").json()["name"] == "某公司"
    assert client.get(f"/api/registry/enterprises/{other.pk}/").status_code == 404


def test_whoever_is_not_signed_in_gets_nothing(client):
    for path in ("/api/registry/counts/?level=grid", "/api/registry/enterprises/"):
        assert client.get(path).status_code == 401
    assert post(client, SEARCH, purpose="registry").status_code == 401
