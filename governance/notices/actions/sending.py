"""Sending (投递): claim in one transaction, call outside of any, note the outcome in another."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, NotFound
from governance.ledger.record import record
from governance.notices.actions.addresses import end_gone
from governance.notices.actions.deferring import defer, defer_many
from governance.notices.channels import CHANNELS
from governance.notices.message import Gone, Later, Message, Never
from governance.notices.models import Delivery, Notice, Status
from governance.notices.queries import deliveries_visible_to, due_deliveries, template_for
from governance.notices.sealing import Unreadable, unseal
from governance.notices.wording import placeholders, said, worded

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 3, 10, 30, 60, 120, 240))
"""After each failed try; after the last one it has failed for good (A21)."""
SELF_ENDING = frozenset({"push"})
"""Channels whose addresses their owners end without telling us: a browser's subscription."""
STALE = timedelta(minutes=10)
"""A claim older than this is of a worker that died (A20)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try ended."""

    status: str
    fault: str = ""
    shown: str = ""


def deliver(*, delivery_id: UUID, at: datetime) -> str:
    """Try one delivery; the status after it. What is sent, failed, not yet due or in other hands is left alone."""
    claimed = _claim(delivery_id, at)
    if claimed is None:
        return ""
    outcome = _tried(claimed, at)
    return _finish(claimed, outcome, at)


@transaction.atomic
def _claim(delivery_id: UUID, at: datetime) -> Delivery | None:
    found = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("notice").filter(pk=delivery_id).first()
    if found is None or not _may_be_tried(found, at):
        return None
    found.status, found.claimed_at, found.attempts = Status.SENDING, at, found.attempts + 1
    found.save(update_fields=["status", "claimed_at", "attempts"])
    return found


def _may_be_tried(delivery: Delivery, at: datetime) -> bool:
    if delivery.status == Status.SENDING:
        return delivery.claimed_at is not None and delivery.claimed_at <= at - STALE
    return delivery.status == Status.WAITING and delivery.next_at <= at


def _tried(delivery: Delivery, at: datetime) -> Outcome:
    """One call of the channel. Whatever it raises is an outcome: no delivery may stop the others."""
    with translation.override(delivery.language):
        if delivery.notice.until is not None and at > delivery.notice.until:
            return Outcome(Status.FAILED, _("已过有效时间。"))
        try:
            return Outcome(Status.SENT, shown=CHANNELS[delivery.channel].send(message_of(delivery, at))[:1200])
        except Gone as gone:
            return Outcome(Status.SETTLED if delivery.channel in SELF_ENDING else Status.FAILED, str(gone)[:200])
        except Never as never:
            return Outcome(Status.FAILED, str(never)[:200])
        except Later as later:
            return Outcome(Status.WAITING, str(later)[:200])
        except Exception as fault:  # noqa: BLE001 - a fault of ours is tried again and then seen, never lost
            return Outcome(Status.WAITING, type(fault).__name__)


def message_of(delivery: Delivery, at: datetime) -> Message:
    """The delivery in words; Never when there is no template or what was sealed does not open."""
    notice, language = delivery.notice, delivery.language
    template = template_for(event=notice.event, audience=notice.audience, language=language)
    if template is None:
        raise Never(_("没有通知模板：%(event)s / %(audience)s。") % {"event": notice.event, "audience": notice.audience})
    if delivery.sealed is None or notice.sealed is None:
        raise Never(_("收件地址已清除。"))
    try:
        address, wanted = unseal(delivery.pk, bytes(delivery.sealed)), unseal(notice.pk, bytes(notice.sealed))
    except Unreadable as error:
        raise Never(_("收件地址无法读取：密钥已更换。")) from error
    facts: dict[str, Any] = wanted["facts"]
    named = placeholders(template.subject) | placeholders(template.body)
    link = wanted["link"]
    return Message(
        id=str(delivery.pk),
        event=notice.event,
        address=address,
        subject=worded(template.subject, facts, language),
        body=worded(template.body, facts, language),
        link=f"{settings.PUBLIC_ADDRESS}{link}" if link.startswith("/") else link,
        facts={name: said(facts.get(name), language) for name in sorted(named)},
        gateway_code=template.gateway_code,
        at=at,
    )


@transaction.atomic
def _finish(delivery: Delivery, outcome: Outcome, at: datetime) -> str:
    """Note the outcome; an address that was reached is forgotten at once."""
    found = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if found.status != Status.SENDING or found.attempts != delivery.attempts:
        return str(found.status)  # another worker took it over meanwhile
    found.status, found.fault, found.shown, found.next_at = outcome.status, outcome.fault, outcome.shown, at
    if outcome.status == Status.SENT:
        found.sent_at, found.sealed = at, None
    elif outcome.status == Status.SETTLED:
        found.sealed = None
        end_gone(channel=found.channel, key=bytes(found.recipient), at=at)
    elif outcome.status == Status.WAITING:
        if found.attempts > len(WAITS):
            found.status = Status.FAILED
        else:
            found.next_at = at + WAITS[found.attempts - 1]
            defer("notices.deliver", {"delivery_id": str(found.pk)}, at=found.next_at)
    found.save()
    if not Delivery.objects.filter(notice=found.notice_id, sealed__isnull=False).exists():
        Notice.objects.filter(pk=found.notice_id).update(sealed=None)
    return str(found.status)


@transaction.atomic
def retake(*, at: datetime) -> int:
    """Defer again what is due and what a dead worker left (A20), and notices that nobody spread; how many."""
    due = due_deliveries(at=at - timedelta(minutes=1), stale=at - STALE)
    defer_many("notices.deliver", [{"delivery_id": key} for key in due])
    forgotten = Notice.objects.filter(spread_at__isnull=True, sealed__isnull=False, at__lt=at - STALE).values_list("pk", flat=True)[:500]
    defer_many("notices.spread", [{"notice_id": str(key)} for key in forgotten])
    return len(list(due)) + len(forgotten)


@transaction.atomic
def retry_delivery(*, actor: Actor, delivery_id: UUID, at: datetime) -> Delivery:
    """Try again what failed (重新发送), from the first wait on. Refuses what did not fail or was forgotten. Records notice.retried."""
    found = _failed(actor, delivery_id, "notice.retry")
    if found.sealed is None or found.notice.sealed is None:
        raise Conflict(_("收件地址已清除。"))
    found.status, found.attempts, found.next_at, found.fault = Status.WAITING, 0, at, ""
    found.save(update_fields=["status", "attempts", "next_at", "fault"])
    defer("notices.deliver", {"delivery_id": str(found.pk)})
    record(actor=actor, verb="notice.retried", kind="delivery", object_id=str(found.pk), code=found.notice.code, at=at)
    return found


@transaction.atomic
def settle_delivery(*, actor: Actor, delivery_id: UUID, at: datetime) -> Delivery:
    """Take note of a failure: the person was told in another way, or need not be. Records notice.settled."""
    found = _failed(actor, delivery_id, "notice.settle")
    found.status, found.sealed = Status.SETTLED, None
    found.save(update_fields=["status", "sealed"])
    record(actor=actor, verb="notice.settled", kind="delivery", object_id=str(found.pk), code=found.notice.code, at=at)
    return found


def _failed(actor: Actor, delivery_id: UUID, verb: str) -> Delivery:
    found = deliveries_visible_to(actor).select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound
    policy.require(actor, verb, found)
    if found.status != Status.FAILED:
        raise Conflict(_("这条通知没有失败，或已处理。"))
    return found
