"""Questions about where: locating, names, places, versions."""

from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from random import Random
from threading import Thread

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction
from shapely.geometry import MultiPoint, box

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Away, Invalid
from grids import queries
from grids.actions import BuildingFile, import_buildings
from grids.geo import Locator
from grids.models import Division, Edition, Grid, Layer
from grids.queries.kept import Kept
from tests.grids.ground import (
    DISTRICT,
    FOUR,
    NOON,
    ONE,
    REGISTRAR,
    STREET,
    TWO,
    area,
    draw,
    feature,
    found,
    geojson,
    import_communities,
    later,
    middle,
    publish,
    ring,
)  # fmt: skip

pytestmark = pytest.mark.django_db
Point = tuple[float, float]


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    found(tmp_path)
    return tmp_path


def by_postgis(points: Sequence[Point]) -> list[str]:
    """The truth: the lowest code among the grids in force that cover each point."""
    sql = """
    SELECT coalesce((SELECT g.code FROM grids_grid g WHERE g.valid_from IS NOT NULL AND g.valid_to IS NULL
      AND ST_Covers(g.area, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326)) ORDER BY g.code COLLATE "C" LIMIT 1), '')
    FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS p (lon, lat, place) ORDER BY p.place
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [[lon for lon, _lat in points], [lat for _lon, lat in points]])
        return [code for (code,) in cursor.fetchall()]


def irregular(random: Random, count: int) -> None:
    """Voronoi cells in force: borders in every direction, many of them shared by three."""
    seeds = MultiPoint([(random.uniform(114.30, 114.34), random.uniform(22.70, 22.72)) for _seed in range(count)])
    frame = box(114.30, 22.70, 114.34, 22.72)
    cells = [shapely.intersection(cell, frame) for cell in shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame))]
    codes = [f"{ONE}{number:03d}" for number in random.sample(range(1, 999), len(cells))]
    Grid.objects.bulk_create(
        Grid(
            code=code,
            name=code,
            community_id=ONE,
            valid_from=NOON,
            area=GEOSGeometry(shapely.to_wkt(shapely.MultiPolygon([cell]), rounding_precision=-1), srid=4326),
        )
        for code, cell in zip(codes, cells, strict=True)
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_b6_the_locator_answers_as_postgis_does_inside_on_borders_and_outside(tmp_path: Path, seed: int) -> None:
    import_communities(tmp_path)
    random = Random(seed)
    irregular(random, 60)
    shapes = [shapely.from_wkb(bytes(grid.area.wkb)) for grid in queries.current_grids()]
    corners = [(x, y) for shape in shapes for x, y in shapely.get_coordinates(shape).tolist()]
    points = [(random.uniform(114.29, 114.35), random.uniform(22.69, 22.73)) for _point in range(1500)]
    points += corners
    points += [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in pairwise(corners)]
    truth = by_postgis(points)
    answers = [queries.locate(lon=lon, lat=lat) for lon, lat in points]
    assert [answer.code if answer.kind in {"inside", "border"} else "" for answer in answers] == truth
    assert sum(answer.kind == "border" for answer in answers) > 100


def test_b6_a_point_on_a_shared_border_belongs_to_the_lowest_code(ground: Path) -> None:
    border = queries.locate(lon=114.31, lat=22.705)
    assert (border.kind, border.code, border.others) == ("border", f"{ONE}001", (f"{ONE}002",))
    corner = queries.locate(lon=114.31, lat=22.71)
    assert (corner.code, len(corner.others)) == (f"{ONE}001", 3)
    between = queries.locate(lon=114.32, lat=22.715)
    assert (between.code, between.others) == (f"{ONE}004", (f"{TWO}003",))
    assert by_postgis([(114.31, 22.705), (114.31, 22.71), (114.32, 22.715)]) == [border.code, corner.code, between.code]


def test_b6_the_expression_for_other_tables_has_the_same_rule(ground: Path) -> None:
    Division.objects.filter(pk=ONE).update(seat=GEOSGeometry("POINT (114.31 22.71)", srid=4326))
    assert Division.objects.filter(pk=ONE).values_list(queries.covering("seat"), flat=True).get() == f"{ONE}001"
    Division.objects.filter(pk=ONE).update(seat=GEOSGeometry("POINT (115 22.71)", srid=4326))
    assert Division.objects.filter(pk=ONE).values_list(queries.covering("seat"), flat=True).get() is None


def test_b1_a_point_outside_everything_has_an_answer_and_a_district_to_place_it(ground: Path) -> None:
    outside = queries.locate(lon=114.60, lat=22.70)
    assert (outside.kind, outside.code, outside.swapped) == ("outside", "", None)
    assert queries.nearest_district(lon=114.60, lat=22.70) == DISTRICT
    assert queries.home_code() == DISTRICT


def test_b1_the_nearest_district_is_the_nearest_one(ground: Path) -> None:
    Division.objects.create(code="440397", name="远区", parent_id="4403", area=area(100, 0))
    assert queries.nearest_district(lon=114.33, lat=22.8) == DISTRICT
    assert queries.nearest_district(lon=115.2, lat=22.8) == "440397"


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(0.0, 0.0), (None, None), (114.3, None), (float("nan"), 22.7), (114.3, float("inf")), (1e-4, -1e-4), (500.0, 22.7)],
)
def test_b2_what_is_no_position_is_told_as_nowhere(ground: Path, lon: float | None, lat: float | None) -> None:
    answer = queries.locate(lon=lon, lat=lat)
    assert (answer.kind, answer.code, answer.swapped) == ("nowhere", "", None)


def test_b3_swapped_axes_are_suggested_and_not_applied(ground: Path) -> None:
    lon, lat = middle(0, 0)
    answer = queries.locate(lon=lat, lat=lon)
    assert (answer.code, answer.swapped) == ("", (lon, lat))
    assert queries.locate(lon=lon, lat=lat).swapped is None
    assert queries.locate(lon=22.0, lat=80.0).swapped is None


def test_b5_a_circle_that_touches_several_grids_is_uncertain_and_tells_what_they_share(ground: Path) -> None:
    lon, lat = middle(0, 0)
    assert not queries.locate(lon=lon, lat=lat, accuracy_m=400).uncertain
    vague = queries.locate(lon=lon, lat=lat, accuracy_m=700)
    assert (vague.kind, vague.code, vague.uncertain, vague.common) == ("inside", f"{ONE}001", True, ONE)
    lon, lat = middle(1, 0)
    assert queries.locate(lon=lon, lat=lat, accuracy_m=700).common == STREET


def test_b6_ten_thousand_points_are_located_in_one_go(ground: Path) -> None:
    random = Random(9)
    points = [(random.uniform(114.29, 114.35), random.uniform(22.69, 22.73)) for _point in range(10_000)]
    locator = Locator(cells=[(grid.code, bytes(grid.area.wkb)) for grid in queries.current_grids()])
    assert [answer.code for answer in locator.locate_many(points=points)] == by_postgis(points)


def test_a_point_in_a_community_without_grids_belongs_to_the_community(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, FOUR)
    publish()
    lon, lat = middle(2, 0)
    answer = queries.locate(lon=lon, lat=lat)
    assert (answer.kind, answer.code) == ("area", TWO)


def test_the_locator_follows_a_publication_within_the_transaction_that_makes_it(ground: Path) -> None:
    lon, lat = middle(0.3, 0)
    assert queries.locate(lon=lon, lat=lat).code == f"{ONE}001"
    draw(ground, {f"{ONE}001": ring(0, 0, 0.5, 1), f"{ONE}002": ring(0.5, 0, 1.5, 1)})
    assert queries.locate(lon=lon, lat=lat).code == f"{ONE}001"
    publish(at=later())
    assert queries.locate(lon=lon, lat=lat).code == f"{ONE}002"


def test_a_publication_that_is_rolled_back_was_never_seen(ground: Path) -> None:
    lon, lat = middle(0.3, 0)
    draw(ground, {f"{ONE}001": ring(0, 0, 0.5, 1), f"{ONE}002": ring(0.5, 0, 1.5, 1)})
    publish(at=later(), dry_run=True)
    assert queries.locate(lon=lon, lat=lat).code == f"{ONE}001"


def test_in_a_transaction_the_truth_is_asked_once_for_each_point(ground: Path, django_assert_num_queries: object) -> None:
    lon, lat = middle(0, 0)
    queries.locate(lon=lon, lat=lat)
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.locate(lon=lon, lat=lat)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_edition_is_asked_at_most_once_a_second(
    tmp_path: Path, django_assert_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(tmp_path)
    with pytest.raises(RuntimeError):
        queries.hold_map()  # a lock for no longer than this statement would hold nothing
    now = [1000.0]
    monkeypatch.setattr(import_module("grids.queries.editions"), "monotonic", lambda: now[0])
    lon, lat = middle(0.3, 0)
    queries.forget()
    assert queries.locate(lon=lon, lat=lat).code == f"{ONE}001"
    with django_assert_num_queries(0):  # type: ignore[operator]
        for _again in range(5):
            queries.locate(lon=lon, lat=lat)
    draw(tmp_path, {f"{ONE}001": ring(0, 0, 0.5, 1), f"{ONE}002": ring(0.5, 0, 1.5, 1)})
    publish(at=later())
    now[0] += 1.0
    with django_assert_num_queries(2):  # type: ignore[operator]  # the edition, and the grids anew
        assert queries.locate(lon=lon, lat=lat).code == f"{ONE}002"


@pytest.mark.django_db(transaction=True)
def test_b11_a_redraw_waits_for_cases_that_are_being_filed_and_they_for_it(tmp_path: Path) -> None:
    found(tmp_path)
    done: list[str] = []

    def redraw() -> None:
        draw(tmp_path, {f"{ONE}001": ring(0, 0, 0.5, 1), f"{ONE}002": ring(0.5, 0, 1.5, 1)})
        publish(at=later())
        done.append("published")
        connection.close()

    thread = Thread(target=redraw)
    with transaction.atomic():
        queries.hold_map()
        thread.start()
        thread.join(timeout=1.5)
        assert done == []
        assert thread.is_alive()
        lon, lat = middle(0.3, 0)
        assert queries.locate(lon=lon, lat=lat).code == f"{ONE}001"
    thread.join(timeout=20)
    assert done == ["published"]
    with transaction.atomic():
        assert queries.locate(lon=lon, lat=lat).code == f"{ONE}002"


def test_what_is_kept_is_built_once_for_each_edition() -> None:
    built: list[int] = []

    def build() -> int:
        built.append(1)
        return len(built)

    kept = Kept(Layer.GRIDS, build=build, truth=True)
    assert (kept.now(), kept.now()) == (1, 1)
    Edition.objects.create(layer="grids", stamp="00000000-0000-4000-8000-000000000001", at=NOON)
    assert (kept.now(), kept.now()) == (2, 2)


def test_every_code_has_a_name_be_it_ended_unnamed_or_unknown(ground: Path, django_assert_num_queries: object) -> None:
    draw(ground, {f"{ONE}011": ring(0, 0, 2, 1)})
    publish(at=later())
    codes = [f"{ONE}001", f"{ONE}011", ONE, f"{TWO}999", "440300", "510115001001"]
    assert queries.names(codes) == {
        f"{ONE}001": "第1网格", f"{ONE}011": "第11网格", ONE: "东社区", f"{TWO}999": "西社区", "440300": "4403", "510115001001": "510115001001",
    }  # fmt: skip
    with django_assert_num_queries(0):  # type: ignore[operator]
        queries.names(codes)
        queries.full_name(f"{ONE}011")
        queries.centre_of(f"{ONE}011")


def test_full_names_and_centres_serve_cards(ground: Path) -> None:
    Division.objects.filter(pk=STREET).update(name="一街道")
    queries.forget()
    assert queries.full_name(f"{ONE}001") == "东社区第1网格"
    assert queries.full_name(ONE) == "一街道东社区"
    assert queries.full_name(STREET) == "一街道"
    centre = queries.centre_of(f"{ONE}001")
    assert centre is not None
    assert queries.locate(lon=centre.lon, lat=centre.lat).code == f"{ONE}001"
    unknown = queries.centre_of(f"{ONE}999")
    assert unknown is not None
    assert queries.locate(lon=unknown.lon, lat=unknown.lat).code.startswith(ONE)
    assert queries.centre_of("999999") is None


def test_neighbours_share_a_border_or_a_corner(ground: Path) -> None:
    assert queries.neighbours([f"{ONE}001"]) == [f"{ONE}002", f"{ONE}003", f"{ONE}004"]
    assert f"{ONE}003" in queries.neighbours([f"{ONE}001", f"{ONE}002"])
    assert not {f"{ONE}001", f"{ONE}002"} & set(queries.neighbours([f"{ONE}001", f"{ONE}002"]))
    assert queries.neighbours([f"{ONE}099"]) == []


def test_a_community_is_found_by_its_twelve_digits_only(ground: Path) -> None:
    community = queries.community_by_code(ONE)
    assert community is not None
    assert community.name == "东社区"
    assert queries.community_by_code(STREET) is None
    assert queries.community_by_code("440398009009") is None


def test_without_any_division_there_is_no_home(db: None) -> None:
    with pytest.raises(Away):
        queries.home_code()


@pytest.fixture
def houses(ground: Path) -> None:
    rows = [
        feature("A1", "锦龙苑1栋", ring(0.4, 0.4, 0.02, 0.02), address="广东省深圳市演示区一街道锦龙大道3号"),
        feature("A2", "锦龙苑12栋", ring(1.4, 0.4, 0.02, 0.02), address="广东省深圳市演示区一街道锦龙大道5号"),
        feature("A3", "100%商厦_A", ring(2.4, 0.4, 0.02, 0.02), address="东纵路ＡＢ１号"),
    ]
    import_buildings(actor=SYSTEM_ACTOR, at=NOON, file=BuildingFile(geojson(ground, rows, name="houses.geojson")))


def codes(text: str, **options: object) -> list[str]:
    return [place.code for place in queries.find_place(text=text, **options)]  # type: ignore[arg-type]


@pytest.mark.usefixtures("houses")
def test_two_characters_find_an_address_and_more_words_narrow_it() -> None:
    assert codes("锦龙") == ["A1", "A2"]
    assert codes("锦龙 5号") == ["A2"]
    assert codes("锦龙 5") == ["A2"]
    assert codes("大道3号") == ["A1"]
    assert codes("锦苑") == codes("锦 苑") == codes("  ") == []
    assert codes("东社区") == [ONE]
    assert codes("社区") == [ONE, TWO]


@pytest.mark.usefixtures("houses")
def test_forms_of_letters_do_not_matter_and_signs_are_taken_as_they_are() -> None:
    assert codes("ab1号") == codes("ＡＢ1号") == ["A3"]
    assert codes("100%商") == ["A3"]
    assert codes("10%商") == []
    assert codes("厦_a") == ["A3"]
    assert codes("商__a") == []
    assert codes("'; DROP TABLE grids_grid; --") == []


@pytest.mark.usefixtures("houses")
def test_a_search_stays_within_the_area_that_is_asked_for() -> None:
    assert codes("锦龙", within=f"{ONE}001") == ["A1"]
    assert codes("社区", within=TWO) == [TWO]
    assert len(codes("锦龙", limit=1)) == 1
    (place,) = queries.find_place(text="锦龙苑1栋")
    assert (place.kind, place.area) == ("building", f"{ONE}001")
    assert queries.locate(lon=place.lon, lat=place.lat).code == f"{ONE}001"


@pytest.mark.parametrize("text", ["", " ", "锦", "长" * 61])
def test_a_text_too_short_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        queries.find_place(text=text)


@pytest.mark.usefixtures("houses")
def test_the_search_uses_its_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT code FROM grids_building WHERE grids_bigrams(name || ' ' || address) @> ARRAY['锦龙']")
        assert "building_words" in str(cursor.fetchall())


def test_the_registrar_may_keep_the_map_and_others_may_read_it() -> None:
    from governance.access import policy
    from governance.access.actor import PUBLIC
    from tests.grids.ground import BOB, CAROL

    for verb in ("division.load", "area.import", "building.import", "dwelling.add", "grid.publish", "grid.split", "grid.merge"):
        assert [policy.allowed(actor, verb, DISTRICT) for actor in (REGISTRAR, SYSTEM_ACTOR, CAROL, BOB, PUBLIC)] == [
            True,
            True,
            False,
            False,
            False,
        ]
    assert [policy.allowed(actor, "grid.oversee", None) for actor in (REGISTRAR, CAROL, BOB, PUBLIC)] == [True, True, False, False]
    assert [policy.allowed(actor, "map.read", None) for actor in (REGISTRAR, BOB, PUBLIC)] == [True, True, False]
    assert [policy.allowed(actor, "area.read", None) for actor in (BOB, PUBLIC)] == [True, True]
