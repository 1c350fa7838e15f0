"""Likely duplicates among open cases, found and scored by the database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from incidents.models import Category, Incident
from incidents.triage.duplicates import PLACED, Draft, draft_of, likely_duplicates
from incidents.triage.likeness import DROPPED, likeness, pairs, score
from tests.town import Town, inside

TOLD = "学院路88号井盖破损，路人险些踩空"
METRE = 1 / 111_195


def draft(town: Town, **changes: object) -> Draft:
    lon, lat = inside(town.grid)
    return Draft(**({"category": town.category, "code": town.grid, "text": TOLD, "lon": lon, "lat": lat} | changes))  # type: ignore[arg-type]


def test_the_case_that_was_reported_twice_comes_first(town: Town):
    same, other = town.case(), town.case(by="bea", text="树枝压着电线，晃得厉害", place="望溪路")
    found = likely_duplicates(draft=draft(town), at=town.at + timedelta(hours=1))
    assert [one.id for one in found] == [same.pk, other.pk]
    assert found[0].score > 0.9
    assert found[0].score > found[1].score


def test_the_database_and_the_page_of_formulas_agree(town: Town):
    _lon, lat = inside(town.grid)
    town.case(text="井盖坏了")
    town.case(by="bea", text="", place="")
    found = likely_duplicates(draft=draft(town, lat=lat + 60 * METRE), at=town.at + timedelta(hours=7))
    assert len(found) == 2
    for one in found:
        case = Incident.objects.get(pk=one.id)
        assert one.score == pytest.approx(score(one.parts))
        assert one.parts.words == pytest.approx(likeness(case.place + case.text, TOLD))
        assert (one.parts.metres, one.parts.hours, one.parts.category) == (pytest.approx(60, abs=0.5), pytest.approx(7), 2)


def test_a_category_of_the_same_major_counts_less_than_the_same_and_more_than_another(town: Town):
    town.case()
    mine = town.category
    sibling = Category.objects.create(kind=mine.kind, code="0199", name="其他井盖", major_code=mine.major_code, major_name=mine.major_name)
    foreign = Category.objects.create(kind="event", code="0301", name="施工扰民", major_code="03", major_name="施工管理")
    scores = [likely_duplicates(draft=draft(town, category=one), at=town.at)[0].score for one in (mine, sibling, foreign)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


@pytest.mark.parametrize(("metres", "days", "found"), [(190, 0, 1), (210, 0, 0), (0, 29, 1), (0, 31, 0)])
def test_only_near_and_recent_cases_are_looked_at(town: Town, metres: float, days: int, found: int):
    town.case()
    _lon, lat = inside(town.grid)
    asked = draft(town, lat=lat + metres * METRE)
    assert len(likely_duplicates(draft=asked, at=town.at + timedelta(days=days))) == found


def test_a_case_is_not_its_own_duplicate_and_closed_ones_are_none(town: Town):
    mine, over, other = town.case(), town.case(by="bea"), town.case(by="bea", text="井盖没了")
    Incident.objects.filter(pk=over.pk).update(state="closed", closed_at=town.at)
    asked = draft_of(Incident.objects.get(pk=mine.pk), town.category)
    assert [one.id for one in likely_duplicates(draft=asked, at=town.at)] == [other.pk]


def test_without_a_point_those_of_the_community_are_compared_by_words_and_time(town: Town):
    same, _other = town.case(), town.case(by="bea", text="有人在楼顶搭铁皮棚", place="")
    asked = draft(town, lon=None, lat=None, code=town.grid[:12])
    found = likely_duplicates(draft=asked, at=town.at)
    assert found[0].id == same.pk
    assert found[0].parts.metres is None
    assert found[0].score == pytest.approx(score(found[0].parts))
    assert likely_duplicates(draft=draft(town, lon=None, lat=None, code=town.grid[:9]), at=town.at) == []


def test_one_query_answers_and_the_index_of_open_points_is_its_way_in(town: Town, django_assert_num_queries):
    for _each in range(3):
        town.case()
    with django_assert_num_queries(1):
        assert len(likely_duplicates(draft=draft(town), at=town.at, limit=2)) == 2
    lon, lat = inside(town.grid)
    Incident.objects.bulk_create(
        Incident(
            id=uuid4(), number=f"{number:019d}", state="filed", code=town.grid, category=town.category, source="app", placing="inside",
            point=Point(lon + number % 50 / 50, lat + number // 50 / 50, srid=4326), captured_at=town.at, received_at=town.at, body_digest=b"x",
        )
        for number in range(2500)
    )  # fmt: skip
    values = [lon, lat, lon, lat, town.at, town.at, None, town.at, 1, "event", "x", "01", TOLD, 5]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE incidents_incident")
        cursor.execute("EXPLAIN " + PLACED, values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "incident_open_point" in plan


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cn"]), max_size=60),
        min_size=1,
        max_size=20,
    )
)
@example([DROPPED, "ＡＢ区（Ｐ２）出口……“堵”了", "井盖", "井", "", "Ⅳ号楼İß①㎡" * 30])
def test_the_database_pairs_characters_as_the_program_does(db, texts):
    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute("SELECT text_pairs(%s)", [text])
            assert frozenset(cursor.fetchone()[0]) == pairs(text), text
