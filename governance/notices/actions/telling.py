"""Telling (告知): one row and one job in the transaction of the change, and nothing else."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from governance.notices.actions.deferring import defer
from governance.notices.events import known
from governance.notices.models import Notice
from governance.notices.recipients import To
from governance.notices.sealing import seal
from governance.notices.wording import packed


def notify(
    *,
    event: str,
    audience: str,
    to: Sequence[To],
    facts: Mapping[str, Any],
    at: datetime,
    key: str,
    code: str = "",
    link: str = "",
    until: datetime | None = None,
) -> uuid.UUID | None:
    """Tell an event to an audience; call it in the transaction of the change, before `record`.

    `key` names the occurrence: the same key again tells nothing and gives None (A1). `facts` fill the template's
    placeholders: texts, numbers, moments, or `{"zh-hans": ..., "en": ...}`. `link` is a path or an address for the reader.
    After `until` nothing is tried any more. Nothing is sent here: a job that commits with the change spreads it (A9).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("notify() belongs in the transaction of the change that it tells")
    strange = set(facts) - set(known(event).facts)
    if strange:
        raise LookupError(f"{event} does not declare the facts {sorted(strange)}")
    notice_id = uuid.uuid4()
    sealed = seal(notice_id, {"to": [one.packed() for one in to], "facts": packed(facts), "link": link})
    notice = Notice(id=notice_id, key=key, event=event, audience=audience, code=code, sealed=sealed, at=at, until=until)
    made = Notice.objects.bulk_create([notice], ignore_conflicts=True)
    if not made or not Notice.objects.filter(pk=notice_id).exists():
        return None
    defer("notices.spread", {"notice_id": str(notice_id)})
    return notice_id
