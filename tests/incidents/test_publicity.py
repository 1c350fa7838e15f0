"""G1 and G7: what anybody may see of a case."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.models import Category, Incident
from incidents.publicity import CELL, DELAY, Publicity, is_public, public_count, public_place, public_point, public_text
from incidents.queries.public import public_cases
from tests.town import NOON, Town


@given(lon=st.floats(73, 135), lat=st.floats(18, 54))
def test_g7_a_coarse_point_is_the_middle_of_its_cell_and_no_two_cases_of_a_cell_can_be_told_apart(lon: float, lat: float):
    shown = public_point(lon=lon, lat=lat, publicity=Publicity.COARSE)
    assert abs(shown[0] - lon) <= CELL / 2 + 1e-6
    assert abs(shown[1] - lat) <= CELL / 2 + 1e-6
    assert public_point(lon=shown[0], lat=shown[1], publicity=Publicity.COARSE) == shown


def test_g7_an_open_point_is_told_to_ten_metres():
    assert public_point(lon=114.3456789, lat=22.7123456, publicity=Publicity.OPEN) == (114.3457, 22.7123)


def test_g1_words_come_without_numbers_and_only_after_the_office_accepted_them():
    text = "楼上漏水，联系 13800131234，身份证 440304199101010078"
    given = {"text": text, "publicity": Publicity.OPEN}
    assert "13800131234" not in public_text(state="filed", **given)
    assert "440304199101010078" not in public_text(state="filed", **given)
    assert public_text(state="filed", **given).startswith("楼上漏水")
    assert public_text(state="reported", **given) == public_text(state="refused", **given) == ""
    assert public_text(text=text, state="closed", publicity=Publicity.COARSE) == ""


@pytest.mark.parametrize(
    ("place", "shown"), [("学院路88号", "学院路88号***"), ("金牛花园3栋2单元1201", "金牛花园3栋***"), ("公园东门", "公园东门"), ("", "")]
)
def test_g7_a_place_ends_at_the_building(place: str, shown: str):
    assert public_place(place=place, publicity=Publicity.OPEN) == shown
    assert public_place(place=place, publicity=Publicity.COARSE) == ""


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (900, 900)])
def test_c3_small_numbers_of_people_are_not_told(count: int, told: int | None):
    assert public_count(count) == told


def test_rule_and_queryset_agree(town: Town):
    case = town.case()
    for publicity in Publicity.values:
        Category.objects.update(publicity=publicity)
        for state in ("reported", "filed", "closed", "cancelled", "refused"):
            Incident.objects.update(state=state, closed_at=NOON if state == "closed" else None)
            for at in (NOON, NOON + DELAY - timedelta(seconds=1), NOON + DELAY):
                expected = is_public(publicity=publicity, state=state, received_at=case.received_at, at=at)
                assert public_cases(at=at).exists() == expected, (publicity, state, at)
