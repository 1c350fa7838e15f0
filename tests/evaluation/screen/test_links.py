"""A link for a wall: signed, of one area, for a time, revocable, on record; it shows no person."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signing import Signer
from django.test import Client

from evaluation.actions.lend_screen import make_screen_link, revoke_screen_link
from evaluation.models import ScreenLink
from evaluation.queries.screen.links import SEP, word_of
from governance.errors import Conflict, Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from tests.town import DISTRICT, OTHER_STREET, STREET, Town

DOORS = ("", "figures/", "areas/", "beat/")


def link(town: Town, code: str = STREET, *, days: int = 30) -> ScreenLink:
    return make_screen_link(actor=town.actor("leo"), name="一楼大厅", code=code, days=days, at=town.at)


def status(word: str, door: str = "", **query: str) -> int:
    return Client().get(f"/screen/k/{word}/{door}", query).status_code


@pytest.mark.parametrize("door", DOORS)
def test_the_link_opens_its_area_and_nothing_beside_it(town: Town, door: str) -> None:
    word = word_of(link(town))
    assert status(word, door) == 200
    assert status(word, door, code=f"{STREET}001") == 200
    assert status(word, door, code=OTHER_STREET) == 404
    assert status(word, door, code=DISTRICT) == 404


@pytest.mark.parametrize("door", DOORS)
def test_a_forged_an_expired_and_a_revoked_link_are_the_same_nothing(town: Town, door: str) -> None:
    made, other = link(town), link(town)
    word = word_of(made)
    assert status(word, door) == 200
    key, sign = word.split(SEP)
    for forged in (
        f"{other.pk}{SEP}{sign}",
        f"{key}{SEP}{sign[:-1]}{'A' if sign[-1] != 'A' else 'B'}",
        Signer(sep=SEP, salt="other").sign(key),
    ):
        assert status(forged, door) == 404
    ScreenLink.objects.filter(pk=other.pk).update(made_at=town.at - timedelta(days=9), expires_at=town.at - timedelta(seconds=1))
    assert status(word_of(other), door) == 404
    revoke_screen_link(actor=town.actor("leo"), link_id=made.pk, at=town.at)
    assert status(word, door) == 404


def test_the_wall_shows_no_person_and_gets_no_session(town: Town) -> None:
    town.case(text="李四家的事，电话 13900139000", place="李四家门口")
    cache.clear()
    client, base = Client(), f"/screen/k/{word_of(link(town))}/"
    shown = "".join(client.get(base + door).content.decode() for door in DOORS)
    for secret in ("李四", "13900139000", "Bob", "Leo", town.people["bob"].username, "/api/incidents/", "/ws/board/"):
        assert secret not in shown
    assert "sessionid" not in client.cookies


def test_the_link_opens_nothing_else(town: Town) -> None:
    client = Client()
    assert client.get(f"/screen/k/{word_of(link(town))}/").status_code == 200
    assert {client.get(path).status_code for path in ("/screen/", "/desk/", "/api/incidents/", "/api/map/areas/?level=grid")} <= {302, 401}


@pytest.mark.parametrize(("name", "may"), [("leo", True), ("sam", True), ("alice", False), ("erin", False), ("bob", False), ("ann", False)])
def test_leaders_and_system_administrators_make_links(as_: Any, town: Town, name: str, may: bool) -> None:
    given = {"name": "大厅", "code": STREET, "days": "7"}
    assert as_(name).post("/screen/links/", given).status_code == (302 if may else 403)
    assert ScreenLink.objects.exists() is may
    if not may:
        with pytest.raises(NotAllowed):
            make_screen_link(actor=town.actor(name), name="大厅", code=STREET, days=7, at=town.at)


def test_making_and_revoking_are_one_entry_each(town: Town) -> None:
    made = link(town)
    revoke_screen_link(actor=town.actor("sam"), link_id=made.pk, at=town.at)
    assert [*Entry.objects.filter(kind="screen_link").order_by("seq").values_list("verb", "object_id", "code")] == [
        ("screen_link.made", str(made.pk), STREET), ("screen_link.revoked", str(made.pk), STREET),
    ]  # fmt: skip
    with pytest.raises(Conflict):
        revoke_screen_link(actor=town.actor("sam"), link_id=made.pk, at=town.at)
    with pytest.raises(NotFound):
        revoke_screen_link(actor=town.actor("erin"), link_id=made.pk, at=town.at)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "长" * 65), ("code", "440399009"), ("code", "x"), ("code", ""), ("days", "0"), ("days", "367"), ("days", "x")],
)
def test_a_wrong_field_is_named(as_: Any, town: Town, field: str, value: str) -> None:
    answer = as_("leo").post("/screen/links/", {"name": "大厅", "code": STREET, "days": "7"} | {field: value})
    assert answer.status_code == 400
    assert not ScreenLink.objects.exists()


def test_a_wrong_field_is_named_by_the_action(town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        make_screen_link(actor=town.actor("leo"), name="", code="1", days=0, at=town.at)
    assert set(refused.value.fields) == {"name", "code", "days"}


def test_the_beat_says_that_something_happened_and_nothing_else(town: Town) -> None:
    address = f"/screen/k/{word_of(link(town))}/beat/"
    told = [Client().get(address).json() for _again in range(2)]
    assert told[0] == told[1]
    town.case()
    after = Client().get(address).json()
    assert after != told[0]
    assert [set(one) for one in (*told, after)] == [{"beat"}] * 3
    assert {len(one["beat"]) for one in (*told, after)} == {12}
