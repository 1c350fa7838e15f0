"""Addresses (收件地址): kept sealed, ended by erasing them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import SYSTEM_ACTOR, Actor
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from governance.notices.channels import CHANNELS
from governance.notices.events import EVENTS
from governance.notices.models import Address, Language
from governance.notices.sealing import digest, seal


def add_address(
    *,
    actor: Actor,
    channel: str,
    address: Mapping[str, str],
    at: datetime,
    user_id: int | None = None,
    unit_id: int | None = None,
    topic: str = "",
    language: str = Language.CHINESE,
    events: Sequence[str] = (),
) -> Address:
    """Keep an address of a user, a unit or a topic (exactly one of them). The same one again is the same row.

    Refuses what its channel does not take (Invalid). Records notice.address_added, without the address.
    """
    room = CHANNELS.get(channel)
    if room is None or language not in Language.values:
        raise Invalid(fields={"channel": [_("没有这个渠道或语言。")]})
    if unknown := set(events) - set(EVENTS):
        raise Invalid(fields={"events": [_("没有这些事件：%(unknown)s") % {"unknown": "、".join(sorted(unknown))}]})
    checked = room.check(address)
    row = Address(id=uuid.uuid4(), channel=channel, user_id=user_id, unit_id=unit_id, topic=topic, language=language, events=list(events))
    row.digest, row.hint, row.added_at = digest(channel, room.identity(checked)), room.hint(checked), at
    row.sealed = seal(row.pk, checked)
    policy.require(actor, "notice.address", row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(
                actor=actor, verb="notice.address_added", kind="address", object_id=str(row.pk), code="", at=at, detail={"channel": channel}
            )
    except IntegrityError as error:
        known = Address.objects.filter(
            channel=channel, digest=row.digest, user=user_id, unit=unit_id, topic=topic, ended_at__isnull=True
        ).first()
        if known is None:
            raise Conflict from error
        return known
    return row


@transaction.atomic
def end_address(*, actor: Actor, address_id: uuid.UUID, at: datetime) -> None:
    """Forget an address: what was sealed is erased. Refuses another's (NotFound). Records notice.address_ended."""
    row = Address.objects.select_for_update().filter(pk=address_id, ended_at__isnull=True).first()
    if row is None or not policy.allowed(actor, "notice.address", row):
        raise NotFound
    row.ended_at, row.sealed, row.hint = at, None, "—"
    row.save(update_fields=["ended_at", "sealed", "hint"])
    record(actor=actor, verb="notice.address_ended", kind="address", object_id=str(row.pk), code="", at=at, detail={"channel": row.channel})


def end_gone(*, channel: str, key: bytes, at: datetime) -> None:
    """Forget an address that is no more at the other side, whoever had it; in the caller's transaction. Records notice.address_ended."""
    for row in Address.objects.filter(channel=channel, digest=key, ended_at__isnull=True):
        end_address(actor=SYSTEM_ACTOR, address_id=row.pk, at=at)
