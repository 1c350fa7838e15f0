"""Invented texts, places and names: many, distinct, repeatable, and nobody's data."""

import csv
from itertools import islice
from pathlib import Path

import pytest

from governance.privacy import clean_text, find_personal
from incidents.demo.names import staff_names
from incidents.demo.phrases import phrases
from incidents.demo.texts import incident_texts

DATA = Path(__file__).parents[3] / "incidents" / "data"


def categories() -> list[dict[str, str]]:
    with (DATA / "categories.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def some(kind: str, code: str, count: int, **options: object) -> list[str]:
    return [made.text for made in islice(incident_texts(kind=kind, code=code, name="", **options), count)]


def test_every_category_has_its_own_phrases() -> None:
    known = {(row["kind"], row["code"]) for row in categories()}
    assert set(phrases()) == known
    assert all(len(clauses) >= 2 and all(clauses) for clauses in phrases().values())


def test_two_hundred_categories_give_two_thousand_texts_and_many_more() -> None:
    made = [text for row in categories() for text in some(row["kind"], row["code"], 40)]
    assert len(made) == 201 * 40
    assert len(set(made)) >= 8_000


def test_a_text_fits_names_its_place_and_holds_no_personal_number() -> None:
    for row in categories():
        for made in islice(incident_texts(kind=row["kind"], code=row["code"], name=row["name"]), 10):
            assert clean_text(made.text, max_length=120) == made.text
            assert made.place in made.text
            assert "{" not in made.text
            assert find_personal(made.text) == []


def test_the_same_seed_gives_the_same_texts_and_another_one_others() -> None:
    assert some("event", "0110", 30) == some("event", "0110", 30)
    assert some("event", "0110", 30) != some("event", "0110", 30, seed="other")
    assert some("event", "0110", 30) != some("event", "0401", 30)


def test_places_are_the_ones_that_were_given() -> None:
    texts = some("component", "0101", 50, roads=["测试路"], estates=[])
    assert all("测试路" in text for text in texts)
    assert all("测试苑" in text for text in some("component", "0101", 50, roads=[], estates=["测试苑"]))


def test_a_category_of_ones_own_is_described_by_its_name() -> None:
    made = next(iter(incident_texts(kind="event", code="9901", name="占道放生")))
    assert "占道放生" in made.text


def test_few_combinations_repeat_rather_than_never_end() -> None:
    texts = some("event", "0696", 3_000, roads=["测试路"], estates=[])
    assert len(texts) == 3_000


@pytest.mark.parametrize("count", [500])
def test_staff_names_are_distinct_and_repeatable(count: int) -> None:
    names = list(islice(staff_names(), count))
    assert len(set(names)) == count
    assert names == list(islice(staff_names(), count))
    assert {len(name) for name in names} == {2, 3}
