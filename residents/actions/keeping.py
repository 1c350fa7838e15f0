"""What runs by the clock or after an accident (保管): retention, erasure after a restore, breach query."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.record import record
from residents.actions.imports.applying import cancel_run
from residents.actions.rights import RETENTION, erase_resident, forget
from residents.models import Erasure, ImportRun, Resident, SelfReport

UNCHECKED = timedelta(days=60)
"""So long a declaration waits for its check, and a file for its writing."""
BREACH = """
SELECT e.actor_id, e.at, e.verb, l.resident_id, l.whole, e.detail->>'purpose', e.detail->>'surface', e.chain, e.seq
FROM residents_look l JOIN governance_entry e ON e.chain = l.chain AND e.seq = l.seq
WHERE l.at >= %(since)s AND l.at < %(until)s AND (%(actor)s::bigint IS NULL OR l.actor_id = %(actor)s)
AND (%(resident)s::uuid IS NULL OR l.resident_id = %(resident)s) ORDER BY l.at, l.id
"""


def expire_residents(*, actor: Actor, at: datetime) -> int:
    """Erase the people whose retention has ended (PIPL art. 19), each in a transaction of its own; run again it finds none."""
    policy.require(actor, "resident.expire", None)
    ended = Resident.objects.filter(retain_until__lt=timezone.localdate(at), erased_at__isnull=True, merged_into__isnull=True)
    ids = list(ended.order_by("retain_until").values_list("pk", flat=True))
    for pk in ids:
        erase_resident(actor=actor, resident_id=pk, reason=RETENTION, at=at)
    return len(ids)


@transaction.atomic
def drop_old_reports(*, actor: Actor, at: datetime) -> int:
    """Destroy declarations that nobody checked in time, with their keys. Records reports.dropped if there were any."""
    policy.require(actor, "resident.expire", None)
    gone = SelfReport.objects.filter(state=SelfReport.State.SENT, sent_at__lt=at - UNCHECKED).update(
        state=SelfReport.State.REFUSED, reason=_("逾期未核对，已删除。"), settled_at=at, wrapped_key=None, sealed=None
    )
    if gone:
        record(actor=actor, verb="reports.dropped", kind="self_report", object_id="", code="", at=at, detail={"reports": gone})
    return gone


def give_up_old_runs(*, actor: Actor, at: datetime) -> int:
    """Cancel imports that were handed in and never written to the end, so that nothing stays staged or kept for good.

    Each in a transaction of its own; records import.cancelled for each.
    """
    policy.require(actor, "resident.expire", None)
    waiting = (ImportRun.State.CHECKING, ImportRun.State.CHECKED, ImportRun.State.APPLYING)
    ids = list(ImportRun.objects.filter(state__in=waiting, started_at__lt=at - UNCHECKED).values_list("pk", flat=True))
    for pk in ids:
        cancel_run(actor=actor, run_id=pk, at=at)
    return len(ids)


@transaction.atomic
def replay_erasures(*, actor: Actor, erased: list[tuple[UUID, datetime, bytes]], at: datetime) -> int:
    """After a restore: forget again everybody who was erased since the backup (G5). Records erasures.replayed if there were any.

    `erased` comes from the list that is kept outside the database (id, time, blind index of the number, so that no file brings them
    back); what the database itself knows is replayed, too.
    """
    policy.require(actor, "resident.expire", None)
    for pk, when, number in erased:
        Erasure.objects.get_or_create(resident_id=pk, defaults={"number": number or None, "reason": "replayed", "at": when})
    again = Resident.objects.filter(pk__in=Erasure.objects.values("resident_id"))
    left = again.filter(erased_at__isnull=True) | again.filter(sealed__wrapped_key__isnull=False) | again.filter(locator__isnull=False)
    people = list(left.distinct())
    for one in people:
        forget(one, at)
    if people:
        record(actor=actor, verb="erasures.replayed", kind="resident", object_id="", code="", at=at, detail={"people": len(people)})
    return len(people)


def breach_query(
    *, actor: Actor, since: datetime, until: datetime, at: datetime, of_actor: int | None = None, of_resident: UUID | None = None
) -> list[dict[str, object]]:
    """Who read whom in a period (G9): ids, times, purposes; no value. Records breach.queried."""
    policy.require(actor, "breach.query", None)
    given: dict[str, object] = {"since": since, "until": until, "actor": of_actor, "resident": of_resident}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BREACH, given)  # type: ignore[arg-type]
        names = ("actor_id", "at", "verb", "resident_id", "whole", "purpose", "surface", "chain", "seq")
        rows: list[dict[str, object]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        record(
            actor=actor, verb="breach.queried", kind="breach", object_id="", code="", at=at,
            detail={"since": since.isoformat(), "until": until.isoformat(), "rows": len(rows)},
        )  # fmt: skip
    return rows
