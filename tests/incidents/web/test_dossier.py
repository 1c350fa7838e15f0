"""A case's whole file as PDF: for those who may see the case, and on record."""

from django.test import Client

from governance.ledger.models import Entry
from incidents.web import dossier
from tests.town import Town


def url(case: object) -> str:
    return f"/desk/cases/{case.pk}/file.pdf"  # type: ignore[attr-defined]


def test_the_file_is_a_pdf_and_that_it_was_made_is_on_record(town: Town, client: Client):
    case = town.case(text="井盖破损\n第二行 <b>不是标签</b> 𠮷")
    client.force_login(town.people["alice"])
    answer = client.get(url(case))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert case.number in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")
    entry = Entry.objects.get(verb="incident.printed")
    assert (entry.object_id, entry.actor_id) == (str(case.pk), town.people["alice"].pk)


def test_what_the_file_says_is_what_the_card_says(town: Town, client: Client, monkeypatch):
    case = town.case()
    said: list[str] = []
    monkeypatch.setattr(dossier.Paper, "words", lambda self, text, size=9: said.append(text))
    monkeypatch.setattr(dossier.Paper, "rows", lambda self, head, rows, widths=None: said.extend(cell for row in rows for cell in row))
    client.force_login(town.people["alice"])
    client.get(url(case))
    told = " ".join(said)
    for words in ("上水井盖", "学院路88号", "井盖破损，路人险些踩空", "上报", "Bob", "待受理", "Alice"):
        assert words in told, words


def test_a_foreign_case_answers_as_one_that_does_not_exist(town: Town, client: Client):
    case = town.case()
    client.force_login(town.people["carol"])
    assert client.get(url(case)).status_code == 404
    assert not Entry.objects.filter(verb="incident.printed").exists()


def test_a_photo_that_cannot_be_read_is_named(town: Town, tmp_path):
    from governance.paper import Paper

    broken = tmp_path / "x.jpg"
    broken.write_bytes(b"no picture")
    paper = Paper(title="x", at=town.at)
    dossier.add_photos(paper, [("before", broken), ("after", tmp_path / "gone.jpg")])
    assert paper.made().startswith(b"%PDF-")
