"""The second half of an import (写入): staged rows enter the register, batch by batch, each batch whole or not at all.

A batch and the line it reached are one transaction: killed anywhere, the run goes on behind the last whole batch.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, IllegalStep, NotFound
from governance.ledger.record import record
from residents.actions.imports.batches import BATCH, forget_staged, insert_new, next_lines
from residents.actions.imports.checking import State, alone, require_one_key
from residents.actions.imports.merging import merge_known
from residents.actions.likeness import propose_of_run
from residents.models import ImportRun

FAST_LOAD = ("SET gin_pending_list_limit = '64MB'", "SET work_mem = '64MB'")
AS_BEFORE = ("RESET gin_pending_list_limit", "RESET work_mem")
SETTLE = "SELECT gin_clean_pending_list('locator_name'::regclass), gin_clean_pending_list('locator_address'::regclass)"


def run_for(*, actor: Actor, run_id: UUID) -> ImportRun:
    """The run, for those who may import into its area; NotFound otherwise."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or not policy.allowed(actor, "resident.import", run.code):
        raise NotFound
    return run


def apply_run(*, actor: Actor, run_id: UUID, at: datetime, most_batches: int | None = None) -> ImportRun:
    """Write a checked run into the register. A finished one changes nothing; a cancelled one is refused.

    Records residents.imported for each batch, with the lines and counts.
    """
    run = run_for(actor=actor, run_id=run_id)
    if run.state == State.DONE:
        return run
    if run.state not in {State.CHECKED, State.APPLYING}:
        raise IllegalStep(_("该批次尚未校验完成或已取消。"))
    require_one_key()
    with alone(run.code):
        tune(FAST_LOAD)
        try:
            done = 0
            while (most_batches is None or done < most_batches) and apply_batch(actor=actor, run_id=run.pk, at=at):
                done += 1
        finally:
            tune(AS_BEFORE)
            tune((SETTLE,))
    run.refresh_from_db()
    return run


def tune(statements: tuple[str, ...]) -> None:
    """Settings of this session only."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@transaction.atomic
def apply_batch(*, actor: Actor, run_id: UUID, at: datetime) -> bool:
    """Write the next batch; False when none was left and the run is done."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state == State.CANCELLED:
        raise Conflict(_("该批次已取消。"))
    lines = next_lines(run, BATCH)
    if lines is None:
        run.state, run.ended_at = State.DONE, at
        propose_of_run(run_id=run.pk, at=at)
        forget_staged(run)
        run.save(update_fields=["state", "ended_at"])
        return False
    first, last = lines
    changed, same = merge_known(run, first, last, at=at)
    added = insert_new(run, first, last, at=at)
    run.state, run.applied_to = State.APPLYING, last
    run.added, run.changed, run.same = run.added + added, run.changed + changed, run.same + same
    run.save(update_fields=["state", "applied_to", "added", "changed", "same"])
    record(
        actor=actor, verb="residents.imported", kind="import", object_id=str(run.pk), code=run.code, at=at,
        detail={"lines": [first, last], "added": added, "changed": changed, "same": same},
    )  # fmt: skip
    return True


@transaction.atomic
def cancel_run(*, actor: Actor, run_id: UUID, at: datetime) -> ImportRun:
    """Give a run up. What was written stays, whole batches only; what was staged is destroyed. Records import.cancelled."""
    run_for(actor=actor, run_id=run_id)
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state in {State.DONE, State.CANCELLED}:
        raise IllegalStep(_("该批次已结束。"))
    run.state, run.ended_at = State.CANCELLED, at
    forget_staged(run)
    run.save(update_fields=["state", "ended_at"])
    record(
        actor=actor, verb="import.cancelled", kind="import", object_id=str(run.pk), code=run.code, at=at,
        detail={"applied_to": run.applied_to},
    )  # fmt: skip
    return run
