"""One-time codes by time: the RFC's vectors, one use, a lock, and ten minutes of trust."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from governance.access.actor import Actor, Held
from governance.access.models import User
from governance.access.second_factor.actions import enrol, release, verify
from governance.access.second_factor.codes import NeedsSecondFactor, code_at, fresh, step_of
from governance.access.second_factor.models import SecondFactor
from governance.errors import Invalid, NotAllowed
from governance.ledger.models import Entry

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
VECTORS = [  # RFC 6238, appendix B
    (59, "94287082", "46119246", "90693936"), (1111111109, "07081804", "68084774", "25091201"),
    (1111111111, "14050471", "67062674", "99943326"), (1234567890, "89005924", "91819424", "93441116"),
    (2000000000, "69279037", "90698825", "38618901"), (20000000000, "65353130", "77737706", "47863826"),
]  # fmt: skip


@pytest.mark.parametrize(("seconds", "sha1", "sha256", "sha512"), VECTORS)
def test_the_vectors_of_rfc_6238(seconds, sha1, sha256, sha512):
    secret = b"12345678901234567890" * 4
    step = seconds // 30
    assert code_at(secret[:20], step, digits=8) == sha1
    assert code_at(secret[:32], step, digits=8, digest="sha256") == sha256
    assert code_at(secret[:64], step, digits=8, digest="sha512") == sha512


@pytest.fixture
def alice(db):
    user = User.objects.create(pk=1, username="alice", display_name="Alice")
    return Actor(user.pk, "Alice", (Held("registrar", "440310001"),))


def right_code(secret, at):
    return code_at(base64.b32decode(secret), step_of(at))


def test_a_right_code_is_fresh_for_ten_minutes(alice):
    secret, address = enrol(actor=alice, at=AT)
    assert address.startswith("otpauth://totp/Wangge")
    assert not fresh(user_id=1, at=AT)
    verify(actor=alice, code=right_code(secret, AT), at=AT)
    assert fresh(user_id=1, at=AT + timedelta(minutes=9))
    assert not fresh(user_id=1, at=AT + timedelta(minutes=10))
    assert not fresh(user_id=1, at=AT - timedelta(minutes=1))


def test_a_code_serves_once(alice):
    secret, _address = enrol(actor=alice, at=AT)
    code = right_code(secret, AT)
    verify(actor=alice, code=code, at=AT)
    with pytest.raises(NeedsSecondFactor):
        verify(actor=alice, code=code, at=AT + timedelta(seconds=5))


def test_five_wrong_codes_lock_even_the_right_one(alice):
    secret, _address = enrol(actor=alice, at=AT)
    for _try in range(5):
        with pytest.raises(NeedsSecondFactor):
            verify(actor=alice, code="000000x", at=AT)
    with pytest.raises(NeedsSecondFactor):
        verify(actor=alice, code=right_code(secret, AT), at=AT)
    later = AT + timedelta(minutes=16)
    verify(actor=alice, code=right_code(secret, later), at=later)
    assert Entry.objects.filter(verb="second_factor.failed").count() == 5


def test_a_confirmed_authenticator_is_not_replaced_but_released_by_another(alice):
    secret, _address = enrol(actor=alice, at=AT)
    verify(actor=alice, code=right_code(secret, AT), at=AT)
    with pytest.raises(Invalid):
        enrol(actor=alice, at=AT)
    with pytest.raises(NotAllowed):
        release(actor=alice, user=User.objects.get(pk=1), at=AT)
    release(actor=Actor(2, "Sam", (Held("security_admin", "4403"),)), user=User.objects.get(pk=1), at=AT)
    assert not fresh(user_id=1, at=AT)


def test_the_secret_is_not_in_the_database_in_the_open(alice):
    secret, _address = enrol(actor=alice, at=AT)
    assert base64.b32decode(secret) not in bytes(SecondFactor.objects.get(pk=1).secret)


def test_nobody_without_an_authenticator_passes(alice):
    with pytest.raises(NeedsSecondFactor):
        verify(actor=alice, code="123456", at=AT)
