"""From the change to the phone: once, in the end, or failed in sight."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from governance.errors import Conflict, NotFound
from governance.ledger.models import Entry
from governance.notices.actions import deliver, notify, purge_notices, retake, retry_delivery, settle_delivery, spread_notice
from governance.notices.actions.sending import WAITS
from governance.notices.message import Never
from governance.notices.models import Delivery, Notice
from governance.notices.recipients import To
from tests.governance.notices.running import run_notices
from tests.town import NOON, STREET, Town


def only() -> Delivery:
    return Delivery.objects.get()


def test_a9_the_notice_and_its_job_commit_with_the_change_or_not_at_all(tell: Any):
    class Undone(Exception):
        pass

    def told_and_undone() -> None:
        with transaction.atomic():
            tell(key="undone")
            raise Undone

    with pytest.raises(Undone):
        told_and_undone()
    assert not Notice.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="notices.spread").exists()
    tell()
    assert ProcrastinateJob.objects.filter(task_name="notices.spread").count() == 1


def test_outside_a_transaction_nothing_is_told():
    with pytest.raises(RuntimeError):
        notify(event="test.happened", audience="reporter", to=[], facts={}, at=NOON, key="k")


def test_a1_the_same_occurrence_is_told_once(tell: Any, gateway: Any):
    assert tell() is not None
    assert tell() is None
    assert run_notices(NOON) == ["sent"]
    spread_notice(notice_id=Notice.objects.get().pk, at=NOON)
    assert run_notices(NOON) == []
    assert deliver(delivery_id=only().pk, at=NOON) == ""
    assert len(gateway.sent) == 1
    assert gateway.sent[0].body == "漏水 于 11月18日12:00 发生。"


def test_one_recipient_named_twice_gets_one_and_the_database_holds_it(tell: Any, gateway: Any):
    tell(to=[To.at("sms", "13800131234"), To.at("sms", "+86 138-0013-1234")])
    assert run_notices(NOON) == ["sent"]
    row = only()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(notice=row.notice, channel=row.channel, recipient=row.recipient, hint="x", language="en", next_at=NOON)


def test_a21_a_gateway_that_is_down_is_tried_with_longer_waits_and_then_seen_by_a_person(tell: Any, gateway: Any, town: Town):
    tell()
    gateway.down()
    at = NOON
    run_notices(at)
    assert (only().status, only().fault) == ("waiting", "away")
    assert deliver(delivery_id=only().pk, at=at) == "", "not before its time"
    waits = []
    while only().status == "waiting":
        waits.append(only().next_at - at)
        at = only().next_at
        deliver(delivery_id=only().pk, at=at)
    assert tuple(waits) == WAITS
    assert (only().status, only().attempts) == ("failed", len(WAITS) + 1)
    assert retake(at=at + timedelta(days=1)) == 0, "what failed for good is a person's"
    with pytest.raises(NotFound):
        retry_delivery(actor=town.actor("carol"), delivery_id=only().pk, at=at)
    gateway.fault = None
    retry_delivery(actor=town.actor("alice"), delivery_id=only().pk, at=at)
    assert run_notices(at) == ["sent"]
    assert Entry.objects.filter(verb="notice.retried", object_id=str(only().pk)).count() == 1


def test_a_refusal_for_good_is_not_tried_again_and_can_be_settled(tell: Any, gateway: Any, town: Town):
    tell()
    gateway.fault = Never("no such number")
    assert run_notices(NOON) == ["failed"]
    settle_delivery(actor=town.actor("alice"), delivery_id=only().pk, at=NOON)
    assert (only().status, only().sealed) == ("settled", None)
    with pytest.raises(Conflict):
        settle_delivery(actor=town.actor("alice"), delivery_id=only().pk, at=NOON)


def test_a20_a_claim_of_a_dead_worker_is_taken_up_with_the_same_id(tell: Any, gateway: Any, monkeypatch: pytest.MonkeyPatch):
    from governance.notices.actions import sending

    tell()
    spread_notice(notice_id=Notice.objects.get().pk, at=NOON)
    with monkeypatch.context() as dying:
        dying.setattr(sending, "_finish", lambda *_given: "died before it could note the outcome")
        deliver(delivery_id=only().pk, at=NOON)
    assert deliver(delivery_id=only().pk, at=NOON + timedelta(minutes=5)) == "", "its worker may still be at it"
    assert retake(at=NOON + timedelta(minutes=11)) == 1
    assert deliver(delivery_id=only().pk, at=NOON + timedelta(minutes=11)) == "sent"
    assert len(gateway.sent) == 2, "at least once"
    assert {one.id for one in gateway.sent} == {str(only().pk)}, "and the receiver can tell"


def test_after_its_time_a_code_is_not_sent_any_more(tell: Any, gateway: Any):
    tell(until=NOON + timedelta(minutes=5))
    assert run_notices(NOON + timedelta(minutes=6)) == ["failed"]
    assert gateway.sent == []


def test_without_a_template_or_a_good_number_it_fails_in_sight(tell: Any):
    tell(audience="nobody")
    tell(key="bad", to=[To.at("sms", "12345")])
    run_notices(NOON)
    assert sorted(Delivery.objects.values_list("status", flat=True)) == ["failed", "failed"]


def test_g2_addresses_and_facts_cannot_be_read_in_the_database_and_are_erased_when_reached(
    tell: Any, gateway: Any, capsys: pytest.CaptureFixture[str]
):
    tell(facts={"what": "秘密事项"})
    spread_notice(notice_id=Notice.objects.get().pk, at=NOON)
    kept = bytes(only().sealed or b"") + bytes(Notice.objects.get().sealed or b"") + bytes(only().recipient)
    assert b"1380013" not in kept
    assert "秘密".encode() not in kept
    assert only().hint == "138****1234"
    run_notices(NOON)
    assert (only().sealed, Notice.objects.get().sealed) == (None, None)
    assert "13800131234" not in capsys.readouterr().out


def test_without_a_gateway_the_text_stands_in_the_database_until_it_is_purged(tell: Any, capsys: pytest.CaptureFixture[str]):
    tell()
    assert run_notices(NOON) == ["sent"]
    assert "漏水 于 11月18日12:00 发生。" in only().shown
    assert "138****1234" in capsys.readouterr().out
    purge_notices(at=NOON + timedelta(days=2))
    assert (only().shown, only().hint) == ("", "—")


def test_c12_who_lost_the_post_meanwhile_gets_nothing(tell: Any, gateway: Any, town: Town):
    from governance.access.models import Post
    from governance.notices.actions import add_address

    for name in ("alice", "erin", "carol"):
        add_address(
            actor=town.actor(name), channel="sms", address={"address": f"1390000000{len(name)}"}, at=NOON, user_id=town.people[name].pk
        )
    tell(to=[To.role("clerk", f"{STREET}001001"), To.role("duty_chief", f"{STREET}001001")])
    Post.objects.filter(user=town.people["erin"]).update(ends_at=NOON)
    run_notices(NOON + timedelta(minutes=1))
    assert [one.address["address"] for one in gateway.sent] == ["13900000005"], "Alice alone: Erin's post ended, Carol's street is another"


def test_the_reader_s_language_decides_and_chinese_stands_in_for_a_missing_one(tell: Any, gateway: Any):
    tell(to=[To.at("sms", "13800131234", language="en")], facts={"what": {"zh-hans": "漏水", "en": "A leak"}, "when": NOON})
    run_notices(NOON)
    assert gateway.sent[0].subject == "It happened: A leak"
    assert gateway.sent[0].body == "A leak on 2026-11-18 12:00."
