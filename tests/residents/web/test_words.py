"""What pages and papers of the register say in both languages: names of fields, comparisons, flags."""

import pytest

from residents.declaration.files import shipped
from residents.declaration.kinds import checker
from residents.models import Resident
from residents.web import papers
from tests.residents.conftest import GRID
from tests.residents.people import register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def filtered(client, value, **headers):
    return text(
        client.post("/registry/", {"field0": "lift_flag", "op0": "is", "value0": value, "purpose": "visit", "code": GRID}, **headers)
    )


def test_a_comparison_and_a_flag_are_two_words_in_english(as_, alice):
    register(alice, 1, lift_flag="1")
    page = filtered(as_(alice), "Yes", **ENGLISH)
    assert '<option value="is" selected>is</option>' in page
    assert '<option value="not">is not</option>' in page
    assert 'value="Yes"' in page
    assert str(Resident.objects.get().pk) in page
    assert '<option value="lift_flag" selected>有无电梯</option>' not in page
    assert str(Resident.objects.get().pk) not in filtered(as_(alice), "No", **ENGLISH)


def test_a_saved_view_shows_its_values_as_words(as_, alice):
    register(alice, 1, lift_flag="1")
    client = as_(alice)
    asked = {"field0": "lift_flag", "op0": "is", "value0": "是", "purpose": "visit", "code": GRID, "ask": "save", "view": "电梯"}
    assert 'value="是"' in text(client.post("/registry/", asked))
    [view] = [line for line in text(client.get("/registry/")).split(chr(34)) if line.startswith("/registry/?view=")]
    assert 'value="是"' in text(client.get(view))
    assert 'value="Yes"' in text(client.get(view, **ENGLISH))


@pytest.mark.parametrize(
    ("language", "label", "word", "male"), [("zh-hans", "有无电梯", "是", "男"), ("en", "Lift in building", "Yes", "male")]
)
def test_a_flag_and_a_code_read_as_words_on_the_page_and_on_paper(as_, alice, monkeypatch, language, label, word, male):
    register(alice, 1, lift_flag="1")
    rows: list[list[str]] = []

    class Recorder(papers.Paper):
        def rows(self, head, body, **more):
            rows.extend(body)
            super().rows(head, body, **more)

    monkeypatch.setattr(papers, "Paper", Recorder)
    address = f"/registry/people/{Resident.objects.get().pk}/"
    as_(alice).post(f"{address}paper/", {"purpose": "visit"}, HTTP_ACCEPT_LANGUAGE=language)
    assert [row[1] for row in rows if row[0] == label] == [word]
    assert male in [row[1] for row in rows]
    page = text(as_(alice).get(f"{address}?purpose=visit", HTTP_ACCEPT_LANGUAGE=language))
    assert label in page
    assert f"{male}<" in page


def test_a_code_is_taken_by_its_english_label_too():
    check = checker(shipped().by_key["sex"])
    assert check("male") == check("男") == check("1") == "1"


def test_a_meaning_that_has_two_codes_is_found_under_either(as_, alice):
    register(alice, 1, relation_to_householder="1")
    register(alice, 2, relation_to_householder="10")
    asked = {"field0": "relation_to_householder", "op0": "is", "value0": "配偶", "purpose": "registry", "code": GRID}
    page = text(as_(alice).post("/registry/", asked))
    assert all(str(one.pk) in page for one in Resident.objects.all())
    assert Resident.objects.count() == 2
