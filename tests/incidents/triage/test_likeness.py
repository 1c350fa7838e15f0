"""The score of a pair; the database's own words and sums are compared in test_duplicates.py."""

from hypothesis import given
from hypothesis import strategies as st

from incidents.triage.likeness import Parts, likeness, pairs, score

parts = st.builds(
    Parts,
    metres=st.none() | st.floats(0, 200),
    hours=st.floats(0, 720),
    category=st.sampled_from([0, 1, 2]),
    words=st.none() | st.floats(0, 1),
)


def test_the_same_words_are_wholly_alike_and_others_not_at_all():
    assert likeness("井盖破损，路人险些踩空！", "井盖破损路人险些踩空") == 1
    assert likeness("井盖破损", "深夜施工") == 0


def test_nothing_said_is_not_nothing_in_common():
    assert likeness("", "井盖破损") is None
    assert likeness("！", "井盖破损") is None


def test_width_case_and_blanks_make_no_difference():
    assert pairs("ＡＢ 区，Ｐ２出口") == pairs("ab区P2出口")


@given(st.text(), st.text())
def test_likeness_is_the_same_both_ways(one, other):
    assert likeness(one, other) == likeness(other, one)


@given(parts)
def test_a_score_is_a_chance(given_parts):
    assert 0 <= score(given_parts) <= 1


@given(parts, st.floats(0, 100))
def test_farther_later_and_otherwise_is_never_likelier(given_parts, more):
    metres, hours, category, words = given_parts.metres, given_parts.hours, given_parts.category, given_parts.words
    if metres is not None:
        assert score(Parts(metres + more, hours, category, words)) <= score(given_parts)
    assert score(Parts(metres, hours + more, category, words)) <= score(given_parts)
    assert score(Parts(metres, hours, max(category - 1, 0), words)) <= score(given_parts)
    if words is not None:
        assert score(Parts(metres, hours, category, words / 2)) <= score(given_parts)


def test_a_second_report_of_an_event_is_likely_and_another_thing_in_the_same_road_is_not():
    assert score(Parts(20, 2, 2, 0.4)) > 0.85
    assert score(Parts(20, 2, 0, 0.05)) < 0.5
    assert score(Parts(150, 200, 2, 0.1)) < 0.1
