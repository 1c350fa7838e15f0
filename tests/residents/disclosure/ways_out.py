"""The six ways by which data of people leave: list, detail, export, socket, PDF, offline pack. Each gives what it shows by field, and all it says."""

import asyncio
import csv
import io
import json
from dataclasses import dataclass, field
from functools import partial

from channels.layers import get_channel_layer
from django.utils import timezone

from governance.access.actor import Actor, Held
from governance.errors import NotAllowed
from governance.ledger import record
from incidents import live
from residents.actions.exporting import ask_export, make_export, settle_export
from residents.declaration.files import shipped
from residents.queries.declaration import declaration
from residents.web import papers
from tests.residents.conftest import GRID, STREET
from tests.residents.people import prove_second_factor

PURPOSES = ("registry", "visit", "care")
PAGES = [
    "/registry/", "/registry/?code=440310001001001", "/registry/pairs/", "/registry/doubts/", "/registry/tasks/", "/registry/visits/",
    "/registry/map/", "/registry/buildings/", "/registry/reports/", "/registry/accounts/", "/api/registry/counts/?level=grid",
    "/api/registry/buildings/?bbox=114.0,22.0,115.0,23.0",
]  # fmt: skip
SECOND = Actor(44, "Erin", (Held("registrar", STREET),))
LABELS = {one.label: one.key for one in shipped().fields}


@dataclass
class Out:
    """What came out: by purpose and field the texts, and everything as one text."""

    shown: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    said: str = ""

    def add(self, purpose, key, text):
        """One value that is shown."""
        self.shown.setdefault((purpose, key), []).append(text)

    def say(self, answer):
        """All of an answer's text."""
        assert answer.status_code < 500, answer
        self.said += answer.content.decode(errors="replace")

    def cards(self, purpose, answer):
        """The values of an answer of the API."""
        self.say(answer)
        body = answer.json() if answer.status_code == 200 else {}
        for card in body.get("items", [body]):
            for key, one in card.get("values", {}).items():
                self.add(purpose, key, one["text"])


def by_list(client, _actor, _person, _monkeypatch):
    """Every page that lists, and the search of pages and programs."""
    out = Out()
    for path in PAGES:
        out.say(client.get(path))
    for purpose in PURPOSES:
        asked = {"q": "", "purpose": purpose}
        out.say(client.post("/registry/", asked))
        out.cards(purpose, client.post("/api/registry/people/search/", asked, content_type="application/json"))
    return out


def by_detail(client, _actor, person, _monkeypatch):
    """A person's page and the look of programs."""
    out = Out()
    for purpose in PURPOSES:
        out.say(client.get(f"/registry/people/{person.pk}/?purpose={purpose}"))
        url = f"/api/registry/people/{person.pk}/look/"
        out.cards(purpose, client.post(url, {"purpose": purpose}, content_type="application/json"))
    out.say(client.get(f"/registry/people/{person.pk}/moves/"))
    return out


def by_export(_client, actor, _person, _monkeypatch):
    """The file that one asks for and another agrees to, of all fields of the purpose."""
    out, at = Out(), timezone.now()
    for purpose in PURPOSES:
        keys = [one.key for one in declaration(code=GRID).for_purpose(purpose)]
        try:
            asked = ask_export(actor=actor, code=GRID, purpose=purpose, keys=keys, reason="核对名册", at=at)
        except NotAllowed:
            continue
        prove_second_factor(SECOND, at)
        settle_export(actor=SECOND, export_id=asked.pk, agreed=True, at=at)
        text = make_export(actor=actor, export_id=asked.pk, at=at).decode("utf-8-sig")
        _mark, header, *rows = csv.reader(io.StringIO(text))
        for row in rows:
            for label, cell in zip(header, row, strict=True):
                if cell:
                    out.add(purpose, LABELS[label], cell)
        out.said += text
    return out


def by_socket(client, _actor, person, monkeypatch):
    """The frames of a board, as if entries about people were echoed too (they are not)."""
    hints, frames = [], []
    monkeypatch.setattr(record, "ECHOED", record.ECHOED | {"resident", "visit", "change_task", "self_report", "export"})
    monkeypatch.setattr(record, "partial", lambda _echo, hint: lambda: hints.append(hint))
    monkeypatch.setattr(record.transaction, "on_commit", lambda call: call())
    for purpose in PURPOSES:
        client.get(f"/registry/people/{person.pk}/?purpose={purpose}")
    monkeypatch.setattr(get_channel_layer(), "group_send", keep_in(frames))
    for hint in hints:
        asyncio.run(live.Hub().pass_on(hint))
    return Out(said=json.dumps(frames, default=str))


def keep_in(frames):
    """A channel layer's send that keeps what it is given."""

    async def send(group, message):
        frames.append((group, message))

    return send


class Recorder:
    """A paper that keeps what is set on it; what a real one looks like is another test."""

    def __init__(self, out, purpose, **given):
        self.out, self.purpose = out, purpose
        self.words(str(given))

    def words(self, text, _size=9):
        """A paragraph or a heading."""
        self.out.said += f"{text}\n"

    heading = words

    def rows(self, head, lines, **_more):
        """A table: the values of the person by name, the members of the household."""
        for line in lines:
            self.words(" ".join(line))
            if head[1] == "内容" and line[0] in LABELS:
                self.out.add(self.purpose, LABELS[line[0]], line[1])

    def made(self):
        """The file."""
        return b"%PDF-"


def by_pdf(client, _actor, person, monkeypatch):
    """The printed card: every cell and word that is set."""
    out = Out()
    for purpose in PURPOSES:
        monkeypatch.setattr(papers, "Paper", partial(Recorder, out, purpose))
        out.say(client.post(f"/registry/people/{person.pk}/paper/", {"purpose": purpose}))
    return out


def by_offline(client, _actor, _person, _monkeypatch):
    """The list that a phone may keep for a day."""
    out = Out()
    answer = client.get("/api/visits/")
    out.say(answer)
    for row in answer.json()["visits"] if answer.status_code == 200 else []:
        for key, name in (("name", "title"), ("phone", "phone"), ("residence_address", "place")):
            out.add("visit", key, row[name])
    return out


WAYS = {"list": by_list, "detail": by_detail, "export": by_export, "socket": by_socket, "pdf": by_pdf, "offline": by_offline}
