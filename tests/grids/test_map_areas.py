"""The doors of where over HTTP: outlines, tiles, locating, registers, places, and the page of grids."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Post, Unit, User
from grids import queries
from grids.actions import BuildingFile, import_buildings
from tests.grids.ground import DISTRICT, EIGHT, FOUR, NOON, ONE, TWO, draw, feature, found, geojson, later, middle, publish, ring

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    found(tmp_path)
    rows = [feature(f"B{number}", f"锦龙苑{number}栋", ring(0.1 + number / 10, 0.4, 0.02, 0.02), floors=6) for number in range(1, 4)]
    import_buildings(actor=SYSTEM_ACTOR, at=NOON, file=BuildingFile(geojson(tmp_path, rows, name="houses.geojson")))
    return tmp_path


def signed_in(role: str = "grid_worker", code: str = f"{ONE}001", name: str = "bob") -> Client:
    user = User.objects.create(username=name, display_name=name.title(), fictitious=True)
    office, _new = Unit.objects.get_or_create(name="办事处", kind="street_office", codes=[DISTRICT])
    Post.objects.create(user=user, role=role, unit=office, code=code, starts_at=NOON)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def bob(ground: Path) -> Client:
    return signed_in()


def ids(answer: Any) -> list[str]:
    return [one["id"] for one in json.loads(answer.content)["features"]]


def test_outlines_down_to_communities_are_public_and_grids_are_not(ground: Path, bob: Client) -> None:
    answer = Client().get("/api/map/areas/?level=community")
    assert (answer.status_code, answer["Content-Type"], ids(answer)) == (200, "application/geo+json", [ONE, TWO])
    refused = Client().get("/api/map/areas/?level=grid")
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "not_signed_in")
    assert ids(bob.get("/api/map/areas/?level=grid")) == sorted(EIGHT)


def test_a_feature_has_its_code_name_and_six_decimals_and_says_when_it_is_approximate(ground: Path, bob: Client) -> None:
    call_command("import_areas", str(ground / "communities.geojson"), "--level", "community", "--approximate", verbosity=0)
    body = Client().get(f"/api/map/areas/?code={ONE}").json()
    (one,) = body["features"]
    assert (one["id"], one["properties"]) == (ONE, {"name": "东社区", "approximate": True})
    assert one["geometry"]["coordinates"][0][0][0] == [114.3, 22.7]
    assert bob.get(f"/api/map/areas/?level=grid&code={ONE}001").json()["features"][0]["properties"] == {"name": "第1网格"}


def test_a_box_a_code_and_a_zoom_narrow_and_simplify(ground: Path, bob: Client) -> None:
    assert ids(bob.get("/api/map/areas/?level=grid&bbox=114.301,22.701,114.309,22.709")) == [f"{ONE}001"]
    assert ids(bob.get(f"/api/map/areas/?level=grid&code={TWO}")) == sorted(set(EIGHT) - set(FOUR))
    assert ids(bob.get("/api/map/areas/?level=grid&zoom=3")) == sorted(EIGHT)
    assert ids(bob.get("/api/map/areas/?level=grid&bbox=10,10,11,11")) == []


def test_more_than_a_browser_draws_is_refused_with_the_reason(bob: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grids.queries.areas.MOST", 7)
    refused = bob.get("/api/map/areas/?level=grid")
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["bbox"])
    monkeypatch.setattr("grids.queries.areas.MOST", 8)
    assert bob.get("/api/map/areas/?level=grid").status_code == 200


def test_what_has_not_changed_is_not_sent_again_and_a_publication_changes_it(ground: Path, bob: Client) -> None:
    for path in ("/api/map/areas/?level=grid", f"/api/map/tiles/grids/14/{TILE[0]}/{TILE[1]}.mvt", f"/api/grids/{ONE}001/"):
        first = bob.get(path)
        again = bob.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert "private" in first["Cache-Control"]
    first = bob.get("/api/map/areas/?level=grid")
    other = bob.get("/api/map/areas/?level=grid&zoom=10", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200
    draw(ground, {f"{ONE}011": ring(0, 0, 2, 1)})
    publish(at=later())
    fresh = bob.get("/api/map/areas/?level=grid", headers={"If-None-Match": first["ETag"]})
    assert (fresh.status_code, f"{ONE}011" in ids(fresh)) == (200, True)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("map/areas/?level=galaxy", "level"), ("map/areas/?bbox=1,2,3", "bbox"), ("map/areas/?bbox=nan,nan,nan,nan", "bbox"),
        ("map/areas/?bbox=181,2,1,4", "bbox"), ("map/areas/?bbox=1,91,1,4", "bbox"), ("map/areas/?level=", "level"), ("map/areas/?bbox=a,b,c,d", "bbox"), ("map/areas/?code=44031", "code"), ("map/areas/?code=４４０３", "code"),
        ("map/areas/?zoom=99", "zoom"), ("map/areas/?code=4403%0a", "code"), ("locate/?lat=22.7", "lon"), ("locate/?lon=x&lat=1", "lon"),
        ("locate/?lon=nan&lat=1", "lon"), ("locate/?lon=1e400&lat=1", "lon"), ("locate/?lon=114&lat=22&datum=mars", "datum"),
        ("locate/?lon=114&lat=22&accuracy_m=-1", "accuracy_m"), ("locate/?lon=114&lat=22&accuracy_m=nan", "accuracy_m"),
        ("buildings/?grid=1", "grid"), (f"buildings/?grid={ONE}001&limit=0", "limit"), ("places/?q=锦", "q"), ("places/", "q"),
        ("places/?q=" + "长" * 61, "q"), ("places/?q=a%00b", "q"), ("divisions/?level=grid", "level"), ("divisions/?code=x", "code"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named_with_its_reason(bob: Client, path: str, field: str) -> None:
    refused = bob.get(f"/api/{path}")
    assert refused.status_code == 400
    assert list(refused.json()["error"]["fields"]) == [field]


@pytest.mark.parametrize(
    "path",
    [
        "map/areas/?level=grid",
        "map/tiles/grids/14/1/1.mvt",
        "divisions/",
        f"grids/{ONE}001/",
        f"buildings/?grid={ONE}001",
        "places/?q=锦龙",
    ],
)
def test_reading_needs_a_sign_in(ground: Path, path: str) -> None:
    refused = Client().get(f"/api/{path}")
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "not_signed_in")


def tile_of(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    from math import asinh, pi, radians, tan

    return int((lon + 180) / 360 * 2**zoom), int((1 - asinh(tan(radians(lat))) / pi) / 2 * 2**zoom)


TILE = tile_of(114.305, 22.705, 14)


def test_tiles_hold_the_grids_and_buildings_in_them_and_nothing_else(bob: Client) -> None:
    answer = bob.get(f"/api/map/tiles/grids/14/{TILE[0]}/{TILE[1]}.mvt")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vnd.mapbox-vector-tile")
    assert f"{ONE}001".encode() in answer.content
    assert "第1网格".encode() in answer.content
    buildings = bob.get("/api/map/tiles/buildings/15/{}/{}.mvt".format(*tile_of(114.3021, 22.7041, 15)))
    assert "锦龙苑".encode() in buildings.content
    assert bob.get("/api/map/tiles/grids/14/1/1.mvt").content == b""
    assert bob.get("/api/map/tiles/buildings/3/0/0.mvt").content == b""


@pytest.mark.parametrize("path", ["cases/14/1/1", "grids/30/1/1", "grids/2/9/1", "grids/2/1/9", f"grids/2/{10**40}/1", "grids/x/1/1"])
def test_what_is_no_tile_is_not_found(bob: Client, path: str) -> None:
    assert bob.get(f"/api/map/tiles/{path}.mvt").status_code == 404


def test_locating_tells_the_grid_and_to_the_public_the_community_only(bob: Client) -> None:
    lon, lat = middle(0, 0)
    path = f"/api/locate/?lon={lon}&lat={lat}"
    assert bob.get(path).json() == {
        "placing": "inside", "code": f"{ONE}001", "name": "东社区第1网格", "community": ONE, "others": [], "uncertain": False, "swapped": None,
    }  # fmt: skip
    public = Client().get(path)
    assert (public.status_code, public.json()["code"], public.json()["community"]) == (200, ONE, ONE)
    assert "第1网格" not in public.content.decode()
    border = Client().get("/api/locate/?lon=114.31&lat=22.705").json()
    assert (border["code"], border["others"]) == (ONE, [])


def test_b4_locating_takes_the_datum_that_the_phone_names(bob: Client) -> None:
    from grids.geo import from_storage

    lon, lat = middle(0, 0)
    for datum in ("gcj02", "bd09"):
        shifted = from_storage(lon=lon, lat=lat, datum=datum)
        found = bob.get(f"/api/locate/?lon={shifted[0]}&lat={shifted[1]}&datum={datum}").json()
        assert found["code"] == f"{ONE}001"


def test_b1_b2_b3_outside_nowhere_and_swapped_have_answers(bob: Client) -> None:
    assert bob.get("/api/locate/?lon=115&lat=23").json()["placing"] == "outside"
    assert bob.get("/api/locate/?lon=0&lat=0").json()["placing"] == "nowhere"
    lon, lat = middle(0, 0)
    assert bob.get(f"/api/locate/?lon={lat}&lat={lon}").json()["swapped"] == [lon, lat]


def test_b5_a_wide_circle_is_told(bob: Client) -> None:
    lon, lat = middle(0, 0)
    assert bob.get(f"/api/locate/?lon={lon}&lat={lat}&accuracy_m=3000").json()["uncertain"] is True


def test_divisions_come_by_level_and_in_pages(bob: Client) -> None:
    rows = bob.get("/api/divisions/?level=community").json()
    assert rows["items"][0] == {"code": ONE, "name": "东社区", "level": "community", "parent": ONE[:9], "drawn": True, "approximate": False}
    assert rows["next"] is None
    every, after = [], ""
    while True:
        page = bob.get(f"/api/divisions/?limit=2{after}").json()
        every += [row["code"] for row in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert every == ["4403", DISTRICT, ONE[:9], ONE, TWO]


def test_a_grid_comes_with_its_neighbours_and_small_enough_for_a_phone(bob: Client) -> None:
    answer = bob.get(f"/api/grids/{ONE}001/")
    card = answer.json()
    assert (card["name"], card["community_name"], card["kind_label"]) == ("第1网格", "东社区", "综合网格")
    assert [one["code"] for one in card["neighbours"]] == [f"{ONE}002", f"{ONE}003", f"{ONE}004"]
    assert [one["id"] for one in card["areas"]["features"]] == sorted(FOUR)
    assert len(answer.content) < 15_000
    for missing in (f"{ONE}099", "x", "1" * 40):
        assert bob.get(f"/api/grids/{missing}/").status_code == 404


def test_buildings_come_by_grid_or_box_in_pages_with_one_query(bob: Client, django_assert_max_num_queries: Any) -> None:
    page = bob.get(f"/api/buildings/?grid={ONE}001&limit=2").json()
    assert ([row["code"] for row in page["items"]], page["next"]) == (["B1", "B2"], "B2")
    assert [row["code"] for row in bob.get(f"/api/buildings/?grid={ONE}001&after=B2").json()["items"]] == ["B3"]
    assert len(bob.get("/api/buildings/?bbox=114.3,22.7,114.31,22.71").json()["items"]) == 3
    row = page["items"][0]
    assert (row["floors"], row["use"], row["grid"], row["dwellings"]) == (6, "other", f"{ONE}001", 0)
    with django_assert_max_num_queries(4):
        bob.get(f"/api/buildings/?grid={ONE}001")


def test_places_are_found_by_words_with_the_same_number_of_queries_for_any_number(bob: Client, django_assert_num_queries: Any) -> None:
    found_places = bob.get("/api/places/?q=锦龙苑").json()["items"]
    assert [row["code"] for row in found_places] == ["B1", "B2", "B3"]
    assert found_places[0]["area_name"] == "东社区第1网格"

    def queries_of(path: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as seen:
            bob.get(path)
        return len(seen)

    assert queries_of("/api/places/?q=锦龙苑1栋") == queries_of("/api/places/?q=锦龙苑")


def test_the_page_of_grids_is_for_those_who_keep_the_map(ground: Path, bob: Client) -> None:
    assert Client().get("/grids/")["Location"].startswith("/sign-in/")
    assert bob.get("/grids/").status_code == 403
    rita = signed_in("registrar", DISTRICT, "rita")
    page = rita.get("/grids/")
    text = page.content.decode()
    assert page.status_code == 200
    for shown in ("东社区", "第1网格", "西社区", "2026-11-18 12:00"):
        assert shown in text
    assert rita.get("/grids/?district=440310").status_code == 404
    carol = signed_in("registrar", "440397", "carol")
    assert "东社区" not in carol.get("/grids/").content.decode()
    assert carol.get(f"/grids/?district={DISTRICT}").status_code == 404


def test_a_keeper_of_one_community_sees_that_one_only(ground: Path) -> None:
    text = signed_in("registrar", ONE, "rita").get("/grids/?check=1").content.decode()
    assert "东社区" in text
    assert "西社区" not in text
    assert "没有重叠，也没有空隙" in text


def test_a_keeper_of_two_communities_sees_both(ground: Path) -> None:
    rita = signed_in("registrar", ONE, "rita")
    user = User.objects.get(username="rita")
    Post.objects.create(user=user, role="registrar", unit=Unit.objects.get(), code=TWO, starts_at=NOON)
    text = rita.get("/grids/?check=1").content.decode()
    assert "东社区" in text
    assert "西社区" in text
    assert text.count("没有重叠，也没有空隙") == 2


def test_the_page_tells_the_drafts_and_the_faults_of_coverage(ground: Path) -> None:
    rita = signed_in("registrar", DISTRICT, "rita")
    assert "没有重叠，也没有空隙" in rita.get("/grids/?check=1").content.decode()
    queries.current_grids().filter(code=f"{TWO}004").update(valid_to=later())
    draw(ground, {f"{ONE}021": ring(0, 0)})
    text = rita.get("/grids/?check=1").content.decode()
    assert f"社区 {TWO} 有" in text
    assert "1 个草稿" in text


def test_names_are_shown_as_text_and_never_as_markup(ground: Path) -> None:
    draw(ground, {f"{ONE}001": EIGHT[f"{ONE}001"]})
    path = geojson(ground, [feature(f"{ONE}001", "<script>alert(1)</script>", EIGHT[f"{ONE}001"])])
    call_command("import_areas", str(path), "--level", "grid", verbosity=0)
    publish(at=later())
    rita = signed_in("registrar", DISTRICT, "rita")
    assert "<script>alert" not in rita.get("/grids/").content.decode()
    assert rita.get(f"/api/map/areas/?level=grid&code={ONE}001").json()["features"][0]["properties"]["name"] == "<script>alert(1)</script>"


def test_the_schema_names_every_door_and_every_refusal() -> None:
    schema = Client().get("/api/schema/?format=json").json()
    doors = {
        "/api/map/areas/": {"200", "304", "400", "401", "403"}, "/api/map/tiles/{layer}/{z}/{x}/{y}.mvt": {"200", "304", "401", "404"},
        "/api/locate/": {"200", "400"}, "/api/places/": {"200", "400", "401"}, "/api/divisions/": {"200", "400", "401"},
        "/api/grids/{code}/": {"200", "304", "401", "404"}, "/api/buildings/": {"200", "400", "401"},
    }  # fmt: skip
    for path, told in doors.items():
        operation = schema["paths"][path]["get"]
        assert told <= set(operation["responses"])
    given = {parameter["name"] for parameter in schema["paths"]["/api/map/areas/"]["get"]["parameters"]}
    assert given == {"level", "bbox", "code", "zoom"}
