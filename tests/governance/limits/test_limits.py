"""Limits: so many in a window, exactly, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from governance.limits.actions import Limit, TooOften, forget_allowances, require, take
from governance.limits.models import Allowance

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
FIVE = Limit("test", 5, timedelta(minutes=15))


@pytest.mark.django_db
def test_so_many_and_no_more_and_again_in_the_next_window() -> None:
    assert [take(FIVE, "a", at=NOON) for _ in range(7)] == [True] * 5 + [False] * 2
    assert take(FIVE, "b", at=NOON)
    assert not take(FIVE, "a", at=NOON + timedelta(minutes=14))
    assert take(FIVE, "a", at=NOON + timedelta(minutes=15))


@pytest.mark.django_db(transaction=True)
def test_d6_fifty_at_once_let_exactly_five_through() -> None:
    def one(_n: int) -> bool:
        try:
            return take(FIVE, "race", at=NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        taken = list(pool.map(one, range(50)))
    assert sum(taken) == 5


@pytest.mark.django_db(transaction=True)
def test_a_counter_that_reads_before_it_writes_lets_more_through() -> None:
    """The red control: the same race against a check and then a write."""
    Allowance.objects.create(key=b"careless", window=NOON, count=1)
    from threading import Barrier

    gate = Barrier(8)

    def careless(_n: int) -> bool:
        try:
            known = Allowance.objects.get(key=b"careless").count
            gate.wait(timeout=10)
            if known >= 2:
                return False
            Allowance.objects.filter(key=b"careless").update(count=known + 1)
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(careless, range(8))) > 1


@pytest.mark.django_db
def test_the_first_that_has_none_left_refuses_and_keys_tell_nothing() -> None:
    for _ in range(5):
        require([(FIVE, "13800138000")], at=NOON)
    with pytest.raises(TooOften) as refused:
        require([(FIVE, "13800138000")], at=NOON)
    assert refused.value.status == 429
    assert b"13800138000" not in bytes(Allowance.objects.get().key)


@pytest.mark.django_db
def test_old_counters_are_forgotten() -> None:
    take(FIVE, "a", at=NOON)
    assert forget_allowances(at=NOON + timedelta(days=1)) == 0
    assert forget_allowances(at=NOON + timedelta(days=4)) == 1
