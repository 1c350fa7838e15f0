"""Users, posts and administrators."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from governance.access.actions import add_user, end_post, grant_post, issue_token
from governance.access.actor import SYSTEM_ACTOR, actor_of
from governance.access.models import Post, Token
from governance.access.roles import ADMINISTRATORS, Role
from governance.access.second_factor.codes import NeedsSecondFactor
from governance.errors import Conflict, Invalid, NotAllowed
from governance.ledger.models import Entry
from tests.town import DISTRICT, STREET, Town

NEXT_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("first", ADMINISTRATORS)
@pytest.mark.parametrize("second", ADMINISTRATORS)
def test_no_person_holds_two_administrators_posts_at_a_time(town: Town, first: str, second: str):
    unit, user = town.units["第一街道办事处"], town.people["leo"]
    held = grant_post(actor=SYSTEM_ACTOR, user=user, role=first, unit=unit, code=DISTRICT, at=town.at)
    with pytest.raises(Invalid) as refused:
        grant_post(actor=SYSTEM_ACTOR, user=user, role=second, unit=unit, code=STREET, at=town.at)
    assert list(refused.value.fields) == ["role"]
    end_post(actor=SYSTEM_ACTOR, post=held, at=NEXT_YEAR)
    grant_post(actor=SYSTEM_ACTOR, user=user, role=second, unit=unit, code=DISTRICT, at=NEXT_YEAR)


def test_the_database_refuses_it_too(town: Town):
    unit, user = town.units["第一街道办事处"], town.people["sam"]
    with pytest.raises(IntegrityError, match="administrators_are_kept_apart"), transaction.atomic():
        Post.objects.create(user=user, role=Role.AUDIT_ADMIN, unit=unit, code=DISTRICT, starts_at=town.at)


def test_c5_nobody_grants_a_post_to_themselves_and_only_the_security_administrator_grants(town: Town):
    unit = town.units["第一街道办事处"]
    given: dict[str, Any] = {"user": town.people["bob"], "role": Role.DISPATCHER, "unit": unit, "code": STREET}
    with pytest.raises(NeedsSecondFactor):
        grant_post(actor=town.actor("sue"), at=town.at, **given)
    for name, user in (("sue", "sue"), ("sam", "bob"), ("alice", "bob"), ("ann", "bob")):  # proved: it is the post that is wanting
        with pytest.raises(NotAllowed):
            grant_post(actor=town.proved(name), at=town.at, **given | {"user": town.people[user]})
    with pytest.raises(NeedsSecondFactor):
        grant_post(actor=town.proved("sue"), at=town.at + timedelta(minutes=11), **given)
    assert not Entry.objects.filter(verb="post.granted").exists()
    post = grant_post(actor=town.proved("sue"), at=town.at, **given)
    entry = Entry.objects.get(verb="post.granted")
    assert (entry.object_id, entry.code, entry.actor_id) == (str(post.pk), STREET, town.people["sue"].pk)


def test_an_ended_post_stays_in_the_books_and_counts_no_more(town: Town):
    post = town.people["bob"].posts.get()
    end_post(actor=SYSTEM_ACTOR, post=post, at=town.at)
    assert actor_of(user=town.people["bob"], at=town.at).posts == ()
    assert Post.objects.filter(pk=post.pk).exists()
    assert Entry.objects.filter(verb="post.ended").count() == 1
    end_post(actor=SYSTEM_ACTOR, post=post, at=NEXT_YEAR)
    assert Entry.objects.filter(verb="post.ended").count() == 1, "ending it again changes nothing"


def test_a_taken_sign_in_name_is_named(town: Town):
    with pytest.raises(Conflict) as refused:
        add_user(actor=SYSTEM_ACTOR, username="bob", display_name="Bob II", password=None, at=town.at)
    assert list(refused.value.fields) == ["username"]


def test_of_a_token_only_its_digest_is_kept(town: Town, client):
    secret = issue_token(actor=SYSTEM_ACTOR, user=town.people["alice"], at=datetime.now(UTC))
    assert secret.encode() not in bytes(Token.objects.get().digest)
    assert client.get("/api/incidents/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    refused = client.get("/api/incidents/", headers={"Authorization": "Bearer wrong"})
    assert (refused.status_code, refused.json()["error"]["code"], refused["WWW-Authenticate"]) == (401, "not_signed_in", "Bearer")
    Token.objects.update(expires_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert client.get("/api/incidents/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_user_who_was_switched_off_is_nobody(town: Town, client):
    secret = issue_token(actor=SYSTEM_ACTOR, user=town.people["alice"], at=datetime.now(UTC))
    town.people["alice"].is_active = False
    town.people["alice"].save()
    assert client.get("/api/incidents/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert actor_of(user=town.people["alice"], at=town.at).posts == ()
