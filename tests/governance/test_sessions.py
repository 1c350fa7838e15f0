"""D7: a session is new at sign-in, bound to its device, ends when nobody uses it, and can be ended from elsewhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from governance.access.actions import disable_user, end_sessions, grant_post, set_password
from governance.access.actor import SYSTEM_ACTOR, Actor
from governance.access.models import User
from governance.access.sessions.models import Session
from governance.access.sessions.opening import DESK, PHONE, browser_of
from governance.errors import NotAllowed
from governance.ledger.models import Entry
from tests.town import Town

PASSWORD = "Lanterns-over-the-river-9"
AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture
def staff(town: Town) -> Town:
    User.objects.update(password=make_password(PASSWORD))
    return town


def signed_in(name: str, client: Client | None = None) -> Client:
    client = client or Client(headers={"User-Agent": AGENT})
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def inside(client: Client, **headers: str) -> bool:
    return client.get("/awake/", headers=headers).status_code == 204


def unused(name: str, ago: timedelta) -> None:
    Session.objects.filter(user__username=name).update(seen_at=timezone.now() - ago)


def test_d7_a_key_planted_before_the_sign_in_opens_nothing_after_it(staff: Town):
    victim = Client()
    victim.get("/sign-in/")
    planted = victim.session
    planted["planted"] = True
    planted.save()
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    signed_in("alice", victim)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    assert inside(victim)
    assert not inside(thief)


def test_d7_a_stolen_key_opens_nothing_on_another_device_and_ends(staff: Town):
    mine = signed_in("alice")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = mine.cookies[settings.SESSION_COOKIE_NAME].value
    assert inside(mine)
    assert not inside(thief)
    assert not inside(mine), "what was tried from elsewhere is over everywhere"


def test_d7_half_an_hour_unused_ends_a_desk_but_not_a_phone(staff: Town):
    desk, phone = signed_in("alice"), signed_in("bob")
    for name in ("alice", "bob"):
        unused(name, DESK[0] - timedelta(minutes=1))
    assert inside(desk)
    assert inside(phone)
    for name in ("alice", "bob"):
        unused(name, DESK[0] + timedelta(minutes=1))
    assert not inside(desk)
    assert inside(phone)
    unused("bob", PHONE[0] + timedelta(minutes=1))
    assert not inside(phone)


def test_d7_what_a_page_asks_by_itself_keeps_nothing_awake(staff: Town):
    desk = signed_in("alice")
    for headers, moved in (({"X-By-Itself": "1"}, False), ({}, True)):
        unused("alice", timedelta(minutes=20))
        before = Session.objects.get(user__username="alice").seen_at
        assert inside(desk, **headers)
        assert (Session.objects.get(user__username="alice").seen_at > before) is moved


def test_d7_however_much_it_is_used_a_session_ends(staff: Town):
    for name, (_idle, life) in (("alice", DESK), ("bob", PHONE)):
        client = signed_in(name)
        begun = Session.objects.get(user__username=name)
        assert abs(begun.expire_date - timezone.now() - life) < timedelta(minutes=1)
        saved = client.session
        saved["more"] = 1
        saved.save()
        assert Session.objects.get(user__username=name).expire_date == begun.expire_date, "saving does not lengthen it"


def test_d7_the_page_shows_my_devices_and_ends_another(staff: Town):
    here, there = signed_in("alice"), signed_in("alice")
    signed_in("carol")
    page = here.get("/devices/").content.decode()
    assert page.count("Chrome · Android</b>") == 2
    assert page.count("这台设备") == 1
    keys = set(Session.objects.values_list("session_key", flat=True))
    assert not any(key in page for key in keys), "a key opens the session and is shown nowhere"
    other = Session.objects.get(session_key=there.session.session_key)
    assert here.post("/devices/", {"device": other.mark}).status_code == 302
    assert inside(here)
    assert not inside(there)
    entry = Entry.objects.get(verb="sessions.ended")
    assert entry.detail == {"sessions": 1}
    assert here.post("/devices/", {"device": other.mark}).status_code == 404


def test_d7_all_others_end_at_once_and_nobody_ends_those_of_somebody_else(staff: Town):
    here, *others = [signed_in("alice") for _ in range(3)]
    carol = signed_in("carol")
    theirs = Session.objects.get(user__username="carol")
    assert here.post("/devices/", {"device": theirs.mark}).status_code == 404
    here.post("/devices/")
    assert [inside(one) for one in (here, *others, carol)] == [True, False, False, True]
    with pytest.raises(NotAllowed):
        end_sessions(
            actor=Actor(User.objects.get(username="alice").pk, "Alice"), user=User.objects.get(username="carol"), at=timezone.now()
        )


def test_d7_a_post_at_a_desk_ends_the_long_life_of_a_phone(staff: Town):
    phone, bob, unit = signed_in("bob"), User.objects.get(username="bob"), staff.units["第一街道办事处"]
    grant_post(actor=SYSTEM_ACTOR, user=bob, role="grid_worker", unit=unit, code=staff.other_grid, at=timezone.now())
    assert inside(phone), "another grid is still a phone's work"
    grant_post(actor=SYSTEM_ACTOR, user=bob, role="dispatcher", unit=unit, code=staff.grid[:9], at=timezone.now())
    assert not inside(phone)
    assert Entry.objects.get(verb="sessions.ended").detail == {"sessions": 1}
    signed_in("bob", phone)
    assert Session.objects.get(user=bob).idle == DESK[0]


@pytest.mark.parametrize("change", [set_password, disable_user])
def test_d7_another_password_and_a_switched_off_user_leave_no_session(staff: Town, change: Any):
    client, user = signed_in("alice"), User.objects.get(username="alice")
    more = {"password": "Another-lantern-12"} if change is set_password else {}
    change(actor=SYSTEM_ACTOR, user=user, at=timezone.now(), **more)
    assert not Session.objects.filter(user=user).exists()
    assert not inside(client)


def test_d7_who_may_switch_a_user_off_ends_the_sessions_of_a_lost_phone(staff: Town):
    phone, office = signed_in("bob"), signed_in("sue")
    user = User.objects.get(username="bob")
    assert signed_in("sam").post("/people/", {"act": "sign_out", "user": user.pk}).status_code == 403
    assert office.post("/people/", {"act": "sign_out", "user": user.pk}).status_code == 302
    assert not inside(phone)


def test_a_device_is_named_in_words_that_its_owner_knows():
    assert browser_of(AGENT) == "Chrome · Android"
    assert browser_of("Mozilla/5.0 (iPhone) AppleWebKit MicroMessenger/8.0") == "WeChat · iPhone"
    assert browser_of("curl/8") == ""
