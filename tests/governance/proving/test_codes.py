"""Codes by SMS: six digits, five tries, five minutes, once, for this number in this browser (D2, D3, D6)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from governance.errors import Invalid
from governance.ledger.models import Entry
from governance.limits.actions import TooOften
from governance.notices.models import Notice
from governance.notices.sealing import unseal
from governance.proving.actions import WrongCode, forget_codes, prove_phone, send_code
from governance.proving.models import PhoneCode

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
PHONE, OTHER = "13800138000", "13900139000"
MINE, THEIRS = b"m" * 32, b"t" * 32


def sent(phone: str = PHONE, *, device: bytes = MINE, address: str = "10.0.0.1", at: datetime = NOON) -> str:
    """The code that would be sent: it stands sealed in the notice."""
    send_code(phone=phone, device=device, address=address, at=at)
    keys = PhoneCode.objects.order_by("-pk").first()
    notice = Notice.objects.get(key=f"phone.code:{keys.pk}")
    return re.search(r"\b\d{6}\b", str(unseal(notice.pk, bytes(notice.sealed)))).group()


def proves(code: str, *, phone: str = PHONE, device: bytes = MINE, at: datetime = NOON):
    return prove_phone(phone=phone, code=code, device=device, address="10.0.0.1", at=at)


@pytest.mark.django_db
def test_the_right_code_proves_once() -> None:
    code = sent()
    assert proves(code).hint == "138****8000"
    with pytest.raises(WrongCode):
        proves(code)


@pytest.mark.django_db
def test_d2_five_wrong_tries_end_it_and_the_sixth_is_wrong_though_right() -> None:
    code = sent()
    for n in range(5):
        with pytest.raises(WrongCode):
            proves(f"{(int(code) + n + 1) % 10**6:06d}")
    with pytest.raises(WrongCode):
        proves(code)
    assert PhoneCode.objects.get().tries == 5


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [{"phone": OTHER}, {"device": THEIRS}, {"at": NOON + timedelta(minutes=5)}])
def test_d2_it_is_bound_to_the_number_the_browser_and_five_minutes(changed) -> None:
    code = sent()
    with pytest.raises(WrongCode):
        proves(code, **changed)
    assert proves(code, at=NOON + timedelta(minutes=4, seconds=59))


@pytest.mark.django_db
def test_a_new_code_ends_the_one_before() -> None:
    first = sent()
    second = sent(at=NOON + timedelta(minutes=1))
    if first != second:
        with pytest.raises(WrongCode):
            proves(first, at=NOON + timedelta(minutes=2))
    assert proves(second, at=NOON + timedelta(minutes=2))


@pytest.mark.django_db
def test_d3_once_a_minute_and_five_a_day_for_a_number_whoever_asks() -> None:
    sent()
    with pytest.raises(TooOften):
        sent(device=THEIRS, address="10.0.0.2")
    for minute in range(1, 5):
        sent(device=bytes([minute]) * 32, address=f"10.0.1.{minute}", at=NOON + timedelta(minutes=minute))
    with pytest.raises(TooOften):
        sent(device=b"x" * 32, address="10.0.2.1", at=NOON + timedelta(minutes=9))


@pytest.mark.django_db
def test_d3_ten_a_day_for_a_browser() -> None:
    for n in range(10):
        sent(f"138001380{n:02d}", address=f"10.1.0.{n}")
    with pytest.raises(TooOften):
        sent("13800138099", address="10.1.0.99")


@pytest.mark.django_db
def test_neither_number_nor_code_can_be_read_in_the_database_or_the_record() -> None:
    code = sent()
    row = PhoneCode.objects.get()
    assert PHONE.encode() not in bytes(row.number) + bytes(row.digest)
    told = " ".join(str(entry.detail) + entry.object_id for entry in Entry.objects.all())
    assert PHONE not in told
    assert code not in told


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["", "123", "0755-84621234", "1380013800x", "２３８００１３８０００"])
def test_what_is_no_mobile_number_is_refused_by_its_field(wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        send_code(phone=wrong, device=MINE, address="a", at=NOON)
    assert "phone" in refused.value.fields


@pytest.mark.django_db(transaction=True)
def test_d6_forty_tries_at_once_are_counted_as_five() -> None:
    code = sent()
    wrong = [f"{(int(code) + n) % 10**6:06d}" for n in range(1, 41)]

    def one(guess: str) -> str:
        try:
            proves(guess)
        except (WrongCode, TooOften) as refused:
            return refused.code
        finally:
            connections.close_all()
        return "right"

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(one, wrong)) <= {"wrong_code", "too_often"}
    assert PhoneCode.objects.get().tries == 5


@pytest.mark.django_db
def test_old_codes_are_forgotten() -> None:
    sent()
    assert forget_codes(at=NOON + timedelta(days=2)) == 1
