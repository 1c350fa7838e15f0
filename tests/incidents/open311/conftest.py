"""A town with a service that asks, a key, and a client that speaks GeoReport v2."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.keys import issue_key
from incidents.models import Category, Question
from tests.town import NOON, Town

Answer = Any


@pytest.fixture
def key(town: Town) -> str:
    """A fresh api_key."""
    return issue_key(actor=SYSTEM_ACTOR, name="应用", at=NOON)


@pytest.fixture
def asking(town: Town) -> Question:
    """The cover's state is asked, and its traffic may be told."""
    Question.objects.create(
        category=town.category, code="lane", datatype="multivaluelist", order=2, text="哪里",
        choices=[{"key": "road", "name": "车行道", "name_en": "Carriageway"}, {"key": "pavement", "name": "人行道", "name_en": "Pavement"}],
    )  # fmt: skip
    return Question.objects.create(
        category=town.category, code="state", datatype="singlevaluelist", required=True, order=1, text="井盖现在怎样", text_en="State of the cover",
        choices=[{"key": "missing", "name": "缺失", "name_en": "Missing"}, {"key": "damaged", "name": "破损", "name_en": "Damaged"}],
    )  # fmt: skip


@pytest.fixture
def coarse(town: Town) -> Category:
    """A service whose cases lead to somebody's door."""
    return Category.objects.create(
        kind="event", code="0184", name="违规养犬", name_en="Dog", major_code="01", major_name="市容环境", publicity="coarse"
    )


@pytest.fixture
def ask(town: Town) -> Callable[..., Answer]:
    """GET below /open311/v2/."""

    def call(path: str, **parameters: Any) -> Answer:
        return Client().get(f"/open311/v2/{path}", parameters)

    return call


@pytest.fixture
def send(town: Town, key: str) -> Callable[..., Answer]:
    """POST a form with the key."""

    def call(path: str = "requests.json", **form: Any) -> Answer:
        return Client(enforce_csrf_checks=True).post(f"/open311/v2/{path}", {"api_key": key} | form)

    return call


Prove = Callable[..., None]


@pytest.fixture
def prove(record_property: Callable[[str, object], None]) -> Prove:
    """Notes a check for the table that is printed at the end: against what, what was checked, and the reason of a waiver."""

    def note(against: str, check: str, *, waived: str = "") -> None:
        record_property("open311", (against, check, waived))

    return note
