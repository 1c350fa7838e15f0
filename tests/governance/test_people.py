"""The page of people: added by one administrator, given posts by another, invited by an address that works once."""

import re

import pytest
from django.test import Client

from governance.access.models import Post, User
from governance.ledger.models import Entry
from tests.governance.test_keeping import browser
from tests.town import Town

CHOSEN = "ein-Gutes-Wort-77"


def address_on(page: str) -> str:
    """The path of the invitation shown on a page."""
    found = re.search(r"http://testserver(/welcome/[^\"]+)", page)
    assert found is not None
    return found.group(1)


def choose(path: str, password: str = CHOSEN) -> tuple[int, Client]:
    """Follow the address as the invited person would."""
    person = Client()
    form = person.get(path, follow=True)
    sent = {"new_password1": password, "new_password2": password}
    return person.post(form.redirect_chain[-1][0], sent).status_code, person


def added(town: Town, username: str = "newcomer") -> str:
    """Sam adds somebody; the address of the invitation."""
    answer = browser(town, "sam").post("/people/", {"act": "add", "username": username, "display_name": "新人"})
    assert answer.status_code == 200
    return address_on(answer.content.decode())


def test_a_newcomer_chooses_the_password_and_signs_in(town: Town):
    path = added(town)
    status, person = choose(path)
    assert status == 302
    signed = person.post("/sign-in/", {"username": "newcomer", "password": CHOSEN})
    assert signed.status_code == 302
    user = User.objects.get(username="newcomer")
    assert [one.verb for one in Entry.objects.filter(kind="user", object_id=str(user.pk)).order_by("id")] == [
        "user.added", "user.invited", "password.set",
    ]  # fmt: skip
    assert Entry.objects.filter(verb="password.set").get().actor_id == user.pk


def test_an_invitation_works_once(town: Town):
    path = added(town)
    choose(path)
    page = Client().get(path, follow=True)
    assert "链接已失效" in page.content.decode()
    assert "new_password1" not in page.content.decode()


def test_a_changed_address_opens_nothing(town: Town):
    path = added(town)
    assert "链接已失效" in Client().get(path[:-2] + ("a/" if path[-2] != "a" else "b/"), follow=True).content.decode()


def test_a_weak_password_is_refused_with_the_reason(town: Town):
    status, _person = choose(added(town), "1234567890")
    assert status == 200
    assert not User.objects.get(username="newcomer").has_usable_password()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"username": "alice", "display_name": "甲"}, "username"),
        ({"username": "甲 乙", "display_name": "甲"}, "username"),
        ({"username": "fine", "display_name": ""}, "display_name"),
        ({"username": "fine", "display_name": "甲\x00"}, "display_name"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(town: Town, sent: dict[str, str], field: str):
    answer = browser(town, "sam").post("/people/", {"act": "add"} | sent)
    assert answer.status_code in {400, 409}
    assert list(answer.context["refused"].fields) == [field]
    assert answer.context["typed"]["username"] == sent["username"]


@pytest.mark.parametrize("name", ["sue", "sam", "ann"])
def test_c5_nobody_invites_an_administrator(town: Town, name: str):
    """Who could choose an administrator's password would be that administrator."""
    target = town.people[name]
    assert browser(town, "sam").post("/people/", {"act": "invite", "user": target.pk}).status_code == 403
    assert not Entry.objects.filter(verb="user.invited").exists()


def test_c5_the_security_administrator_adds_and_invites_nobody(town: Town):
    sue = browser(town, "sue")
    assert sue.post("/people/", {"act": "add", "username": "newcomer", "display_name": "新人"}).status_code == 403
    assert sue.post("/people/", {"act": "invite", "user": town.people["bob"].pk}).status_code == 403


def test_who_left_is_switched_off_and_holds_nothing_more(town: Town):
    bob = town.people["bob"]
    his = browser(town, "bob")
    assert his.get("/w/").status_code == 200
    assert browser(town, "sue").post("/people/", {"act": "disable", "user": bob.pk}).status_code == 302
    assert his.get("/w/").status_code in {302, 403}
    assert not Post.objects.filter(user=bob, ends_at__isnull=True).exists()
    assert browser(town, "sue").post("/people/", {"act": "enable", "user": bob.pk}).status_code == 302
    bob.refresh_from_db()
    assert bob.is_active
    assert not Post.objects.filter(user=bob, ends_at__isnull=True).exists()
    verbs = list(Entry.objects.filter(kind__in=["user", "post"]).order_by("id").values_list("verb", flat=True))
    assert verbs[-2:] == ["user.disabled", "user.enabled"]
    assert set(verbs[:-2]) == {"post.ended"}


def test_c5_nobody_switches_themselves_off_and_only_security_may(town: Town):
    assert browser(town, "sue").post("/people/", {"act": "disable", "user": town.people["sue"].pk}).status_code == 403
    assert browser(town, "sam").post("/people/", {"act": "disable", "user": town.people["bob"].pk}).status_code == 403
    assert User.objects.filter(is_active=False).count() == 0


def test_one_changes_the_own_password_and_stays_signed_in(town: Town):
    bob = town.people["bob"]
    bob.set_password("Altes-Wort-4711")
    bob.save()
    his = browser(town, "bob")
    sent = {"old_password": "Altes-Wort-4711", "new_password1": CHOSEN, "new_password2": CHOSEN}
    assert "密码已更改" in his.post("/password/", sent).content.decode()
    assert his.get("/w/").status_code == 200
    assert his.post("/password/", sent).status_code == 200, "the old word is none any more"
    bob.refresh_from_db()
    assert bob.check_password(CHOSEN)


def test_without_a_sign_in_there_is_no_own_password():
    assert Client().get("/password/")["Location"].startswith("/sign-in/")
