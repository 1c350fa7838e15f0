"""Spreading (分发): from one notice to its deliveries; and forgetting what is over."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from governance.errors import Invalid
from governance.notices.actions.deferring import defer_many
from governance.notices.channels import CHANNELS
from governance.notices.models import Delivery, Notice, Status
from governance.notices.queries import addresses_of
from governance.notices.recipients import To
from governance.notices.sealing import digest, seal, unseal

FAILED_KEPT = timedelta(days=7)
"""How long the address of what failed is kept, for another try by hand."""
SENT_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Target:
    """One address to deliver to."""

    channel: str
    recipient: bytes
    address: dict[str, str]
    hint: str
    language: str


@transaction.atomic
def spread_notice(*, notice_id: uuid.UUID, at: datetime) -> int:
    """Make the deliveries of a notice and defer each; how many are new. The second time makes none.

    Recipients are looked up now: who lost the post since the event gets nothing (C12).
    """
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if notice is None or notice.spread_at is not None or notice.sealed is None:
        return 0
    wanted = unseal(notice.pk, bytes(notice.sealed))
    targets = {(one.channel, one.recipient): one for to in wanted["to"] for one in targets_of(To(**to), notice.event, at)}
    rows = [_delivery(notice, one, at) for one in targets.values()]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    notice.spread_at = at
    if not rows:
        notice.sealed = None
    notice.save(update_fields=["spread_at", "sealed"])
    defer_many("notices.deliver", [{"delivery_id": str(row.pk)} for row in rows if row.status == Status.WAITING])
    return len(rows)


def targets_of(to: To, event: str, at: datetime) -> Iterator[Target]:
    """The addresses that a recipient stands for now."""
    if to.kind == "address":
        yield one_off(to)
        return
    for row in addresses_of(to=to, event=event, at=at):
        address: dict[str, str] = unseal(row.pk, bytes(row.sealed or b""))
        yield Target(row.channel, bytes(row.digest), address, row.hint, row.language)


def one_off(to: To) -> Target:
    """An address that came with the notice; one that its channel does not take is kept to fail in sight."""
    room = CHANNELS[to.channel]
    try:
        address = room.check(to.address)
    except Invalid:
        return Target(to.channel, digest(to.channel, str(to.address)), {}, "—", to.language)
    return Target(to.channel, digest(to.channel, room.identity(address)), address, room.hint(address), to.language)


def _delivery(notice: Notice, target: Target, at: datetime) -> Delivery:
    key = uuid.uuid4()
    fields: dict[str, Any] = {"channel": target.channel, "recipient": target.recipient, "hint": target.hint, "language": target.language}
    if not target.address:
        return Delivery(id=key, notice=notice, next_at=at, status=Status.FAILED, fault="address", **fields)
    return Delivery(id=key, notice=notice, next_at=at, sealed=seal(key, target.address), **fields)


@transaction.atomic
def purge_notices(*, at: datetime) -> int:
    """Forget addresses, facts and texts that nobody needs any more; how many rows changed. What happened stays."""
    over = Delivery.objects.filter(status__in=[Status.SENT, Status.SETTLED], next_at__lt=at - SENT_KEPT)
    given_up = Delivery.objects.filter(status=Status.FAILED, next_at__lt=at - FAILED_KEPT)
    count = over.exclude(sealed=None, shown="").update(sealed=None, shown="", hint="—")
    count += given_up.exclude(sealed=None).update(sealed=None, hint="—")
    open_ones = Delivery.objects.filter(sealed__isnull=False).values("notice")
    return count + Notice.objects.filter(sealed__isnull=False, spread_at__lt=at - SENT_KEPT).exclude(pk__in=open_ones).update(sealed=None)
