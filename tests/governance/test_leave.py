"""Leave and stand-ins: the stand-in gets the post's area for the time and no longer; all of it is recorded."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from governance.access.actions import change_profile, end_leave, grant_leave
from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.models import Leave, Post, User
from governance.errors import Conflict, Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from governance.phones import Kept
from incidents.actions.leaves import Away, note_leave
from incidents.queries.leaves import leave_for, leaves_under, staff_under, stood_in_for
from tests.town import STREET, Town

DAY = timedelta(days=1)
NEXT_GRID = f"{STREET}001002"


@pytest.fixture
def leader(town: Town) -> Actor:
    """Lena leads the community of Bob's grid; Nora works the grid beside it."""
    unit, since = town.units["第一街道办事处"], town.at - DAY
    for name, role, code in (("lena", "grid_leader", f"{STREET}001"), ("nora", "grid_worker", NEXT_GRID)):
        town.people[name] = User.objects.create(username=name, display_name=name.title(), fictitious=True)
        Post.objects.create(user=town.people[name], role=role, unit=unit, code=code, starts_at=since)
    return town.actor("lena")


def granted(town: Town, leader: Actor, **changes: object) -> Leave:
    post = town.people["bob"].posts.get()
    given = {"post": post, "since": town.at, "until": town.at + 3 * DAY, "stand_in": town.people["nora"], "at": town.at}
    return grant_leave(actor=leader, **(given | changes))


def test_the_stand_in_holds_the_post_for_the_time_and_no_longer(town: Town, leader: Actor):
    granted(town, leader)
    held = Held("grid_worker", town.grid, town.units["第一街道办事处"].pk)
    for at, holds in ((town.at, True), (town.at + 3 * DAY - timedelta(seconds=1), True), (town.at + 3 * DAY, False)):
        assert (held in town.actor("nora", at).posts) is holds
    entry = Entry.objects.get(verb="leave.granted")
    assert (entry.code, entry.detail["stand_in"]) == (town.grid, town.people["nora"].pk)
    assert stood_in_for(user_id=town.people["nora"].pk, at=town.at) == [("Bob", town.grid)]


def test_back_early_ends_both_and_again_is_the_same(town: Town, leader: Actor):
    leave = granted(town, leader)
    for _n in range(2):
        end_leave(actor=leader, leave=leave, at=town.at + DAY)
    assert [post.code for post in town.actor("nora", town.at + DAY).posts] == [NEXT_GRID]
    assert Entry.objects.filter(verb="leave.ended").count() == 1


def test_a_leave_that_has_not_begun_never_begins(town: Town, leader: Actor):
    leave = granted(town, leader, since=town.at + DAY)
    end_leave(actor=leader, leave=leave, at=town.at)
    assert not any(post.code == town.grid for post in town.actor("nora", town.at + 2 * DAY).posts)


@pytest.mark.parametrize("by", ["bob", "nora", "alice", "carol"])
def test_only_the_leader_of_the_grid_grants_it_and_nobody_for_themselves(town: Town, leader: Actor, by: str):
    with pytest.raises(NotAllowed):
        granted(town, town.actor(by))
    own = town.people["lena"].posts.get()
    with pytest.raises(NotAllowed):
        granted(town, leader, post=own)


def test_what_makes_no_sense_is_refused_by_name(town: Town, leader: Actor):
    for wrong, field in (
        ({"until": town.at}, "until"), ({"until": town.at + 91 * DAY}, "until"), ({"stand_in": town.people["bob"]}, "stand_in"), ({"stand_in": town.people["carol"]}, "stand_in"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            granted(town, leader, **wrong)
        assert list(refused.value.fields) == [field]
    granted(town, leader)
    with pytest.raises(Conflict):
        granted(town, leader, stand_in=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Leave.objects.create(post=town.people["bob"].posts.get(), starts_at=town.at + DAY, ends_at=town.at + 2 * DAY)


def test_a_leader_sees_the_own_area_only(town: Town, leader: Actor):
    leave = granted(town, leader)
    assert {post.user.display_name for post in staff_under(actor=leader, at=town.at)} == {"Bob", "Bea", "Nora"}
    assert leaves_under(actor=leader, at=town.at) == [leave]
    assert leave_for(actor=leader, key=str(leave.pk)) == leave
    foreign = Actor(99, "Otto", (Held("grid_leader", "440399002001"),))
    assert (staff_under(actor=foreign, at=town.at), leaves_under(actor=foreign, at=town.at)) == ([], [])


def test_a1_a_leave_of_a_phone_comes_once_and_a_foreign_post_is_not_there(town: Town, leader: Actor):
    day = timezone.localdate(town.at)
    away = Away(town.people["bob"].posts.get().pk, town.people["nora"].pk, day, day + DAY)
    kept = Kept(uuid4(), town.at)
    first, again = (note_leave(actor=leader, away=away, kept=kept, at=town.at) for _n in range(2))
    assert (first.pk, Entry.objects.filter(verb="leave.granted").count()) == (again.pk, 1)
    with pytest.raises(Conflict):
        note_leave(actor=leader, away=away, kept=Kept(uuid4(), town.at), at=town.at)
    with pytest.raises(NotFound):
        note_leave(actor=leader, away=Away(town.people["carol"].posts.first().pk, None, day, day), at=town.at)


def test_the_doors_of_a_leaders_phone_note_a_leave_and_end_it(town: Town, leader: Actor):
    client, day = Client(), timezone.localdate()
    client.force_login(town.people["lena"])
    now, leave_id = timezone.now().isoformat(), uuid4()
    body = {"post": town.people["bob"].posts.get().pk, "since": day.isoformat(), "until": day.isoformat(), "captured_at": now, "payload": 3}
    for _n in range(2):
        answer = client.put(f"/api/leaves/{leave_id}/", body, content_type="application/json")
        assert (answer.status_code, answer.json()) == (200, {"id": str(leave_id)})
    for until in ("2020-01-01", "0001-01-01", "9999-12-31"):
        wrong = client.put(f"/api/leaves/{uuid4()}/", body | {"until": until, "since": "0001-01-01"}, content_type="application/json")
        assert (wrong.status_code, "until" in wrong.json()["error"]["fields"]) == (400, True)
    leave = Leave.objects.get()
    for _n in range(2):
        ended = client.post(f"/api/leaves/{leave.pk}/end/", {"captured_at": now}, content_type="application/json")
        assert (ended.status_code, ended.json()) == (200, {"id": str(leave.pk)})
    leave.refresh_from_db()
    assert leave.ends_at < timezone.now() + DAY / 24


def test_everybody_changes_the_own_phone_only_to_a_phone(town: Town):
    change_profile(actor=town.actor("bob"), work_phone="0755-1234567", at=town.at)
    change_profile(actor=town.actor("bob"), work_phone="0755-1234567", at=town.at)
    town.people["bob"].refresh_from_db()
    assert (town.people["bob"].work_phone, Entry.objects.filter(verb="profile.changed").count()) == ("0755-1234567", 1)
    with pytest.raises(Invalid):
        change_profile(actor=town.actor("bob"), work_phone="call me", at=town.at)
    assert SYSTEM_ACTOR.user_id is None
